"""网址: addresses of this app."""

from django.urls import path

from louyu.journey.collection.reminders import pages

urlpatterns = [
    path("", pages.index, name="reminders"),
    path("mine/", pages.mine, name="reminders-mine"),
]
