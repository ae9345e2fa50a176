"""认定台页面: side by side, one key each; a batch above a score; what was said, taken back."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from louyu.journey.matching.desk.deciding import VerdictRefused, decide, undo
from louyu.journey.matching.desk.listing import LIKELY, VIEWS, desk, likely
from louyu.journey.matching.models import PairingVerdict
from louyu.journey.matching.registrations import period_in_force
from louyu.journey.matching.scope import DECIDERS, READERS
from louyu.kernel.requests import Request

SAID = {"same": True, "apart": False}


@login_required
def index(request: Request) -> HttpResponse:
    if not request.actor.holds(*READERS):
        raise PermissionDenied
    told = desk(request.actor, request.GET)
    context = {
        "desk": told,
        "page": told.page,
        "views": VIEWS.items(),
        "query": "" if told.asked.view == "asked" else f"view={told.asked.view}",
        "may_decide": request.actor.holds(*DECIDERS),
        "likely": likely(request.actor) if told.likely and told.asked.view == "asked" else (),
        "least": LIKELY,
        "period": period_in_force(),
    }
    return render(request, "matching/desk.html", context)


@login_required
@require_POST
def act(request: Request) -> HttpResponse:
    """`pair`: pairing:registration as shown; one of them, or those ticked of a batch."""
    if not request.actor.holds(*READERS):
        raise PermissionDenied
    told = request.POST
    shown = [_pair(text) for text in told.getlist("pair")]
    pairs = [pair for pair in shown if pair]
    says = SAID.get(told.get("verdict", ""))
    if says is None or not pairs or len(pairs) < len(shown):
        messages.error(request, "没有选择要认定的，请勾选后再提交。")
        return redirect("matching-pairs")
    batch = str(uuid4()) if "batch" in told else ""
    try:
        verdicts = decide(pairs=pairs, is_same=says, actor=request.actor, batch=batch)
    except VerdictRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("matching-pairs")
    words = "是同一家" if says else "不是同一家"
    what = f"{len(verdicts)} 对" if batch else f"“{verdicts[0].enterprise.name}”"
    messages.success(request, f"已认定{what}{words}。可在“已认定”里撤销。")
    back = reverse("matching-pairs")
    return redirect(f"{back}?view=machine" if told.get("view") == "machine" else back)


def _pair(text: str) -> tuple[int, int] | None:
    pairing, _, registration = text.partition(":")
    known = pairing.isdecimal() and registration.isdecimal() and len(text) < 32
    return (int(pairing), int(registration)) if known else None


@login_required
@require_POST
def undo_act(request: Request, pk: int) -> HttpResponse:
    """One verdict, or with `batch` all that were given together with it."""
    rows = PairingVerdict.objects.visible_to(request.actor)
    get_object_or_404(rows, pk=pk)
    chosen = rows.filter(pk=pk)
    batch = chosen.values_list("batch", flat=True).first()
    if batch and "batch" in request.POST:
        chosen = rows.filter(batch=batch)
    try:
        count = undo(verdicts=chosen, actor=request.actor)
        messages.success(request, f"已撤销 {count} 条认定，这些企业回到“待认定”。")
    except VerdictRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse('matching-pairs')}?view=said")
