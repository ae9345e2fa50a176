"""比对导出: discrepancies and changes as the reader sees them, with month, 口径 and person."""

from __future__ import annotations

import logging
from io import BytesIO
from typing import Any

import polars as pl
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from louyu.engines.tables import SheetOut, write_table
from louyu.journey.matching.discrepancies.listing import chosen
from louyu.journey.matching.kinds import MEANS, ChangeKind, DiscrepancyKind
from louyu.journey.matching.models import Change
from louyu.journey.matching.overview import chosen_changes
from louyu.journey.matching.registrations import period_in_force
from louyu.journey.matching.scope import READERS
from louyu.kernel.requests import Request

log = logging.getLogger("louyu.export")


@login_required
@require_GET
def discrepancies_export(request: Request) -> FileResponse:
    """Those of the list as it was narrowed."""
    _readers_only(request)
    rows = chosen(request.actor, request.GET)
    frame = pl.DataFrame(
        {
            "种类": [one.get_kind_display() for one in rows],
            "企业": [one.name for one in rows],
            "情况": [one.words for one in rows],
            "街道/园区": [one.building.place.name for one in rows],
            "楼宇": [one.building.name for one in rows],
            "提出日期": [one.opened_on for one in rows],
            "限办日期": [one.matter.due for one in rows],
            "结束日期": [one.closed_on for one in rows],
            "结束方式": [one.get_closing_display() for one in rows],
            "说明": [one.reason for one in rows],
        },
        schema_overrides={"结束日期": pl.Date, "提出日期": pl.Date, "限办日期": pl.Date},
    )
    means = "；".join(f"{kind.label}：{MEANS[kind]}" for kind in DiscrepancyKind)
    return _file(request, "比对差异", frame, means)


@login_required
@require_GET
def changes_export(request: Request) -> FileResponse:
    _readers_only(request)
    rows = chosen_changes(request.actor, request.GET)
    frame = pl.DataFrame(
        {
            "变动": [one.get_kind_display() for one in rows],
            "日期": [one.day for one in rows],
            "企业": [one.name for one in rows],
            "情况": [one.words for one in rows],
            "街道/园区": [_place(one) for one in rows],
            "楼宇": [one.building.name if one.building else "" for one in rows],
        },
        schema_overrides={"日期": pl.Date},
    )
    return _file(request, "变动", frame, "、".join(kind.label for kind in ChangeKind))


def _place(one: Change) -> str:
    return one.building.place.name if one.building else ""


def _readers_only(request: Request) -> None:
    if not request.actor.holds(*READERS):
        raise PermissionDenied


def _file(request: Request, what: str, frame: pl.DataFrame, means: str) -> FileResponse:
    now, month = timezone.localtime(), period_in_force()
    head: list[Any] = [
        f"{settings.SYSTEM_NAME}·{what}",
        f"登记名单：{month:%Y年%m月}" if month else "登记名单：没有",
        means,
        f"导出：{now:%Y-%m-%d %H:%M}，{request.actor.name}",
    ]
    out = BytesIO()
    write_table(out, [SheetOut(what, frame, head)])
    out.seek(0)
    log.info("user %s exported %s: %s rows", request.actor.user_id, what, frame.height)
    return FileResponse(out, as_attachment=True, filename=f"{what}{now:%Y%m%d}.xlsx")
