"""差异页面: the list, one of them with both sides and what may be done about it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from louyu.journey.matching.discrepancies.listing import listing
from louyu.journey.matching.discrepancies.settling import (
    LONGEST,
    SettlingRefused,
    correct,
    outcomes_of,
    settle_as_right,
    settle_by_visit,
)
from louyu.journey.matching.kinds import MEANS, DiscrepancyKind
from louyu.journey.matching.models import Discrepancy, Pairing, Registration
from louyu.journey.matching.registrations import in_force, period_in_force
from louyu.journey.matching.scope import DECIDERS, READERS
from louyu.kernel.requests import Request
from louyu.kernel.scope import Actor
from louyu.registers.occupancy.models import Occupancy


@login_required
def index(request: Request) -> HttpResponse:
    if not request.actor.holds(*READERS):
        raise PermissionDenied
    told = listing(request.actor, request.GET)
    kept = {name: value for name, value in request.GET.items() if name != "state" and value}
    context = {
        "listing": told,
        "page": told.page,
        "kinds": [(kind, MEANS[kind]) for kind in DiscrepancyKind],
        "query": urlencode({k: v for k, v in kept.items() if k != "page"}),
        "back": request.GET.urlencode(),
        "may_settle": request.actor.holds(*DECIDERS) and not told.asked.closed,
        "period": period_in_force(),
        "today": timezone.localdate(),
        "longest": LONGEST,
    }
    return render(request, "matching/discrepancies.html", context)


@login_required
@require_POST
def right_act(request: Request) -> HttpResponse:
    """Those ticked are right as they are, for one reason."""
    if not request.actor.holds(*READERS):
        raise PermissionDenied
    chosen = [int(one) for one in request.POST.getlist("row") if one.isdecimal()]
    try:
        if not chosen:
            raise SettlingRefused("请先勾选要办结的差异。")
        reason = request.POST.get("reason", "")
        count = settle_as_right(discrepancies=chosen, reason=reason, actor=request.actor)
        messages.success(request, f"已办结 {count} 条：情况属实。事实不变就不再提出。")
    except SettlingRefused as refusal:
        messages.error(request, str(refusal))
    asked = request.GET.urlencode()
    return redirect(f"{reverse('matching-discrepancies')}?{asked}")


class VisitForm(forms.Form):
    outcome = forms.CharField(required=False)
    day = forms.DateField(
        error_messages={"required": "请填写走访日期。", "invalid": "走访日期请写成 2026-09-30。"}
    )
    findings = forms.CharField(required=False, max_length=LONGEST)


@login_required
def show(request: Request, pk: int) -> HttpResponse:
    row = get_object_or_404(
        Discrepancy.objects.visible_to(request.actor).select_related(
            "building__place", "enterprise", "matter__owner_user", "matter__owner_body"
        ),
        pk=pk,
    )
    return render(request, "matching/discrepancy.html", _context(row, request.actor))


def _context(row: Discrepancy, actor: Actor) -> dict[str, Any]:
    kind = DiscrepancyKind(row.kind)
    may_settle = actor.holds(*DECIDERS) and row.closed_on is None
    return {
        "row": row,
        "means": MEANS[kind],
        "stays": _stays(row, actor),
        "registration": _registration(row, actor),
        "outcomes": outcomes_of(kind) if may_settle else (),
        "may_settle": may_settle,
        "may_correct": may_settle and kind == DiscrepancyKind.MISMATCH,
        "today": timezone.localdate().isoformat(),
        "longest": LONGEST,
    }


def _stays(row: Discrepancy, actor: Actor) -> list[Occupancy]:
    rows = Occupancy.objects.visible_to(actor).filter(
        enterprise=row.enterprise_id, during__contains=timezone.localdate()
    )
    seats = rows.select_related("building").prefetch_related("unit_links__unit")
    return list(seats.order_by("start", "pk")) if row.enterprise_id else []


def _registration(row: Discrepancy, actor: Actor) -> Registration | None:
    """Of the list in force: the one named, else the one the firm was paired with."""
    rows = in_force(Registration.objects.visible_to(actor)).select_related(
        "building", "delivery__provider"
    )
    if row.registered:
        return rows.filter(subject=row.registered).first()
    pairs = Pairing.objects.visible_to(actor).filter(enterprise=row.enterprise_id)
    return rows.filter(pk__in=pairs.order_by().values("registration")).first()


@login_required
@require_POST
def act(request: Request, pk: int) -> HttpResponse:
    row = get_object_or_404(Discrepancy.objects.visible_to(request.actor), pk=pk)
    try:
        _settle(row, request)
        messages.success(request, f"已办结：{row.name}（{row.get_kind_display()}）。")
        return redirect("matching-discrepancy", pk)
    except SettlingRefused as refusal:
        context = _context(row, request.actor) | {
            "trouble": str(refusal),
            "given": request.POST,
        }
        return render(request, "matching/discrepancy.html", context, status=422)


def _settle(row: Discrepancy, request: Request) -> None:
    move = request.POST.get("move")
    if move == "right":
        reason = request.POST.get("reason", "")
        settle_as_right(discrepancies=[row.pk], reason=reason, actor=request.actor)
    elif move == "correct":
        correct(discrepancy=row, actor=request.actor)
    elif move == "visit":
        form = VisitForm(request.POST)
        if not form.is_valid():
            raise SettlingRefused(next(iter(form.errors.values()))[0])
        told = form.cleaned_data
        settle_by_visit(
            discrepancy=row,
            outcome=told["outcome"],
            day=told["day"],
            findings=told["findings"],
            actor=request.actor,
        )
    else:
        raise SettlingRefused("没有这个操作，请刷新页面后重试。")
