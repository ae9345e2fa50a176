"""网址: addresses of this app."""

from django.urls import path

from louyu.journey.collection import pages

urlpatterns = [
    path("", pages.index, name="collection"),
    path("<int:pk>/", pages.show, name="collection-duty"),
]
