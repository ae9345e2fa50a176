"""网址: addresses of this app."""

from django.urls import path

from louyu.registers.taxation import cleared_pages, exports, office_pages, pages

urlpatterns = [
    path("tax/", pages.index, name="tax"),
    path("tax/export.<str:ending>", exports.totals, name="tax-export"),
    path("tax/concentration/", cleared_pages.concentration, name="tax-concentration"),
    path(
        "tax/concentration.<str:ending>",
        cleared_pages.concentration_file,
        name="tax-concentration-export",
    ),
    path("tax/unplaced/<int:year>/", cleared_pages.unplaced_payers, name="tax-unplaced"),
    path("enterprises/<int:pk>/tax/", pages.enterprise, name="enterprise-tax"),
    path("tax/package/", office_pages.package, name="tax-package"),
    path("tax/unidentified/", office_pages.unidentified, name="tax-unidentified"),
    path("tax/views/", office_pages.views, name="tax-views"),
]
