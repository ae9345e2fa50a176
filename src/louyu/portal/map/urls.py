"""网址: the map of buildings."""

from django.urls import path

from louyu.portal.map.pages import show

urlpatterns = [path("", show, name="map")]
