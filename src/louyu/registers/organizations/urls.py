"""网址: bodies; the people in them have their pages in the portal."""

from louyu.kernel.pages.urls import pages_of

urlpatterns = pages_of("organizations")
