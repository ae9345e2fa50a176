"""网址: places are read by everybody and written by import alone; clusters have their pages."""

from louyu.kernel.pages.urls import list_of, pages_of

urlpatterns = [*list_of("places"), *pages_of("clusters")]
