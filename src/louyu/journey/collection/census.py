"""建库进度: how far each building's first look has come; nothing of it goes into a bulletin."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from louyu.journey.collection.asking import present
from louyu.journey.collection.models import Cycle, CycleKind, Duty, DutyState, TenantAnswer
from louyu.journey.collection.workflow import REVIEWERS
from louyu.kernel.requests import Request
from louyu.registers.buildings.models import Unit, UnitUse
from louyu.registers.occupancy.unit_states import with_states
from louyu.registers.organizations.models import Role

PER_PAGE = 50
OF_SEEN_DUTIES = "counts of buildings whose duty the caller has seen"


@dataclass(frozen=True)
class Progress:
    """Of one building on a day: rooms, of which nobody has said anything of `silent`; tenants, of
    whom `confirmed` were answered for in the census."""

    duty: Duty
    rooms: int
    silent: int
    tenants: int
    confirmed: int

    @property
    def is_done(self) -> bool:
        return self.duty.state == DutyState.ACCEPTED and not self.silent


def progress_of(duties: list[Duty], day: date) -> list[Progress]:
    """Five statements however many buildings."""
    buildings = [duty.building_id for duty in duties]
    units: Any = Unit.objects.unscoped(OF_SEEN_DUTIES).filter(
        building__in=buildings, use=UnitUse.BUSINESS
    )
    rooms = _counted(units)
    unknown: Any = with_states(units, day)
    silent = Counter(unknown.filter(uncollected__gt=0).values_list("building_id", flat=True))
    tenants = Counter(
        present(day).filter(building__in=buildings).values_list("building_id", flat=True)
    )
    answers = TenantAnswer.objects.unscoped(OF_SEEN_DUTIES).filter(
        submission__duty__in=duties, occupancy__during__contains=day
    )
    confirmed = dict(
        answers.order_by()
        .values("submission__duty")
        .annotate(n=Count("occupancy", distinct=True))
        .values_list("submission__duty", "n")
    )
    return [
        Progress(
            duty,
            rooms.get(duty.building_id, 0),
            silent[duty.building_id],
            tenants[duty.building_id],
            confirmed.get(duty.pk, 0),
        )
        for duty in duties
    ]


def _counted(rows: QuerySet[Any]) -> dict[int, int]:
    counted = rows.order_by().values("building_id").annotate(n=Count("pk"))
    return dict(counted.values_list("building_id", "n"))


@login_required
def show(request: Request, pk: int) -> HttpResponse:
    if not request.actor.holds(*REVIEWERS, Role.LEADER):
        raise PermissionDenied
    censuses = Cycle.objects.visible_to(request.actor).filter(kind=CycleKind.CENSUS)
    cycle = get_object_or_404(censuses, pk=pk)
    duties = (
        Duty.objects.visible_to(request.actor)
        .filter(cycle=cycle)
        .select_related("building", "place", "liaison")
        .order_by("place__code", "building__name_sort", "pk")
    )
    # Of a closed one what stood then, as it is registered now.
    day = timezone.localdate(cycle.closed_at)
    page = Paginator(duties, PER_PAGE).get_page(request.GET.get("page"))
    states = Counter(duties.order_by().values_list("state", flat=True))
    context = {
        "cycle": cycle,
        "page": page,
        "rows": progress_of(list(page.object_list), day),
        "day": day,
        "due": states.total() - states[DutyState.EXEMPT],
        "accepted": states[DutyState.ACCEPTED],
        "handed_in": states[DutyState.ACCEPTED] + states[DutyState.SUBMITTED],
    }
    return render(request, "collection/census.html", context)
