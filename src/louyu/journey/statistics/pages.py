"""统计指标页: figures of a month and a place, what each means, and the rows each rests on."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from louyu.engines.measures import Indicator, PeriodError, months_of
from louyu.journey.statistics import charts
from louyu.journey.statistics.annotations import events_of
from louyu.journey.statistics.indicators import BASIS_VERSION, BY_CODE, INDICATORS
from louyu.journey.statistics.overview import overview
from louyu.journey.statistics.queries import reading_of, trend_of
from louyu.journey.statistics.rows import FACTS, by_amount, rows_of, totals_of
from louyu.journey.statistics.selection import Selection, select
from louyu.journey.statistics.services import FiguresRefused, ask_to_compute, may_compute
from louyu.kernel.requests import Request

PAGE_SIZE = 50


@login_required
@require_GET
def index(request: Request) -> HttpResponse:
    selection = select(request)
    shown = None
    if selection and selection.state:
        sort = request.GET.get("sort", "")
        shown = overview(request.actor, selection.subject, selection.state, sort)
    context = {
        "selection": selection,
        "overview": shown,
        "may_compute": may_compute(request.actor),
        "basis_version": BASIS_VERSION,
    }
    return render(request, "statistics/index.html", context)


def _indicator(code: str) -> Indicator:
    if code not in BY_CODE:
        raise Http404
    return BY_CODE[code]


def _selected(request: Request) -> Selection:
    selection = select(request)
    if selection is None:
        raise Http404
    return selection


@login_required
@require_GET
def definition(request: Request, code: str) -> HttpResponse:
    indicator, selection = _indicator(code), _selected(request)
    context: dict[str, Any] = {
        "indicator": indicator,
        "indicators": INDICATORS,
        "selection": selection,
        "basis_version": BASIS_VERSION,
    }
    if selection.state:
        months = trend_of(request.actor, selection.subject, indicator, selection.state.month)
        first = months[0].period
        events = events_of(request.actor, selection.subject, first, selection.state.month)
        context |= {
            "events": events,
            "reading": months[-1],
            "months": list(reversed(months)),
            "chart": charts.trend(
                [f"{one.period.year % 100}-{one.period.month:02d}" for one in months],
                [one.number for one in months],
                [f"{one.text} {one.unit}" for one in months],
                events.marks(one.period for one in months),
            ),
        }
    return render(request, "statistics/definition.html", context)


@login_required
@require_GET
def rows(request: Request, code: str) -> HttpResponse:
    indicator, selection = _indicator(code), _selected(request)
    if selection.state is None:
        raise Http404
    period = selection.state.month
    reading = reading_of(request.actor, selection.subject, period, indicator)
    found = rows_of(request.actor, indicator, selection.subject, period)
    sort = request.GET.get("sort", "")
    context = {
        "indicator": indicator,
        "selection": selection,
        "reading": reading,
        "sort": sort,
        "totals": totals_of(indicator, found),
        "page": Paginator(by_amount(found, sort), PAGE_SIZE).get_page(request.GET.get("page")),
        "template": FACTS[indicator.facts].template,
    }
    return render(request, "statistics/rows.html", context)


@login_required
@require_POST
def compute(request: Request) -> HttpResponse:
    """Only asks: the months are computed in the background, with progress."""
    if not may_compute(request.actor):
        raise Http404
    try:
        periods = months_of(request.POST.get("period", ""))
        link = f"{reverse('figures')}?period={periods[-1]}"
        return redirect(ask_to_compute(periods=periods, actor=request.actor, link=link))
    except (PeriodError, FiguresRefused) as refusal:
        messages.error(request, str(refusal))
        return redirect("figures")
