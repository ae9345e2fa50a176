"""网址: addresses of this app."""

from django.urls import path

from louyu.kernel.pages.urls import pages_of
from louyu.registers.occupancy import arriving, offering, pages, photographing, reporting

urlpatterns = [
    path("buildings/<int:pk>/", pages.building, name="buildings-detail"),
    path("buildings/<int:pk>/roster.xlsx", pages.roster, name="buildings-roster"),
    path("buildings/<int:pk>/arrival/", arriving.arrival, name="arrival"),
    path("stays/<int:pk>/departure/", reporting.departure, name="departure"),
    path("units/<int:pk>/vacancy/", reporting.vacancy, name="vacancy"),
    *pages_of("offers"),
    path("offers/<int:pk>/withdrawal/", offering.withdrawal, name="offers-withdrawal"),
    path("offers/<int:pk>/verification/", offering.verification, name="offers-verification"),
    path("offers/<int:pk>/photos/", photographing.photos, name="offers-photos"),
    path("offers/photos/<int:pk>/<slug:size>.jpg", photographing.photo, name="offers-photo"),
]
