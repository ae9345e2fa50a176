"""网址: figures, their definitions, their rows and their export."""

from django.urls import path

from louyu.journey.statistics import exports, pages

urlpatterns = [
    path("", pages.index, name="figures"),
    path("export.<str:ending>", exports.figures, name="figures-export"),
    path("compute/", pages.compute, name="figures-compute"),
    path("<str:code>/", pages.definition, name="figure"),
    path("<str:code>/rows/", pages.rows, name="figure-rows"),
    path("<str:code>/rows/export.<str:ending>", exports.rows, name="figure-rows-export"),
]
