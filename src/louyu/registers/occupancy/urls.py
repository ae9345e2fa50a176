"""网址: addresses of this app."""

from django.urls import path

from louyu.registers.occupancy import pages, reporting

urlpatterns = [
    path("buildings/<int:pk>/", pages.building, name="buildings-detail"),
    path("buildings/<int:pk>/roster.xlsx", pages.roster, name="buildings-roster"),
    path("stays/<int:pk>/departure/", reporting.departure, name="departure"),
    path("units/<int:pk>/vacancy/", reporting.vacancy, name="vacancy"),
]
