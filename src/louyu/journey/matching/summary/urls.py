"""网址: the seven-column table, its rows and their files."""

from django.urls import path

from louyu.journey.matching.summary import exports, pages

urlpatterns = [
    path("", pages.index, name="matching-summary"),
    path("export.<str:ending>", exports.table, name="matching-summary-export"),
    path("buildings/<int:pk>/", pages.building, name="matching-summary-building"),
    path("rows/", pages.firms, name="matching-summary-rows"),
    path("rows/export.<str:ending>", exports.firms, name="matching-summary-rows-export"),
]
