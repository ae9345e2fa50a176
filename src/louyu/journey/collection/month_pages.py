"""月份页: the office opens a month, follows it and closes it; the census before the first."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from louyu.engines.measures import Period
from louyu.journey.collection.models import Cycle, CycleKind, DutyState
from louyu.journey.collection.opening import (
    OPENERS,
    MonthRefused,
    close_month,
    open_census,
    open_month,
)
from louyu.kernel.requests import Request
from louyu.kernel.scope import Actor, ScopedQuerySet

STATES = [state.value for state in DutyState]


class CensusForm(forms.Form):
    due_on = forms.DateField(
        error_messages={
            "required": "请填写建库截止日期。",
            "invalid": "日期请写成 2026-09-30 的样子。",
        }
    )


def _must_open(actor: Actor) -> None:
    if not actor.holds(*OPENERS):
        raise PermissionDenied


def months(actor: Actor) -> ScopedQuerySet[Cycle]:
    """Each with its buildings by state."""
    counted = {
        f"n_{state}": Count("buildings_due", filter=Q(buildings_due__state=state))
        for state in STATES
    }
    found: ScopedQuerySet[Cycle] = Cycle.objects.visible_to(actor).annotate(
        due=Count("buildings_due", filter=~Q(buildings_due__state=DutyState.EXEMPT)), **counted
    )
    return found


@login_required
def index(request: Request) -> HttpResponse:
    _must_open(request.actor)
    rows = list(months(request.actor).order_by("-month", "-kind"))
    today = timezone.localdate()
    this = Period.of(today)
    is_open = any(row.kind == CycleKind.MONTH and row.month == this.first for row in rows)
    context: dict[str, Any] = {
        "rows": rows,
        "today": today,
        "this": this,
        "is_open": is_open,
        "census": any(row.kind == CycleKind.CENSUS and not row.closed_at for row in rows),
    }
    return render(request, "collection/months.html", context)


@login_required
@require_POST
def open_one(request: Request) -> HttpResponse:
    """The month that runs, or the census with the day it is due."""
    _must_open(request.actor)
    today = timezone.localdate()
    try:
        if request.POST.get("kind") == CycleKind.CENSUS:
            form = CensusForm(request.POST)
            if not form.is_valid():
                raise MonthRefused(str(form.errors["due_on"][0]))
            due_on = form.cleaned_data["due_on"]
            opened = open_census(due_on=due_on, day=today, actor=request.actor)
        else:
            opened = open_month(month=Period.of(today), day=today, actor=request.actor)
    except MonthRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request,
            f"{opened.cycle}已开启：应报 {opened.due} 幢，本次新列入 {opened.added} 幢，"
            f"截止 {opened.cycle.due_on:%Y-%m-%d}。",
        )
    return redirect("collection-months")


@login_required
@require_POST
def close_one(request: Request, pk: int) -> HttpResponse:
    _must_open(request.actor)
    cycle = get_object_or_404(Cycle.objects.visible_to(request.actor), pk=pk)
    try:
        close_month(cycle=cycle, day=timezone.localdate(), actor=request.actor)
    except MonthRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{cycle}已结束，没有提交的留在名单里，可逐幢批准补报。")
    return redirect("collection-months")
