"""作业: addresses."""

from django.urls import path

from louyu.kernel.jobs import pages

urlpatterns = [
    path("", pages.index, name="jobs"),
    path("<int:pk>/", pages.detail, name="job"),
]
