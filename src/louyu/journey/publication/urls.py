"""网址: bulletins and their letterheads."""

from django.urls import include, path

from louyu.journey.publication import pages, proceeding_pages, tax_pages
from louyu.kernel.pages.urls import pages_of

bulletins = [
    path("", pages.index, name="bulletins"),
    path("new/", pages.new, name="bulletin-new"),
    path("<int:pk>/", pages.detail, name="bulletin"),
    path("<int:pk>/text/", pages.text, name="bulletin-text"),
    path("<int:pk>/word/", pages.download, name="bulletin-word"),
    path("<int:pk>/pdf/", pages.download, {"ending": "pdf"}, name="bulletin-pdf"),
    path("<int:pk>/excel/", pages.download, {"ending": "xlsx"}, name="bulletin-excel"),
    path("<int:pk>/tax/", tax_pages.tax, name="bulletin-tax"),
    path("<int:pk>/tax/word/", tax_pages.download, {"ending": "docx"}, name="bulletin-tax-word"),
    path("<int:pk>/tax/pdf/", tax_pages.download, {"ending": "pdf"}, name="bulletin-tax-pdf"),
    path("<int:pk>/move/", pages.move, name="bulletin-move"),
    path("<int:pk>/figures/", pages.figures, name="bulletin-figures"),
    path("<int:pk>/number/", pages.number, name="bulletin-number"),
    path("<int:pk>/particulars/", proceeding_pages.particulars, name="bulletin-particulars"),
    path("<int:pk>/issue-sheet/", proceeding_pages.sheet, name="bulletin-sheet"),
    path("<int:pk>/comparison/", proceeding_pages.comparison, name="bulletin-comparison"),
    path("<int:pk>/scan/", proceeding_pages.scan, name="bulletin-scan"),
    path("<int:pk>/correction/", proceeding_pages.correction, name="bulletin-correction"),
    path(
        "<int:pk>/countersign/<int:row>/",
        proceeding_pages.countersign,
        name="bulletin-countersign",
    ),
]

urlpatterns = [path("bulletins/", include(bulletins)), *pages_of("letterheads")]
