"""网址: addresses of this app."""

from django.urls import path

from louyu.journey.collection import census, month_pages, pages
from louyu.journey.collection.extras import pages as extras
from louyu.journey.collection.paper import pages as paper
from louyu.journey.collection.rosters import pages as rosters

urlpatterns = [
    path("", pages.index, name="collection"),
    path("code/", paper.by_code, name="collection-code"),
    path("<int:pk>/sheet.pdf", paper.sheet, name="collection-sheet-pdf"),
    path("<int:pk>/visit.pdf", paper.visit, name="collection-visit-pdf"),
    path("<int:pk>/roster/", rosters.show, name="collection-roster"),
    path("<int:pk>/", pages.show, name="collection-duty"),
    path("months/", month_pages.index, name="collection-months"),
    path("months/open/", month_pages.open_one, name="collection-month-open-confirm"),
    path("months/<int:pk>/close/", month_pages.close_one, name="collection-month-close-confirm"),
    path("months/extras/", extras.index, name="collection-extras"),
    path("extras/", extras.answers, name="collection-extra-answers"),
    path("extras/excel/", extras.workbook, name="collection-extra-answers-excel"),
    path("census/<int:pk>/", census.show, name="collection-census"),
]
