"""文件: addresses."""

from django.urls import path

from louyu.kernel.files import pages

urlpatterns = [path("<int:pk>/", pages.download, name="file")]
