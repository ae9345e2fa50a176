"""网址: addresses of this app."""

from django.urls import path

from louyu.kernel.pages import export
from louyu.kernel.pages.urls import list_of
from louyu.registers.matters import pages

urlpatterns = [
    path("", pages.index, name="matters"),
    path("export.<str:ending>", export.download, {"key": "matters"}, name="matters-export"),
    path("new/", pages.new, name="matter-new"),
    path("<int:pk>/", pages.show, name="matter"),
    path("<int:pk>/move/", pages.act, name="matter-move"),
    *list_of("holidays"),
]
