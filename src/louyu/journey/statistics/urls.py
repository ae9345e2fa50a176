"""网址: figures, their definitions, rows and exports; plans, targets and earlier figures."""

from django.urls import include, path

from louyu.journey.statistics import divide_pages, exports, pages, plan_exports, plan_pages
from louyu.kernel.pages.urls import pages_of

figures = [
    path("", pages.index, name="figures"),
    path("export.<str:ending>", exports.figures, name="figures-export"),
    path("compute/", pages.compute, name="figures-compute"),
    path("<str:code>/", pages.definition, name="figure"),
    path("<str:code>/rows/", pages.rows, name="figure-rows"),
    path("<str:code>/rows/export.<str:ending>", exports.rows, name="figure-rows-export"),
]

urlpatterns = [
    path("figures/", include(figures)),
    *plan_pages.for_officials(
        [
            *pages_of("plans", own_detail=True),
            path("plans/<int:pk>/", plan_pages.plan, name="plans-detail"),
            path(
                "plans/<int:pk>/progress.xlsx",
                plan_exports.plan_progress,
                name="plan-progress",
            ),
            path("targets/<int:pk>/divide/", divide_pages.target_divide, name="target-divide"),
            *pages_of("targets"),
            *pages_of("target-parts"),
            *pages_of("historical-figures"),
        ]
    ),
]
