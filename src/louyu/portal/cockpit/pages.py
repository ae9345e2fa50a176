"""驾驶舱页: its address says the place, the month, the order of buildings and the screen."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from louyu.journey.statistics.models import PeriodState
from louyu.journey.statistics.readable import EVERY_CODE
from louyu.journey.statistics.scope import OFFICIALS
from louyu.journey.statistics.selection import Selection, select
from louyu.journey.statistics.subjects import Subject
from louyu.kernel.requests import Request
from louyu.portal.cockpit.gathering import Cockpit, gathered, orders_for
from louyu.portal.map.pages import allow_tiles


@dataclass(frozen=True)
class Asked:
    """`cockpit` is None while the month asked for is not computed."""

    selection: Selection | None
    order: str
    cockpit: Cockpit | None = None

    @property
    def subject(self) -> Subject:
        assert self.selection
        return self.selection.subject

    @property
    def state(self) -> PeriodState | None:
        return self.selection.state if self.selection else None


def asked(request: Request) -> Asked:
    """For officials alone: the targets name tax. 404 for a building, which has none."""
    if not request.actor.holds(*OFFICIALS):
        raise Http404
    selection = select(request)
    if selection and selection.subject.building:
        raise Http404
    wanted, orders = request.GET.get("order", ""), orders_for(request.actor)
    order = wanted if wanted in orders else orders[0]
    if not selection or not selection.state:
        return Asked(selection, order)
    month, day = selection.state.month, timezone.localdate()
    found = gathered(request.actor, selection.subject, month, day, order)
    return Asked(selection, order, found)


@login_required
@require_GET
def cockpit(request: Request) -> HttpResponse:
    shown = asked(request)
    context = {
        "selection": shown.selection,
        "cockpit": shown.cockpit,
        "subject": shown.selection and shown.subject,
        "orders": [(EVERY_CODE[code], code == shown.order) for code in orders_for(request.actor)],
        "on_screen": request.GET.get("screen") == "1",
    }
    response = render(request, "portal/cockpit.html", context)
    allow_tiles(response)
    return response
