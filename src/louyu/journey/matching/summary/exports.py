"""七列导出: what the screen shows and nothing more, with 口径, months, time and person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404
from django.utils import timezone
from django.views.decorators.http import require_GET

from louyu.engines.disclosure import HIDDEN
from louyu.journey.matching.summary.entries import Line
from louyu.journey.matching.summary.rows import Firm, Rows, rows
from louyu.journey.matching.summary.table import BUILDINGS, WHOLE, Summary, summary
from louyu.kernel.requests import Request
from louyu.registers.taxation.exports import ENDINGS, tax_file

WHY_HIDDEN = "有一边不足 3 户，或与其他行相加减可以推算的，按披露规则不予显示"


@login_required
@require_GET
def table(request: Request, ending: str) -> FileResponse:
    shown = summary(request.actor, request.GET, timezone.localdate())
    if ending not in ENDINGS or shown is None:
        raise Http404
    name = f"{shown.place.name}登记税收入驻七列汇总"
    head = [f"{shown.list_words}；{shown.tax_words}税款；{shown.facts.day:%Y-%m-%d} 名册"]
    for entry, period, coverage in shown.described:
        words = [f"{entry.column.label}：{entry.column.basis}", period, coverage]
        head.append("；".join(word for word in words if word))
    if shown.taxes:
        head += [one.sentence for one in shown.taxes.withheld]
    if shown.hides:
        head.append(f"“{HIDDEN}”：{WHY_HIDDEN}")
    return tax_file(request, name, ending, _frame(shown), head)


def _frame(shown: Summary) -> pl.DataFrame:
    whole = shown.asked.level == WHOLE
    lines = [] if whole else list(shown.lines)
    names = [line.subject.name for line in lines]
    if whole or shown.has_total:
        lines, names = [*lines, shown.total], [*names, f"合计·{shown.place.name}"]
    columns = [_words("名称", names)]
    if shown.asked.level == BUILDINGS:
        columns.append(_words("街道/园区", [line.subject.place.name for line in lines]))
    for at, column in enumerate(shown.columns):
        entries = [line.entries[at] for line in lines]
        dtype: Any = pl.Decimal(None, 2) if column.is_area else pl.Int64
        header = f"{column.label}（{column.unit}）"
        columns.append(pl.Series(header, [one.number for one in entries], dtype=dtype))
        if column.asked:
            beside = [one.beside if one.number is not None else None for one in entries]
            columns.append(pl.Series(f"{column.label}：另待认定", beside, dtype=pl.Int64))
    return pl.DataFrame([*columns, _words("说明", [_silences(line) for line in lines])])


def _silences(line: Line) -> str:
    told = (f"{one.column.label}：{one.word}" for one in line.entries if one.number is None)
    return "；".join(told)


def _words(label: str, values: Sequence[str]) -> pl.Series:
    return pl.Series(label, list(values), dtype=pl.String)


@login_required
@require_GET
def firms(request: Request, ending: str) -> FileResponse:
    """Of a column of tax only through the page, which asks why."""
    asked = rows(request.actor, request.GET)
    if ending not in ENDINGS or asked.column.taxed:
        raise Http404
    return firms_file(request, asked, asked.firms(asked.found), ending)


def firms_file(
    request: Request, asked: Rows, told: Sequence[Firm], ending: str, purpose: str = ""
) -> FileResponse:
    frame = pl.DataFrame(
        [
            _words("企业", [one.name for one in told]),
            _words("统一社会信用代码", [one.code for one in told]),
            _words("在驻楼宇", [one.seat_words for one in told]),
            _words("登记名称", [one.registered_name for one in told]),
            _words("登记状态", [one.status_words for one in told]),
            _words("登记住所", [one.address for one in told]),
            _words("登记楼宇", [one.sited_in for one in told]),
            _words("依据", [one.evidence for one in told]),
        ]
    )
    head = [
        f"{asked.subject.name}；{asked.column.label}：{asked.column.basis}",
        f"共 {frame.height} 家",
        *([f"查阅目的：{purpose}"] if purpose else []),
    ]
    name = f"{asked.subject.name}{asked.column.label}"
    return tax_file(request, name, ending, frame, head)
