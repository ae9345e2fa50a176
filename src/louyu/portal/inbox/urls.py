"""网址: the inbox."""

from django.urls import path

from louyu.portal.inbox import delegating, pages

urlpatterns = [
    path("", pages.index, name="inbox"),
    path("act/", pages.act, name="inbox-act"),
    path("delegations/", delegating.delegations, name="delegations"),
    path("delegations/<int:pk>/end/", delegating.end, name="delegation-end"),
]
