"""网址: places and clusters are read by everybody and written by import alone."""

from louyu.kernel.pages.urls import list_of

urlpatterns = [*list_of("places"), *list_of("clusters")]
