"""疑点页面: what waits to be mended or answered for; how the checks themselves go."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from louyu.engines.checks import Severity
from louyu.journey.verification.findings import trends
from louyu.journey.verification.findings.answering import AnswerRefused, answer
from louyu.journey.verification.findings.listing import listing, open_by_code
from louyu.journey.verification.findings.models import Finding
from louyu.kernel.requests import Request
from louyu.registers.organizations.models import Role

READERS = (Role.OFFICE, Role.LEADER, Role.STREET, Role.LIAISON, Role.OPERATOR)
KEEPERS = (Role.OFFICE, Role.SYSTEM_ADMIN)


@login_required
def index(request: Request) -> HttpResponse:
    if not request.actor.holds(*READERS):
        raise PermissionDenied
    told = listing(request.actor, request.GET)
    kept = {name: value for name, value in request.GET.items() if name != "state" and value}
    context = {
        "listing": told,
        "page": told.page,
        "severities": list(Severity),
        "query": urlencode({k: v for k, v in kept.items() if k != "page"}),
        "back": request.GET.urlencode(),
    }
    return render(request, "findings/list.html", context)


@login_required
@require_POST
def act(request: Request, pk: int) -> HttpResponse:
    """Answered for; what was asked for in the list stays asked for."""
    finding = get_object_or_404(Finding.objects.visible_to(request.actor), pk=pk)
    try:
        answer(finding=finding, text=request.POST.get("answer", ""), actor=request.actor)
    except AnswerRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"情况说明已登记：{finding.label}")
    asked = request.GET.urlencode()
    return redirect(f"{reverse('doubts')}?{asked}" if asked else "doubts")


@login_required
def moved(request: Request, pk: int = 0) -> HttpResponse:
    return redirect("doubts")


@login_required
def integrity(request: Request) -> HttpResponse:
    """Numbers for whoever keeps the system; the rows are opened by who may see them."""
    if not request.actor.holds(*KEEPERS):
        raise PermissionDenied
    told = trends.lines(request.actor, open_by_code(request.actor))
    days = [one.last.day for one in told if one.last]
    context = {
        "groups": [
            ("登记资料的完整性", [one for one in told if one.check.standing]),
            ("各楼的数据", [one for one in told if not one.check.standing]),
        ],
        "last_day": max(days, default=None),
        "runs": trends.RUNS,
        "opens_rows": request.actor.holds(Role.OFFICE),
        "width": trends.WIDTH,
        "height": trends.HEIGHT,
    }
    return render(request, "findings/integrity.html", context)
