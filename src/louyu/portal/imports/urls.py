"""网址: the import centre."""

from django.urls import path

from louyu.portal.imports import pages

urlpatterns = [
    path("", pages.index, name="imports"),
    path("template/<slug:kind>.xlsx", pages.template, name="import-template"),
    path("<int:pk>/", pages.show, name="import"),
    path("<int:pk>/mapping/", pages.mapping, name="import-mapping"),
    path("<int:pk>/confirm/", pages.confirm, name="import-confirm"),
    path("<int:pk>/discard/", pages.discard, name="import-discard"),
    path("<int:pk>/undo/", pages.undo, name="import-undo"),
    path("<int:pk>/decide/", pages.decide, name="import-decide"),
]
