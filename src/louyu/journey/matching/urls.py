"""网址: addresses of this app."""

from django.urls import path

from louyu.journey.matching import pages
from louyu.journey.matching.desk import pages as desk
from louyu.journey.matching.discrepancies import pages as discrepancies
from louyu.journey.matching.exports import changes_export, discrepancies_export
from louyu.journey.matching.sites import pages as sites

urlpatterns = [
    path("", pages.index, name="matching"),
    path("compare/", pages.compare_act, name="matching-compare-act"),
    path("changes/", pages.changes, name="matching-changes"),
    path("changes.xlsx", changes_export, name="matching-changes-export"),
    path("pairs/", desk.index, name="matching-pairs"),
    path("pairs/decide/", desk.act, name="matching-pairs-decide"),
    path("verdicts/<int:pk>/undo/", desk.undo_act, name="matching-verdict-undo"),
    path("discrepancies/", discrepancies.index, name="matching-discrepancies"),
    path("discrepancies.xlsx", discrepancies_export, name="matching-discrepancies-export"),
    path("discrepancies/right/", discrepancies.right_act, name="matching-right-act"),
    path("discrepancies/<int:pk>/", discrepancies.show, name="matching-discrepancy"),
    path("discrepancies/<int:pk>/act/", discrepancies.act, name="matching-discrepancy-act"),
    path("sites/", sites.index, name="matching-sites"),
    path("sites/act/", sites.act, name="matching-site-act"),
    path("sites/proposals/<int:pk>/act/", sites.proposal_act, name="matching-proposal-act"),
]
