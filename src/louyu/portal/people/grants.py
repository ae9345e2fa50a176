"""授权复核页: what waits for a second administrator, and the record of all that was decided."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from louyu.kernel.requests import Request
from louyu.registers.organizations.grants import GrantRefused, decide, deciders, on_duty
from louyu.registers.organizations.models import ADMINISTRATORS, Grant, GrantState

PER_PAGE = 50
STEPS = {"approve": "批准", "refuse": "退回"}


@login_required
@require_GET
def grants(request: Request) -> HttpResponse:
    if not request.actor.holds(*ADMINISTRATORS):
        raise Http404
    rows = _rows(request)
    waiting = list(rows.filter(state=GrantState.PROPOSED))
    administrators = on_duty()
    told = [(grant, deciders(grant, administrators)) for grant in waiting]
    decided = rows.exclude(state=GrantState.PROPOSED)
    context = {
        "waiting": [
            (grant, people, any(one.pk == request.actor.user_id for one in people))
            for grant, people in told
        ],
        "page": Paginator(decided, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "people/grants.html", context)


@login_required
@require_POST
def grants_decide(request: Request) -> HttpResponse:
    """One or many ticked at once; each stands for itself, and what was refused is told."""
    step = request.POST.get("step", "")
    if not request.actor.holds(*ADMINISTRATORS) or step not in STEPS:
        raise Http404
    ticked = [int(pk) for pk in request.POST.getlist("grant") if pk.isdigit()]
    done = 0
    for grant in _rows(request).filter(pk__in=ticked):
        try:
            decide(grant, step, actor=request.actor, reason=request.POST.get("reason", ""))
            done += 1
        except GrantRefused as refusal:
            messages.error(request, f"{grant.user.name}·{grant}：{refusal}")
    if done:
        messages.success(request, f"已{STEPS[step]} {done} 项，即时生效。")
    elif not ticked:
        messages.error(request, "没有选中申请，请先勾选。")
    return redirect("grants")


def _rows(request: Request) -> QuerySet[Grant]:
    return Grant.objects.visible_to(request.actor).select_related(
        "user", "place", "organization", "proposed_by", "decided_by"
    )
