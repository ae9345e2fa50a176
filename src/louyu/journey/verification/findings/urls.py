"""网址: addresses of this app."""

from django.urls import path

from louyu.journey.verification.findings import pages

urlpatterns = [
    path("doubts/", pages.index, name="doubts"),
    path("doubts/<int:pk>/act/", pages.act, name="doubt-act"),
    path("integrity/", pages.integrity, name="integrity"),
]
