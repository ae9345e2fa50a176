"""驾驶舱页: its address says the place, the month, the order of buildings and the screen."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from louyu.journey.statistics.indicators import BY_CODE
from louyu.journey.statistics.plan_pages import OFFICIALS
from louyu.journey.statistics.selection import select
from louyu.kernel.requests import Request
from louyu.portal.cockpit.gathering import ORDERS, gathered


@login_required
@require_GET
def cockpit(request: Request) -> HttpResponse:
    """Officials alone: its targets name tax."""
    if not request.actor.holds(*OFFICIALS):
        raise Http404
    selection = select(request)
    if selection and selection.subject.building:
        raise Http404
    asked = request.GET.get("order", "")
    order = asked if asked in ORDERS else ORDERS[0]
    context: dict[str, Any] = {
        "selection": selection,
        "on_screen": request.GET.get("screen") == "1",
    }
    if selection and selection.state:
        actor, subject, period = request.actor, selection.subject, selection.state.month
        found = gathered(actor, subject, period, timezone.localdate(), order)
        orders = [(BY_CODE[code], code == order) for code in ORDERS]
        context |= {"cockpit": found, "subject": subject, "orders": orders}
    return render(request, "portal/cockpit.html", context)
