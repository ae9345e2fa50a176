"""网址: addresses of this app."""

from django.urls import path

from louyu.journey.verification import keeping, pages, sample_pages

urlpatterns = [
    path("", pages.desk, name="verification"),
    path("accept/", pages.accept_many, name="verification-accept-confirm"),
    path("keeper/", keeping.keeper, name="keeper"),
    path("samples/draw/", sample_pages.draw_one, name="sample-draw-confirm"),
    path("samples/<int:pk>/", sample_pages.show, name="sample"),
    path("<int:pk>/", pages.show, name="verification-duty"),
    path("<int:pk>/act/", pages.act, name="verification-duty-act"),
]
