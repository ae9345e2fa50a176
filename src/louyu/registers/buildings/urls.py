"""网址: buildings, units, parcels; the page of one building belongs to occupancy."""

from louyu.kernel.pages.urls import list_of, pages_of

urlpatterns = [
    *pages_of("buildings", own_detail=True),
    *pages_of("units"),
    *list_of("key-buildings"),
    *pages_of("parcels"),
    *pages_of("building-parties"),
]
