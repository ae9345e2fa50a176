"""比对页面: what was compared and what waits; what has changed; comparing again."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from louyu.journey.matching.discrepancies.listing import open_by_kind, settled_lately
from louyu.journey.matching.jobs import COMPARE, ask_for
from louyu.journey.matching.kinds import MEANS
from louyu.journey.matching.overview import feed, overview
from louyu.journey.matching.registrations import period_in_force
from louyu.journey.matching.scope import DECIDERS, DISTRICT, READERS
from louyu.kernel.jobs.models import Job, JobState
from louyu.kernel.requests import Request


@login_required
def index(request: Request) -> HttpResponse:
    if not request.actor.holds(*READERS):
        raise PermissionDenied
    rows = Job.objects.unscoped("whether a comparison is on its way, and when the last one was")
    runs = rows.filter(kind=COMPARE)
    told, kinds = overview(request.actor), open_by_kind(request.actor)
    context = {
        "told": told,
        "kinds": [(kind, MEANS[kind], count) for kind, count in kinds],
        "open_total": sum(count for _, count in kinds),
        "change_total": sum(count for _, count in told.changes),
        "settled": settled_lately(request.actor),
        "last": runs.filter(state=JobState.SUCCEEDED).order_by("-finished_at").first(),
        "running": runs.filter(state__in=(JobState.QUEUED, JobState.RUNNING)).first(),
        "sees_sites": request.actor.holds(*DISTRICT),
        "may_compare": request.actor.holds(*DECIDERS),
        "key": uuid4(),
        "period": period_in_force(),
    }
    return render(request, "matching/overview.html", context)


@login_required
@require_POST
def compare_act(request: Request) -> HttpResponse:
    """One sending is one comparison."""
    if not request.actor.holds(*DECIDERS):
        raise PermissionDenied
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        messages.error(request, "本页已失效，请刷新页面后再提交一次。")
        return redirect("matching")
    return redirect(ask_for(request.actor, "重新比对", f"matching:{request.actor.user_id}:{key}"))


@login_required
def changes(request: Request) -> HttpResponse:
    if not request.actor.holds(*READERS):
        raise PermissionDenied
    told = feed(request.actor, request.GET)
    context = {"feed": told, "page": told.page, "period": period_in_force()}
    return render(request, "matching/changes.html", context)
