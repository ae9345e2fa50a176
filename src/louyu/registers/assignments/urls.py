"""网址: who answers for what, handing over, visits."""

from django.urls import path

from louyu.kernel.pages.urls import pages_of
from louyu.registers.assignments import pages

urlpatterns = [
    path("responsibilities/", pages.responsibilities, name="responsibilities"),
    path("responsibilities/handover/", pages.handover, name="handover"),
    *pages_of("assignments"),
    *pages_of("visits"),
]
