"""导出: progress by street and building, and the list as it was asked for, as one workbook.

No name of a person, no tax: what leaves the system is what the pages count.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from io import BytesIO

import polars as pl
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import FileResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from louyu.engines.tables import SheetOut, write_table
from louyu.initiatives.local_registration.counting import REACHED, Line, progress
from louyu.initiatives.local_registration.models import EntryState
from louyu.initiatives.local_registration.pages import campaign_of
from louyu.initiatives.local_registration.selection import Asked, selected, words
from louyu.kernel.figures import percent
from louyu.kernel.requests import Request

log = logging.getLogger("louyu.export")
BASIS = "；".join(f"{one.label}：{one.means}" for one in REACHED)
FIELDS = (
    ("企业", "enterprise__name"),
    ("统一社会信用代码", "enterprise__uscc"),
    ("楼宇", "building__name"),
    ("街道/园区", "building__place__name"),
    ("进展", "state"),
    ("列入日期", "listed_on"),
    ("走访日期", "visited_on"),
    ("指导日期", "guided_on"),
    ("情况", "words"),
)


@login_required
@require_GET
def workbook(request: Request, pk: int) -> FileResponse:
    campaign, asked = campaign_of(request, pk), Asked.read(request.GET)
    told = progress(campaign, request.actor)
    rows = list(selected(campaign, asked, request.actor).values_list(*(path for _, path in FIELDS)))
    rate = percent(told.rate) if told.rate is not None else "没有列入企业"
    head = [
        f"{settings.SYSTEM_NAME}·{campaign}",
        f"期间：{campaign.start:%Y-%m-%d} 至 {campaign.end:%Y-%m-%d}；依据：{campaign.basis}",
        f"范围：{request.actor.name}可见的楼宇；单位：家；{BASIS}",
        f"属地化整改率（WK08，已在本区登记／列入）：{rate}；只作活动统计，不用于考核、排名和奖补",
        f"导出：{timezone.localtime():%Y-%m-%d %H:%M}，{request.actor.name}",
    ]
    asked_for = words(asked, request.actor) or "无，全部"
    sheets = [
        SheetOut("分街道", _counts(told.streets, "街道/园区"), head),
        SheetOut("分楼宇", _counts(told.buildings, "楼宇"), head),
        SheetOut("名单", _frame(rows), [*head, f"筛选：{asked_for}；共 {len(rows)} 家"]),
    ]
    out = BytesIO()
    write_table(out, sheets)
    out.seek(0)
    log.info("%s firms of campaign %s to user %s", len(rows), pk, request.actor.user_id)
    name = f"{campaign}{timezone.localdate():%Y%m%d}.xlsx"
    return FileResponse(out, as_attachment=True, filename=name)


def _counts(lines: Sequence[Line], first: str) -> pl.DataFrame:
    columns = {first: pl.Series([one.name for one in lines], dtype=pl.String)}
    if any(one.within for one in lines):
        columns["街道/园区"] = pl.Series([one.within for one in lines], dtype=pl.String)
    for at, one in enumerate(REACHED):
        columns[one.label] = pl.Series([line.counts[at] for line in lines], dtype=pl.Int64)
    return pl.DataFrame(columns)


def _frame(rows: Sequence[tuple[object, ...]]) -> pl.DataFrame:
    labels = dict(EntryState.choices)
    columns = list(zip(*rows, strict=True)) or [()] * len(FIELDS)
    told = {}
    for (label, path), values in zip(FIELDS, columns, strict=True):
        if path == "state":
            values = tuple(labels[str(one)] for one in values)
        kind = pl.Date if path.endswith("_on") else pl.String
        told[label] = pl.Series(values, dtype=kind)
    return pl.DataFrame(told)
