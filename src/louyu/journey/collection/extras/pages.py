"""补充问题页面: the office puts and ends them; what was answered, as a table and as a workbook."""

from __future__ import annotations

import logging
from io import BytesIO
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from louyu.engines.measures import Period
from louyu.engines.tables import SheetOut, write_table
from louyu.journey.collection.extras.answers import answered_in
from louyu.journey.collection.extras.asking import asked_in
from louyu.journey.collection.extras.defining import MOST, ExtraRefused, NewExtra, define, end
from louyu.journey.collection.extras.sheets import frame_of
from louyu.journey.collection.models import Cycle, CycleKind, ExtraField
from louyu.journey.collection.opening import OPENERS
from louyu.journey.collection.workflow import REVIEWERS
from louyu.kernel.requests import Request
from louyu.registers.organizations.models import Role

log = logging.getLogger("louyu.export")
PER_PAGE = 50


@login_required
def index(request: Request) -> HttpResponse:
    """What is asked, what was asked before, and the form of another question."""
    if not request.actor.holds(*OPENERS):
        raise PermissionDenied
    today = timezone.localdate()
    if "end" in request.POST:
        return _ended(request)
    form = NewExtra(request.POST if request.method == "POST" else None, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            made = define(form, request.actor)
        except ExtraRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"已加“{made.label}”，从{Period.of(made.since).words}起问。")
            return redirect("collection-extras")
    rows = list(ExtraField.objects.visible_to(request.actor))
    context: dict[str, Any] = {
        "form": form,
        "asked": [one for one in rows if one.ended is None],
        "ended": [one for one in rows if one.ended is not None],
        "most": MOST,
    }
    return render(request, "collection/extras.html", context, status=422 if form.errors else 200)


def _ended(request: Request) -> HttpResponse:
    number = request.POST["end"]
    if not number.isdecimal():
        raise Http404
    field = get_object_or_404(ExtraField.objects.visible_to(request.actor), pk=number[:18])
    end(field, timezone.localdate(), request.actor)
    messages.success(request, f"已结束“{field.label}”，以前填报的都还在。")
    return redirect("collection-extras")


@login_required
@require_GET
def answers(request: Request) -> HttpResponse:
    months, cycle = _month(request)
    context: dict[str, Any] = {"months": months, "cycle": cycle}
    if cycle:
        told = answered_in(cycle, asked_in(cycle), request.actor)
        page = Paginator(told.lines, PER_PAGE).get_page(request.GET.get("page"))
        context |= {"told": told, "page": page, "defines": request.actor.holds(*OPENERS)}
    return render(request, "collection/extra_answers.html", context)


@login_required
@require_GET
def workbook(request: Request) -> FileResponse:
    _, cycle = _month(request)
    if cycle is None:
        raise Http404
    told = answered_in(cycle, asked_in(cycle), request.actor)
    head = [
        f"{settings.SYSTEM_NAME}·补充情况",
        f"月份：{cycle}；范围：{request.actor.name}可见的楼宇，共 {len(told.lines)} 幢填报",
        "问题按填报时的写法列出；空白表示没有填，不是 0，也不是“否”",
        f"导出：{timezone.localtime():%Y-%m-%d %H:%M}，{request.actor.name}",
    ]
    out = BytesIO()
    write_table(out, [SheetOut("补充情况", frame_of(told), head)])
    out.seek(0)
    log.info("extras of %s to user %s", cycle.slug, request.actor.user_id)
    return FileResponse(out, as_attachment=True, filename=f"补充情况{cycle.slug}.xlsx")


def _month(request: Request) -> tuple[list[Cycle], Cycle | None]:
    """The one asked for, else the newest."""
    if not request.actor.holds(*REVIEWERS, Role.LEADER):
        raise PermissionDenied
    months = list(Cycle.objects.visible_to(request.actor).filter(kind=CycleKind.MONTH))
    asked = request.GET.get("month", "")
    return months, next((one for one in months if one.slug == asked), months[0] if months else None)
