"""网址: enterprises."""

from louyu.kernel.pages.urls import pages_of

urlpatterns = pages_of("enterprises")
