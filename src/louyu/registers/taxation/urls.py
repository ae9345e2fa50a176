"""网址: addresses of this app."""

from django.urls import path

from louyu.registers.taxation import office_pages

urlpatterns = [
    path("tax/package/", office_pages.package, name="tax-package"),
    path("tax/unidentified/", office_pages.unidentified, name="tax-unidentified"),
    path("tax/views/", office_pages.views, name="tax-views"),
]
