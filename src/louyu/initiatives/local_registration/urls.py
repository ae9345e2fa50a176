"""网址: campaigns, one firm, a firm's own consent."""

from django.urls import path

from louyu.initiatives.local_registration import exports, firm_pages, pages

urlpatterns = [
    path("", pages.index, name="local-registration"),
    path("new/", pages.edit, name="local-registration-new"),
    path("mine/", firm_pages.mine, name="local-registration-mine"),
    path("mine/<int:pk>/withdraw/", firm_pages.withdraw, name="local-registration-withdraw-act"),
    path("<int:pk>/", pages.show, name="local-registration-progress"),
    path("<int:pk>/edit/", pages.edit, name="local-registration-edit"),
    path("<int:pk>/firms/", pages.firms, name="local-registration-list"),
    path("<int:pk>/visited/", pages.visit_many, name="local-registration-visit-confirm"),
    path("<int:pk>/proposals/", pages.proposals, name="local-registration-proposals"),
    path("<int:pk>/export/", exports.workbook, name="local-registration-export"),
    path("firms/<int:pk>/", firm_pages.show, name="local-registration-firm"),
    path("firms/<int:pk>/act/", firm_pages.act, name="local-registration-firm-act"),
    path("firms/<int:pk>/consent.pdf", firm_pages.sheet, name="local-registration-consent-pdf"),
]
