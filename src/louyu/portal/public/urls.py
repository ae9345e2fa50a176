"""网址: the public site, all below one path so that a gateway can let it through alone."""

from django.urls import path

from louyu.portal.public import pages

urlpatterns = [
    path("", pages.home, name="public-home"),
    path("text-size/", pages.text_size, name="public-text-size"),
]
