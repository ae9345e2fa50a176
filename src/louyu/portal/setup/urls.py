"""网址: the set-up assistant."""

from django.urls import path

from louyu.portal.setup import pages

urlpatterns = [path("setup/", pages.setup, name="setup")]
