"""网址: addresses of this app."""

from django.urls import path

from louyu.journey.verification.findings import pages

urlpatterns = [
    path("doubts/", pages.index, name="doubts"),
    path("doubts/<int:pk>/act/", pages.act, name="doubt-act"),
    # Where what an import found was listed until it became findings of the checks.
    path("findings/", pages.moved, name="findings-before"),
    path("findings/<int:pk>/", pages.moved, name="finding-before"),
    path("integrity/", pages.integrity, name="integrity"),
]
