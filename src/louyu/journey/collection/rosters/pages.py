"""粘贴名单页: the list is pasted, compared, looked through and handed in with the month."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from louyu.engines.tables import Refused
from louyu.journey.collection.answering import (
    Answers,
    NotComplete,
    Overtaken,
    TenantSaid,
    hand_in,
)
from louyu.journey.collection.forms import HandInForm
from louyu.journey.collection.models import Duty, Verdict
from louyu.journey.collection.queries import answerable, is_open
from louyu.journey.collection.rosters.comparing import Comparison, compared
from louyu.journey.collection.rosters.reading import HEADER, LIMITS, lines_of, text_of
from louyu.journey.collection.sheet import Sheet, sheet_of
from louyu.journey.collection.workflow import ANSWERABLE
from louyu.kernel.requests import Request
from louyu.kernel.states import TransitionRefused
from louyu.registers.occupancy.services import ReportRefused

LONGEST = 200_000
OVERTAKEN = "这一页打开之后，有人提交过或退回过这幢楼。下面已按最新情况重新对照，请看过再提交。"
BROKEN = "没有提交：下面标红的项目需要改正，已填的都还在。"


class RosterForm(forms.Form):
    text = forms.CharField(
        max_length=LONGEST,
        required=False,
        strip=False,
        error_messages={"max_length": "名单太长，请只留这幢楼的企业。"},
    )
    file = forms.FileField(
        required=False, error_messages={"empty": "文件是空的，请确认选对了文件。"}
    )

    def clean(self) -> dict[str, Any]:
        """A file is turned into the text that the page shows and sends again."""
        told: dict[str, Any] = super().clean() or {}
        if self.errors:
            return told
        try:
            if told.get("file"):
                told["text"] = _text_of_file(told["file"])
            if not told["text"].strip():
                raise forms.ValidationError("请粘贴名单，或选择一个文件。")
            told["lines"] = lines_of(told["text"])
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return told


def _text_of_file(file: Any) -> str:
    if file.size > LIMITS.file_bytes:
        raise Refused("文件超过 2 MB，请只留这幢楼的企业。")
    with TemporaryDirectory(prefix="louyu-roster-") as folder:
        path = Path(folder) / "list"
        path.write_bytes(file.read())
        return text_of(path)


@login_required
def show(request: Request, pk: int) -> HttpResponse:
    duties = answerable(request.actor).select_related("cycle", "building", "place", "liaison")
    duty = get_object_or_404(duties, pk=pk)
    if duty.state not in ANSWERABLE or not is_open(duty):
        return redirect(duty)
    context = {"duty": duty, "columns": HEADER.split("\t")}
    if request.method != "POST":
        return render(request, "collection/roster.html", context | {"form": RosterForm()})
    form = RosterForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "collection/roster.html", context | {"form": form}, status=422)
    told = compared(duty, form.cleaned_data["lines"])
    text = form.cleaned_data["text"]
    if "confirm" in request.POST and not request.FILES:
        return _confirmed(request, duty, told, text)
    return _shown(request, duty, told, text)


def _confirmed(request: Request, duty: Duty, told: Comparison, text: str) -> HttpResponse:
    sheet = _sheet(request, duty, told, request.POST)
    form = HandInForm(request.POST)
    # Each part is asked, so that every error is told at once.
    if not all([part.is_valid() for part in (form, *sheet.forms)]):  # noqa: C419
        return _shown(request, duty, told, text, sheet=sheet, form=form, trouble=BROKEN)
    missing = {one.stay.pk for one in told.missing}
    said = [one.form.said for one in sheet.tenants if one.form.said]
    if unsaid := missing - {one.stay.pk for one in said}:
        trouble = f"名单上没有的还有 {len(unsaid)} 家没有核对，请逐家选择。"
        return _shown(request, duty, told, text, sheet=sheet, form=form, trouble=trouble)
    try:
        hand_in(
            duty=duty,
            key=form.cleaned_data["key"],
            base=form.cleaned_data["base"],
            answers=_answers(request, told, sheet, said, form.cleaned_data),
            actor=request.actor,
        )
    except Overtaken:
        duty.refresh_from_db()
        return _shown(request, duty, told, text, sheet=sheet, trouble=OVERTAKEN, status=409)
    except (NotComplete, ReportRefused, TransitionRefused) as refusal:
        return _shown(request, duty, told, text, sheet=sheet, form=form, trouble=str(refusal))
    messages.success(request, f"{duty.building}：{duty.cycle.words}已提交。")
    return redirect(duty)


def _answers(
    request: Request,
    told: Comparison,
    sheet: Sheet,
    said: list[TenantSaid],
    form: dict[str, Any],
) -> Answers:
    """Who is on the list and not asked about is told to be there, one by one."""
    asked = {one.tenancy.stay.pk for one in sheet.tenants}
    there = [t.stay for t in told.present if t.stay.pk not in asked]
    chosen = set(request.POST.getlist("new"))
    return Answers(
        tenants=[*said, *(TenantSaid(stay, Verdict.STAYS) for stay in there)],
        rooms=[room for one in sheet.rooms if (room := one.form.said)],
        rest_unchanged=form["rest"],
        words=form["words"],
        extras=sheet.extras.said,
        explained=sheet.doubts.told if sheet.doubts else {},
        arrivals=[one.arrival for one in told.newcomers if str(one.row) in chosen],
    )


def _sheet(request: Request, duty: Duty, told: Comparison, typed: Any = None) -> Sheet:
    """Asked are the missing ones and whom the month asks about; who is on the list is there."""
    missing = [str(one.stay.pk) for one in told.missing]
    sheet = sheet_of(duty, typed, about=missing, actor=request.actor)
    present = {one.stay.pk for one in told.present}
    for one in sheet.tenants:
        if one.tenancy.stay.pk in present:
            one.form.initial["verdict"] = Verdict.STAYS
    return sheet


def _shown(
    request: Request,
    duty: Duty,
    told: Comparison,
    text: str,
    *,
    sheet: Sheet | None = None,
    form: HandInForm | None = None,
    trouble: str = "",
    status: int = 422,
) -> HttpResponse:
    chosen = request.POST.getlist("new") if sheet else [str(one.row) for one in told.newcomers]
    context = {
        "duty": duty,
        "columns": HEADER.split("\t"),
        "text": text,
        "told": told,
        "sheet": sheet or _sheet(request, duty, told),
        "missing": {one.stay.pk for one in told.missing},
        "chosen": {int(one) for one in chosen if one.isdecimal()},
        "form": form,
        "key": form["key"].value() if form else uuid4(),
        "base": form["base"].value() if form else duty.version,
        "trouble": trouble,
    }
    return render(request, "collection/roster.html", context, status=status if trouble else 200)
