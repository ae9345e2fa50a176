"""网址: bulletins and their letterheads."""

from django.urls import include, path

from louyu.journey.publication import pages
from louyu.kernel.pages.urls import pages_of

bulletins = [
    path("", pages.index, name="bulletins"),
    path("new/", pages.new, name="bulletin-new"),
    path("<int:pk>/", pages.detail, name="bulletin"),
    path("<int:pk>/text/", pages.text, name="bulletin-text"),
    path("<int:pk>/word/", pages.download, name="bulletin-word"),
    path("<int:pk>/move/", pages.move, name="bulletin-move"),
    path("<int:pk>/figures/", pages.figures, name="bulletin-figures"),
    path("<int:pk>/number/", pages.number, name="bulletin-number"),
]

urlpatterns = [path("bulletins/", include(bulletins)), *pages_of("letterheads")]
