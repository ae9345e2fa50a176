"""七列汇总页: the table by district, street and building, and the firms behind its numbers."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from louyu.journey.matching.summary.exports import firms_file
from louyu.journey.matching.summary.rows import Rows, rows, standing
from louyu.journey.matching.summary.table import BUILDINGS, PLACES, WHOLE, one_building, summary
from louyu.kernel.requests import Request
from louyu.registers.taxation.access import reading
from louyu.registers.taxation.pages import PurposeForm

PAGE_SIZE = 50
WHAT = "七列汇总明细：{column}，{subject}"


@login_required
@require_GET
def index(request: Request) -> HttpResponse:
    shown = summary(request.actor, request.GET, timezone.localdate())
    context: dict[str, Any] = {"summary": shown}
    if shown:
        whole = shown.place.name if shown.place.parent_id else "全区"
        context["tabs"] = [(WHOLE, whole), (PLACES, "街道、园区"), (BUILDINGS, "楼宇")]
        if shown.asked.level != WHOLE:
            page = Paginator(shown.lines, PAGE_SIZE).get_page(request.GET.get("page"))
            context["page"] = page
    return render(request, "summary/index.html", context)


@login_required
@require_GET
def building(request: Request, pk: int) -> HttpResponse:
    """One line of the table; for the page of the building without the frame."""
    shown = one_building(request.actor, pk, timezone.localdate())
    template = "summary/_building.html" if request.htmx else "summary/building.html"
    return render(request, template, {"summary": shown, "line": shown.lines[0]})


@login_required
@require_http_methods(["GET", "POST"])
def firms(request: Request) -> HttpResponseBase:
    """Those of a column of tax after the cleared said why, each page of them logged."""
    asked = rows(request.actor, request.GET)
    if not asked.column.taxed:
        page = Paginator(asked.found, PAGE_SIZE).get_page(request.GET.get("page"))
        return _answer(request, asked, {"page": page, "firms": asked.firms(page)})
    form = PurposeForm(request.POST or None)
    if not (request.method == "POST" and form.is_valid()):
        return _answer(request, asked, {"form": form}, 422 if form.is_bound else 200)
    told = form.cleaned_data
    what = WHAT.format(column=asked.column.label, subject=asked.subject.name)[:200]
    with reading(
        request.actor,
        purpose=told["purpose"],
        what=what,
        building=asked.subject.building,
        form=told["form"],
    ) as view:
        found = standing(view, asked)
        if told["form"] != "html":
            chosen = view.shown(found)
            return firms_file(request, asked, asked.firms(chosen), told["form"], told["purpose"])
        page = Paginator(found, PAGE_SIZE).get_page(request.POST.get("page"))
        shown = asked.firms(view.shown(list(page)))
    mark = f"{request.actor.name} {timezone.localtime():%Y-%m-%d %H:%M}"
    context = {"page": page, "firms": shown, "mark": mark, "purpose": told["purpose"]}
    return _answer(request, asked, context)


def _answer(
    request: Request, asked: Rows, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    context |= {"rows": asked, "column": asked.column, "subject": asked.subject}
    response = render(request, "summary/rows.html", context, status=status)
    if asked.column.taxed:
        response["Cache-Control"] = "no-store"
    return response
