"""网址: buildings and units; the page of one building belongs to occupancy."""

from louyu.kernel.pages.urls import pages_of

urlpatterns = [*pages_of("buildings", own_detail=True), *pages_of("units")]
