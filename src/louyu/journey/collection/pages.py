"""采集页面: the buildings a person is to look after this month, and the page of one of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from louyu.journey.collection.answering import (
    Answers,
    NotComplete,
    Overtaken,
    hand_in,
)
from louyu.journey.collection.explaining import doubts_of
from louyu.journey.collection.forms import HandInForm
from louyu.journey.collection.models import Cycle, CycleKind, Duty, DutyState
from louyu.journey.collection.queries import WAITING, answerable, is_open, open_again
from louyu.journey.collection.sheet import Sheet, sheet_of
from louyu.journey.collection.telling import told_in
from louyu.journey.collection.workflow import ANSWERABLE
from louyu.kernel.requests import Request
from louyu.kernel.states import TransitionRefused
from louyu.registers.occupancy.services import ReportRefused

OVERTAKEN = (
    "这一页打开之后，有人提交过或退回过这幢楼。您填的都还在，请对照下面的最新情况再提交一次。"
)

MOVED = (
    "有 {} 家在您打开这一页之后已登记迁出，不在名单里了，对它的回答没有采用；"
    "其余的都还在，请核对后再提交一次。"
)


@login_required
def index(request: Request) -> HttpResponse:
    """The newest month, with what is still to be done in earlier ones and in the census."""
    newest = Cycle.objects.visible_to(request.actor).filter(kind=CycleKind.MONTH).first()
    late = Q(state__in=WAITING) & (Q(cycle__closed_at=None) | open_again())
    rows = list(
        answerable(request.actor)
        .filter(Q(cycle=newest) | late)
        .select_related("building", "place", "cycle")
        .annotate(asked=Count("questions"))
        .order_by("cycle__month", "building__name_sort", "pk")
    )
    context = {
        "cycle": newest,
        "waiting": [row for row in rows if row.state in WAITING],
        "handed_in": [row for row in rows if row.state not in WAITING],
        "days_left": (newest.due_on - timezone.localdate()).days if newest else 0,
    }
    return render(request, "collection/duties.html", context)


@login_required
def show(request: Request, pk: int) -> HttpResponse:
    duties = answerable(request.actor).select_related("cycle", "building", "place", "liaison")
    duty = get_object_or_404(duties, pk=pk)
    if request.method == "POST":
        return _handed_in(request, duty)
    may_answer = duty.state in ANSWERABLE and is_open(duty)
    if not may_answer or (duty.state == DutyState.SUBMITTED and "again" not in request.GET):
        return _receipt(request, duty, may_answer=may_answer)
    sheet = sheet_of(duty, about=request.GET.getlist("about"), actor=request.actor)
    return _asked(request, sheet)


def _handed_in(request: Request, duty: Duty) -> HttpResponse:
    form = HandInForm(request.POST)
    picked = (*request.POST.getlist("about"), *request.POST.getlist("pick"))
    sheet = sheet_of(duty, request.POST, about=picked, actor=request.actor)
    if "pick" in request.POST:  # one more tenant to be answered for by itself; nothing is saved
        return _asked(request, sheet, form=form)
    # Each part is asked, so that every error is told at once.
    if not all([part.is_valid() for part in (form, *sheet.forms)]):  # noqa: C419
        return _asked(request, sheet, form=form, status=422)
    if moved := sheet.unplaced(request.POST):
        return _asked(request, sheet, form=form, trouble=MOVED.format(moved), status=422)
    told = form.cleaned_data
    answers = Answers(
        tenants=[said for one in sheet.tenants if (said := one.form.said)],
        rooms=[room for one in sheet.rooms if (room := one.form.said)],
        rest_unchanged=told["rest"],
        words=told["words"],
        extras=sheet.extras.said,
        explained=sheet.doubts.told if sheet.doubts else {},
    )
    try:
        hand_in(duty=duty, key=told["key"], base=told["base"], answers=answers, actor=request.actor)
    except Overtaken:
        return _asked(request, sheet, form=form, trouble=OVERTAKEN, status=409)
    except (NotComplete, ReportRefused, TransitionRefused) as refusal:
        return _asked(request, sheet, form=form, trouble=str(refusal), status=422)
    messages.success(request, f"{duty.building}：{duty.cycle.words}已提交。")
    return redirect(duty)


def _asked(
    request: Request,
    sheet: Sheet,
    *,
    form: HandInForm | None = None,
    trouble: str = "",
    status: int = 200,
) -> HttpResponse:
    # A page that was overtaken is another sending: its old key already has an answer or none.
    # Any other comes back with what it was made from: who handed in meanwhile is still shown.
    again = form if form is not None and status != 409 else None
    key, base = (again[name].value() for name in ("key", "base")) if again else _anew(sheet)
    sent = sheet.duty.submissions.order_by().values_list("key", flat=True)
    context: dict[str, Any] = {
        "duty": sheet.duty,
        "keys": " ".join(map(str, sent)),
        "sheet": sheet,
        "key": key,
        "base": base,
        "form": form,
        "trouble": trouble,
        "broken": bool(form and (form.errors or any(part.errors for part in sheet.forms))),
        "days_left": (sheet.duty.cycle.due_on - timezone.localdate()).days,
        "several": answerable(request.actor).filter(cycle=sheet.duty.cycle).count() > 1,
        "returned": sheet.duty.state == DutyState.RETURNED,
        "overtaken": status == 409,
    }
    return render(request, "collection/duty.html", context, status=status)


def _anew(sheet: Sheet) -> tuple[UUID, int]:
    return uuid4(), sheet.duty.version


def _receipt(request: Request, duty: Duty, *, may_answer: bool) -> HttpResponse:
    submissions = list(duty.submissions.order_by("-number"))
    context: dict[str, Any] = {
        "duty": duty,
        "submissions": submissions,
        # A draft is dropped when the sending it belongs to is among these.
        "keys": " ".join(str(one.key) for one in submissions),
        "may_change": may_answer,
        "doubts": doubts_of(duty, request.actor),
    }
    if submissions:
        context |= told_in(submissions[0])
    return render(request, "collection/receipt.html", context)
