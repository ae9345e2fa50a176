"""网址: buildings, units, findings, parcels; the page of one building belongs to occupancy."""

from django.urls import path

from louyu.kernel.pages.urls import list_of, pages_of
from louyu.registers.buildings import pages

urlpatterns = [
    *pages_of("buildings", own_detail=True),
    *pages_of("units"),
    *list_of("key-buildings"),
    *list_of("findings"),
    path("findings/<int:pk>/", pages.finding, name="finding"),
    *pages_of("parcels"),
    *pages_of("building-parties"),
]
