"""网址: addresses of this app."""

from django.urls import path

from louyu.registers.occupancy import pages

urlpatterns = [path("buildings/<int:pk>/", pages.building, name="buildings-detail")]
