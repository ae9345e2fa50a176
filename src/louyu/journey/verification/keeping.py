"""数据专人台: what keeps a district's or a street's data from being whole today, with its rows.

The plan asks every street and park for somebody who keeps the data (五(二)); this is their desk.
It tells of buildings and data, never of who signed in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from louyu.engines.checks import Severity
from louyu.journey.collection.models import Cycle, Duty, DutyState, Reopening
from louyu.journey.collection.queries import WAITING
from louyu.journey.collection.workflow import REVIEWERS
from louyu.journey.verification.findings.models import Finding
from louyu.journey.verification.scope import reviews_of
from louyu.kernel.requests import Request
from louyu.kernel.scope import Actor
from louyu.registers.assignments.models import Assignment
from louyu.registers.assignments.queries import left_behind, without_liaison

SHOWN = 10
RECENTLY = timedelta(days=30)


@dataclass(frozen=True)
class Line:
    """One row: what it is about, where it is settled, and what is the matter."""

    title: str
    link: str
    note: str


@dataclass(frozen=True)
class Part:
    """One kind of thing to see to; `more` leads to all of it."""

    title: str
    means: str
    count: int
    unit: str
    lines: list[Line]
    more: str


def parts_of(actor: Actor, day: date) -> list[Part]:
    return [
        _overdue(actor, day),
        _sent_back(actor),
        _reopened(actor, day),
        _doubted(actor),
        _unassigned(actor),
        _to_hand_over(actor),
        _handed_over(actor, day),
    ]


def _duties(actor: Actor) -> QuerySet[Duty]:
    rows = Duty.objects.visible_to(actor).filter(reviews_of(actor))
    return rows.select_related("building", "place", "cycle")


def _of_duties(rows: QuerySet[Duty], note: Any) -> list[Line]:
    return [
        Line(
            f"{duty.building}，{duty.cycle}",
            reverse("verification-duty", args=[duty.pk]),
            note(duty),
        )
        for duty in rows[:SHOWN]
    ]


def _overdue(actor: Actor, day: date) -> Part:
    rows = _duties(actor).filter(
        state__in=WAITING, cycle__due_on__lt=day, cycle__closed_at__isnull=True
    )
    rows = rows.order_by("cycle__due_on", "building__name_sort")
    return Part(
        "逾期未报",
        "截止日已过、还没有提交的楼，含退回未改的",
        rows.count(),
        "幢次",
        _of_duties(rows, lambda duty: f"{duty.place}，截止 {duty.cycle.due_on:%Y-%m-%d}"),
        reverse("verification"),
    )


def _sent_back(actor: Actor) -> Part:
    rows = _duties(actor).filter(state=DutyState.RETURNED, cycle__closed_at__isnull=True)
    return Part(
        "退回未改",
        "街道退回、联络员还没有再提交的",
        rows.count(),
        "幢次",
        _of_duties(rows.order_by("pk"), lambda duty: duty.why),
        reverse("verification"),
    )


def _reopened(actor: Actor, day: date) -> Part:
    seen = _duties(actor).order_by().values("pk")
    rows = Reopening.objects.visible_to(actor).filter(duty__in=seen, until__gte=day)
    told = rows.select_related("duty__building", "duty__cycle").order_by("until")
    lines = [
        Line(
            f"{one.duty.building}，{one.duty.cycle}",
            reverse("verification-duty", args=[one.duty_id]),
            f"补报至 {one.until:%Y-%m-%d}：{one.why}",
        )
        for one in told[:SHOWN]
    ]
    return Part(
        "补报中", "已结束的月份里，区楼宇办批准补报、还没到期的", rows.count(), "幢次", lines, ""
    )


def _doubted(actor: Actor) -> Part:
    severe = (Severity.BLOCKING.value, Severity.WARNING.value)
    rows = Finding.objects.visible_to(actor).filter(
        closed_on=None, standing=False, severity__in=severe
    )
    by_building = (
        rows.exclude(building=None)
        .order_by()
        .values("building", "building__name")
        .annotate(n=Count("pk"))
        .order_by("-n", "building")
    )
    lines = [
        Line(
            row["building__name"],
            f"{reverse('doubts')}?building={row['building']}",
            f"{row['n']} 条没有更正或说明",
        )
        for row in by_building[:SHOWN]
    ]
    means = "检查发现的矛盾（阻断和警告），还没有更正或说明的"
    return Part("数据矛盾", means, rows.count(), "条", lines, reverse("doubts"))


def _unassigned(actor: Actor) -> Part:
    rows = without_liaison(actor).select_related("place").order_by("place__code", "name_sort")
    lines = [
        Line(
            str(building),
            f"{reverse('assignments-new')}?building={building.pk}&capacity=liaison",
            str(building.place),
        )
        for building in rows[:SHOWN]
    ]
    more = f"{reverse('responsibilities')}?gap=1"
    return Part(
        "没有联络员",
        "在用、竣工、改造和闲置的楼里没有安排联络员的",
        rows.count(),
        "幢",
        lines,
        more,
    )


def _to_hand_over(actor: Actor) -> Part:
    rows = left_behind(actor).select_related("user", "building", "enterprise").order_by("pk")
    lines = [
        Line(
            str(row.subject),
            f"{reverse('handover')}?giver={row.user_id}",
            f"{row.get_capacity_display()}{row.who}已离岗",
        )
        for row in rows[:SHOWN]
    ]
    return Part(
        "待交接",
        "负责人已经离岗、还没有交给别人的分工",
        rows.count(),
        "项",
        lines,
        reverse("inbox"),
    )


def _handed_over(actor: Actor, day: date) -> Part:
    """A new liaison has the old one's month before them."""
    waiting = _duties(actor).filter(state__in=WAITING, cycle__closed_at__isnull=True)
    rows = Assignment.objects.visible_to(actor).filter(
        capacity="liaison",
        start__gt=day - RECENTLY,
        during__contains=day,
        building__in=waiting.order_by().values("building_id"),
    )
    lines = [
        Line(
            str(row.building),
            row.building.get_absolute_url(),
            f"{row.start:%Y-%m-%d} 起由{row.who}负责",
        )
        for row in rows.select_related("building", "user", "organization").order_by("-start")[
            :SHOWN
        ]
        if row.building
    ]
    means = "近 30 天换了联络员、本月还没有提交的楼，请提醒新任"
    return Part("新交接的", means, rows.count(), "幢", lines, reverse("responsibilities"))


@login_required
def keeper(request: Request) -> HttpResponse:
    if not request.actor.holds(*REVIEWERS):
        raise PermissionDenied
    parts = parts_of(request.actor, timezone.localdate())
    under_way = Cycle.objects.visible_to(request.actor).filter(closed_at=None)
    context = {
        "parts": [part for part in parts if part.count],
        "clear": [part.title for part in parts if not part.count],
        "cycles": under_way,
        "day": timezone.localdate(),
        "shown": SHOWN,
    }
    return render(request, "verification/keeper.html", context)
