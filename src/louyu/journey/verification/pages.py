"""核实台: the month of a street or the district; what waits to be looked at, what is late."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from louyu.journey.collection.models import Cycle, Duty, DutyState, Verdict
from louyu.journey.collection.workflow import REVIEWERS
from louyu.journey.verification.desk import Desk, desk_of
from louyu.journey.verification.services import accept, latest, return_one
from louyu.kernel.requests import Request
from louyu.kernel.scope import Actor
from louyu.kernel.states import TransitionRefused
from louyu.registers.organizations.models import Role

LOOKERS = (*REVIEWERS, Role.LEADER)


def _must_look(actor: Actor) -> None:
    if not actor.holds(*LOOKERS):
        raise PermissionDenied


@login_required
def desk(request: Request) -> HttpResponse:
    _must_look(request.actor)
    months = list(Cycle.objects.visible_to(request.actor))
    asked = request.GET.get("month", "")
    cycle = next((one for one in months if f"{one.month:%Y-%m}" == asked), None)
    cycle = cycle or (months[0] if months else None)
    told: Desk | None = None
    if cycle:
        told = desk_of(cycle, request.actor, place=request.GET.get("place", ""))
    context = {
        "months": months,
        "cycle": cycle,
        "desk": told,
        "today": timezone.localdate(),
        "reviews": request.actor.holds(*REVIEWERS),
    }
    return render(request, "verification/desk.html", context)


@login_required
def show(request: Request, pk: int) -> HttpResponse:
    _must_look(request.actor)
    duty = _duty(request, pk)
    submission = latest(request.actor).filter(duty=duty).select_related("review").first()
    waits = duty.state == DutyState.SUBMITTED
    context: dict[str, Any] = {
        "duty": duty,
        "submission": submission,
        "review": getattr(submission, "review", None),
        "may_review": waits and request.actor.holds(*REVIEWERS),
        "is_own": bool(submission and submission.by_id == request.actor.user_id),
    }
    if submission:
        told = submission.tenant_answers.exclude(verdict=Verdict.STAYS)
        context |= {
            "told": told.select_related("occupancy__enterprise").order_by("pk"),
            "stayed": submission.tenant_answers.filter(verdict=Verdict.STAYS).count(),
            "alone": submission.tenant_answers.filter(
                verdict=Verdict.STAYS, was_asked=True
            ).count(),
            "rooms": submission.unit_answers.select_related("unit").order_by("pk"),
            "questions": duty.questions.select_related("occupancy__enterprise", "unit"),
        }
    return render(request, "verification/duty.html", context)


@login_required
@require_POST
def act(request: Request, pk: int) -> HttpResponse:
    duty = _duty(request, pk)
    try:
        if request.POST.get("move") == "return":
            return_one(duty=duty, reason=request.POST.get("reason", ""), actor=request.actor)
            messages.success(request, f"已退回：{duty.building}")
        else:
            accept(duties=[duty.pk], actor=request.actor)
            messages.success(request, f"已核实：{duty.building}")
    except TransitionRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("verification-duty", pk=duty.pk)
    return redirect("verification")


@login_required
@require_POST
def accept_many(request: Request) -> HttpResponse:
    chosen = {int(one) for one in request.POST.getlist("duty") if one.isdecimal()}
    try:
        done = accept(duties=chosen, actor=request.actor) if chosen else 0
    except TransitionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        told = f"已核实 {done} 幢。" if done else "没有选中任何楼宇，请先勾选。"
        (messages.success if done else messages.warning)(request, told)
    return redirect("verification")


def _duty(request: Request, pk: int) -> Duty:
    seen = Duty.objects.visible_to(request.actor)
    return get_object_or_404(seen.select_related("cycle", "building", "place", "liaison"), pk=pk)
