"""统计指标页: figures of a month and a place, what each means, and the rows each rests on."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from louyu.engines.measures import Indicator, Period, PeriodError, months_of
from louyu.journey.statistics import charts
from louyu.journey.statistics.annotations import events_of
from louyu.journey.statistics.indicators import BASIS_VERSION
from louyu.journey.statistics.overview import overview
from louyu.journey.statistics.queries import Reading, reading_of, tax_and_buildings, trend_of
from louyu.journey.statistics.readable import indicator_for, indicators_for
from louyu.journey.statistics.rows import FACTS, by_amount, rows_of, tenant_words, totals_of
from louyu.journey.statistics.selection import Selection, select
from louyu.journey.statistics.services import FiguresRefused, ask_to_compute, may_compute
from louyu.journey.statistics.tax_rows import shown_by
from louyu.journey.statistics.taxes.indicators import TAX_BY_CODE
from louyu.journey.statistics.taxes.retained import RESTS_ON_IT, retained_basis
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


def _indicator(request: Request, code: str) -> Indicator:
    found = indicator_for(request.actor, code)
    if found is None:
        raise Http404
    return found


def _selected(request: Request) -> Selection:
    selection = select(request)
    if selection is None:
        raise Http404
    return selection


@login_required
@require_GET
def definition(request: Request, code: str) -> HttpResponse:
    indicator, selection = _indicator(request, code), _selected(request)
    context: dict[str, Any] = {
        "indicator": indicator,
        "indicators": indicators_for(request.actor),
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
            "rests_on": _rests_on(months[-1]),
            "months": list(reversed(months)),
            "chart": charts.trend(
                [f"{one.period.year % 100}-{one.period.month:02d}" for one in months],
                [one.number for one in months],
                [f"{one.text} {one.unit}" for one in months],
                events.marks(one.period for one in months),
            ),
        }
    return render(request, "statistics/definition.html", context)


def _rests_on(reading: Reading) -> str:
    """What an estimate is told apart by: part of it may be worked out and not told."""
    rests = reading.is_number and reading.indicator.code in RESTS_ON_IT
    return retained_basis(reading.period) if rests else ""


@login_required
@require_GET
def rows(request: Request, code: str) -> HttpResponse:
    indicator, selection = _indicator(request, code), _selected(request)
    if selection.state is None:
        raise Http404
    period = selection.state.month
    if code in TAX_BY_CODE:
        return _tax_rows(request, selection, period, indicator)
    found = rows_of(request.actor, indicator, selection.subject, period)
    sort = request.GET.get("sort", "")
    context = {
        "indicator": indicator,
        "selection": selection,
        "reading": reading_of(request.actor, selection.subject, period, indicator),
        "sort": sort,
        "totals": totals_of(indicator, found),
        "page": Paginator(by_amount(found, sort), PAGE_SIZE).get_page(request.GET.get("page")),
        "facts": FACTS[indicator.facts],
        "says": tenant_words(request.actor, code),
    }
    return render(request, "statistics/rows.html", context)


def _tax_rows(
    request: Request, selection: Selection, period: Period, indicator: Indicator
) -> HttpResponse:
    reading, found = tax_and_buildings(request.actor, selection.subject, period, indicator)
    context = {
        "indicator": indicator,
        "shown_by": shown_by(indicator),
        "rests_on": _rests_on(reading),
        "selection": selection,
        "reading": reading,
        "count": len(found),
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return render(request, "statistics/tax_rows.html", context)


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
