"""涉税专页: what sums say of single payers, for the cleared; every view is in the log."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import polars as pl
from django import forms
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from louyu.kernel.requests import Request
from louyu.registers.taxation.access import log_view
from louyu.registers.taxation.concentration import Concentration, concentrations
from louyu.registers.taxation.exports import ENDINGS, YUAN, Schema, basis_of, tax_file
from louyu.registers.taxation.pages import PAGE_SIZE, PurposeForm
from louyu.registers.taxation.readers import reads_whole_district
from louyu.registers.taxation.record import records_for
from louyu.registers.taxation.selection import Selection, select
from louyu.registers.taxation.unplaced import WHAT, Unplaced, unplaced

CONCENTRATION, WHY = "税收集中度", "查看税收集中度"
MOST = 200  # payers on the screen; the file has all of them
PERCENT = pl.Decimal(None, 2)


@login_required
@require_GET
def concentration(request: Request) -> HttpResponse:
    selection, found = _concentrated(request, "html")
    page = Paginator(found[:-1], PAGE_SIZE).get_page(request.GET.get("page"))
    whole = found[-1] if found else None
    context = {"selection": selection, "display": selection.display, "page": page, "whole": whole}
    return _kept_nowhere(request, "taxation/concentration.html", context)


@login_required
@require_GET
def concentration_file(request: Request, ending: str) -> HttpResponseBase:
    if ending not in ENDINGS:
        raise Http404
    selection, found = _concentrated(request, ending)
    shown = selection.display
    rows = [
        (
            one.row.name,
            f"{shown.tax.year}年{shown.whole}",
            one.payers,
            one.yuan,
            *map(_percent, (one.largest, one.five_largest)),
            one.carrying,
        )
        for one in found
    ]
    schema: Schema = {"范围": pl.String, "统计期": pl.String, "纳税户数": pl.Int64}
    schema |= {"按户税收（元）": YUAN, "最大1户占比（%）": PERCENT, "最大5户占比（%）": PERCENT}
    frame = pl.DataFrame(rows, schema=schema | {"占到80%的户数": pl.Int64}, orient="row")
    name = f"{selection.name}{CONCENTRATION}"
    return tax_file(request, name, ending, frame, [name, *basis_of(shown)])


def _percent(share: Decimal | None) -> Decimal | None:
    return None if share is None else (share * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _concentrated(request: Request, form: str) -> tuple[Selection, list[Concentration]]:
    """With its line in the log; not there for whoever is not cleared."""
    selection = select(request)
    if not selection.display.reader.cleared:
        raise Http404
    found = concentrations(selection.display)
    what = f"{CONCENTRATION}·{selection.name}"
    log_view(request.actor, purpose=WHY, what=what, rows=len(found), form=form)
    return selection, found


class UnplacedForm(PurposeForm):
    """`month`: a number, or all of the year's that were delivered."""

    month = forms.TypedChoiceField(label="月份", coerce=int, empty_value=None, required=False)

    def __init__(self, months: list[date], *args: Any) -> None:
        super().__init__(*args)
        choices = [("", "全年各月"), *((str(one.month), f"{one.month}月") for one in months)]
        self.fields["month"].choices = choices  # type: ignore[attr-defined]


@login_required
@require_http_methods(["GET", "POST"])
def unplaced_payers(request: Request, year: int) -> HttpResponseBase:
    """After a purpose was given; on the screen the greatest, in a file all of them."""
    if not reads_whole_district(request.actor):
        raise Http404
    months = sorted(
        {one.period for one in records_for(request.actor).deliveries if one.period.year == year}
    )
    if not months:
        raise Http404
    form = UnplacedForm(months, request.POST or None)
    context: dict[str, Any] = {"year": year, "form": form, "what": WHAT}
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return _kept_nowhere(request, "taxation/unplaced.html", context, status)
    chosen, ending = form.cleaned_data, form.cleaned_data["form"]
    asked = [one for one in months if chosen["month"] in (None, one.month)]
    found = unplaced(
        request.actor,
        asked,
        purpose=chosen["purpose"],
        form=ending,
        most=MOST if ending == "html" else None,
    )
    if ending != "html":
        return _unplaced_file(request, found, year, ending)
    return _kept_nowhere(request, "taxation/unplaced.html", context | {"found": found})


def _unplaced_file(request: Request, found: Unplaced, year: int, ending: str) -> HttpResponseBase:
    rows = [
        (one.name, one.code, one.why, one.months, f"{one.last:%Y-%m}", one.yuan)
        for one in found.payers
    ]
    schema: Schema = {"纳税人名称": pl.String, "纳税人识别号": pl.String, "原因": pl.String}
    schema |= {"涉及月数": pl.Int64, "最近月份": pl.String, "金额（元）": YUAN}
    name = f"{year}年{WHAT}"
    head = [name, f"查阅目的：{found.purpose}", *(one.sentence for one in found.withheld)]
    return tax_file(request, name, ending, pl.DataFrame(rows, schema=schema, orient="row"), head)


def _kept_nowhere(
    request: Request, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Marked with who looks, and not stored on the way."""
    context["mark"] = f"{request.actor.name} {timezone.localtime():%Y-%m-%d %H:%M}"
    response = render(request, template, context, status=status)
    response["Cache-Control"] = "no-store"
    return response
