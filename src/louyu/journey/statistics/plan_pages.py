"""计划页: one plan with its targets, how far each has come and who answers for it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from louyu.journey.statistics.division import Division, divisions_of
from louyu.journey.statistics.models import Plan
from louyu.journey.statistics.scope import OFFICIALS
from louyu.kernel.requests import Request
from louyu.kernel.resource import resource


def for_officials(patterns: list[URLPattern]) -> list[URLPattern]:
    """Targets and earlier figures name tax: their pages do not exist for anybody else."""
    for pattern in patterns:
        pattern.callback = _gated(pattern.callback)
    return patterns


def _gated(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    @login_required
    def gated(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.actor.holds(*OFFICIALS):
            raise Http404
        return view(request, *args, **kwargs)

    return gated


@login_required
@require_GET
def plan(request: Request, pk: int) -> HttpResponse:
    shown = get_object_or_404(Plan.objects.visible_to(request.actor), pk=pk)
    day = timezone.localdate()
    context = {
        "plan": shown,
        "groups": _by_place(divisions_of(shown, request.actor, day)),
        "is_over": shown.end < day,
        "has_begun": shown.start <= day,
        "until": min(day, shown.end),
        "edit": _edit(request, shown),
    }
    return render(request, "statistics/plan.html", context)


def _by_place(lines: list[Division]) -> list[tuple[str, list[Division]]]:
    """The district's own targets first, then each street's, in the order of the places."""
    places = {line.whole.target.place for line in lines}
    ordered = sorted(places, key=lambda place: (place.level != "district", place.path))
    return [(str(p), [line for line in lines if line.whole.target.place == p]) for p in ordered]


def _edit(request: Request, shown: Plan) -> str:
    may = resource("plans").may_write(request.actor)
    return reverse("plans-edit", args=[shown.pk]) if may else ""
