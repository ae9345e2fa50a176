"""核实台: the month of a street or the district; what waits to be looked at, what is late."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from louyu.journey.collection.answering import expected
from louyu.journey.collection.models import Cycle, Duty, DutyState
from louyu.journey.collection.opening import OPENERS
from louyu.journey.collection.queries import WAITING, is_open
from louyu.journey.collection.telling import told_in
from louyu.journey.collection.workflow import REVIEWERS
from louyu.journey.verification.desk import Desk, desk_of, drawn_for, urging
from louyu.journey.verification.forms import LOOKS, MoveForm, is_number
from louyu.journey.verification.scope import reviews_of
from louyu.journey.verification.services import accept
from louyu.kernel.requests import Request
from louyu.kernel.scope import Actor
from louyu.kernel.states import TransitionRefused
from louyu.registers.organizations.models import Role

LOOKERS = (*REVIEWERS, Role.LEADER)
USUAL_REOPENING = timedelta(days=5)
# More is not chosen from on a page; the reason names the others.
MOST_PROPOSABLE = 200


def _must_look(actor: Actor) -> None:
    if not actor.holds(*LOOKERS):
        raise PermissionDenied


@login_required
def desk(request: Request) -> HttpResponse:
    _must_look(request.actor)
    months = list(Cycle.objects.visible_to(request.actor))
    asked = request.GET.get("month", "")
    cycle = next((one for one in months if one.slug == asked), None)
    cycle = cycle or (months[0] if months else None)
    told: Desk | None = None
    if cycle:
        told = desk_of(cycle, request.actor, place=request.GET.get("place", ""))
    context: dict[str, Any] = {
        "months": months,
        "cycle": cycle,
        "desk": told,
        "today": timezone.localdate(),
        "reviews": request.actor.holds(*REVIEWERS),
        "opens": request.actor.holds(*OPENERS),
    }
    if cycle and told and told.place:
        context |= {
            "sample": drawn_for(cycle, told.place, request.actor),
            "urging": urging(cycle, told, request.build_absolute_uri(reverse("collection"))),
        }
    return render(request, "verification/desk.html", context)


@login_required
def show(request: Request, pk: int) -> HttpResponse:
    _must_look(request.actor)
    duty = _duty(request, pk)
    submission = duty.submissions.order_by("-number").select_related("review").first()
    moves = is_open(duty) and _is_own_to_review(request.actor, duty)
    context: dict[str, Any] = {
        "duty": duty,
        "review": getattr(submission, "review", None),
        "reviews": request.actor.holds(*REVIEWERS),
        "may_review": moves and duty.state == DutyState.SUBMITTED,
        "may_exempt": moves and duty.state in WAITING,
        "may_ask_again": moves and duty.state == DutyState.EXEMPT,
        "may_reopen": request.actor.holds(*OPENERS) and _is_settled(duty),
        "reopenings": duty.reopenings.all(),
        "until": timezone.localdate() + USUAL_REOPENING,
        "is_own": bool(submission and submission.by_id == request.actor.user_id),
    }
    if submission:
        questions = duty.questions.select_related("occupancy__enterprise", "unit")
        context |= told_in(submission) | {"questions": questions}
    if context["may_review"]:
        stays = expected(duty).select_related("enterprise").order_by("enterprise__name", "pk")
        context |= {"stays": stays[:MOST_PROPOSABLE]}
    return render(request, "verification/duty.html", context)


def _is_settled(duty: Duty) -> bool:
    """Closed, or accepted: only a decision of the office takes it up again."""
    return not is_open(duty) or duty.state == DutyState.ACCEPTED


def _is_own_to_review(actor: Actor, duty: Duty) -> bool:
    return Duty.objects.visible_to(actor).filter(reviews_of(actor), pk=duty.pk).exists()


@login_required
@require_POST
def act(request: Request, pk: int) -> HttpResponse:
    duty = _duty(request, pk)
    if not _is_own_to_review(request.actor, duty):
        raise PermissionDenied
    form = MoveForm(request.POST, duty=duty)
    if not form.is_valid():
        for sentences in form.errors.values():
            messages.error(request, " ".join(map(str, sentences)))
        return redirect("verification-duty", pk=duty.pk)
    try:
        done = form.take(request.actor)
    except TransitionRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("verification-duty", pk=duty.pk)
    messages.success(request, f"{done}：{duty.building}")
    if form.cleaned_data["move"] in LOOKS:
        return redirect("verification")
    return redirect("verification-duty", pk=duty.pk)


@login_required
@require_POST
def accept_many(request: Request) -> HttpResponse:
    """Each box says which duty, and which version of it was on the page."""
    chosen = [one.partition(":") for one in request.POST.getlist("duty")]
    looked_at = {
        int(pk): int(version) for pk, _, version in chosen if is_number(pk) and is_number(version)
    }
    try:
        done = accept(looked_at=looked_at, actor=request.actor) if looked_at else 0
    except TransitionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        told = f"已核实 {done} 幢。" if done else "没有选中任何楼宇，请先勾选。"
        (messages.success if done else messages.warning)(request, told)
    return redirect("verification")


def _duty(request: Request, pk: int) -> Duty:
    seen = Duty.objects.visible_to(request.actor)
    return get_object_or_404(seen.select_related("cycle", "building", "place", "liaison"), pk=pk)
