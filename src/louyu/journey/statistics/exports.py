"""指标导出: what the screen shows as a workbook or CSV, with 口径, month, time and person."""

import logging
from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from typing import Any

import polars as pl
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import FileResponse, Http404
from django.utils import timezone
from django.views.decorators.http import require_GET

from louyu.engines.measures import Aggregate, Indicator
from louyu.engines.tables import SheetOut, write_csv, write_table
from louyu.journey.statistics.indicators import BASIS_VERSION, BY_CODE
from louyu.journey.statistics.models import PeriodState
from louyu.journey.statistics.overview import COLUMNS, Overview, overview
from louyu.journey.statistics.queries import Reading, tax_and_buildings
from louyu.journey.statistics.readable import indicator_for
from louyu.journey.statistics.rows import by_amount, rows_of, tenant_words
from louyu.journey.statistics.selection import select
from louyu.journey.statistics.subjects import Subject
from louyu.journey.statistics.taxes.indicators import TAX_BY_CODE
from louyu.kernel.requests import Request

log = logging.getLogger("louyu.export")
ENDINGS = ("xlsx", "csv")
Lines = Sequence[tuple[str, Sequence[Reading]]]


def _selected(request: Request, ending: str) -> tuple[Subject, PeriodState]:
    selection = select(request)
    if ending not in ENDINGS or selection is None or selection.state is None:
        raise Http404
    return selection.subject, selection.state


def head_of(request: Request, subject: Subject, state: PeriodState, *lines: str) -> list[str]:
    now, computed = timezone.localtime(), timezone.localtime(state.computed_at)
    return [
        f"{settings.SYSTEM_NAME}·统计指标",
        f"统计期：{state.month.words}（{state.get_status_display()}，"
        f"{computed:%Y-%m-%d %H:%M} 计算）；范围：{subject.name}",
        *lines,
        f"口径版本：{BASIS_VERSION}；空白单元格表示未采集或不适用，不是 0",
        f"导出：{now:%Y-%m-%d %H:%M}，{request.actor.name}",
    ]


def readings_frame(readings: Iterable[Reading]) -> pl.DataFrame:
    rows = [
        (
            one.subject.code,
            one.subject.name,
            str(one.period),
            one.indicator.code,
            one.indicator.name,
            one.number,
            one.unit,
            "" if one.is_number else one.text,
            one.on_previous.text,
            one.on_year_words,
            one.coverage,
            one.indicator.basis,
        )
        for one in readings
    ]
    words = ("代码", "范围", "统计期", "指标代码", "指标")
    after = ("单位", "说明", "环比", "同比", "覆盖", "口径")
    schema = (
        dict.fromkeys(words, pl.String)
        | {"数值": pl.Decimal(None, 2)}
        | dict.fromkeys(after, pl.String)
    )
    return pl.DataFrame(rows, schema=schema, orient="row")


def _table(shown: Overview) -> pl.DataFrame:
    """The table of the page: a line for each street or building, the whole last."""
    lines = [(subject.name, readings) for subject, readings in shown.lines]
    lines.append((f"合计·{shown.subject.name}", shown.total))
    columns = _columns(lines, shown.total)
    at = COLUMNS.index("SP05")
    columns.append(_words("覆盖", (readings[at].coverage for _, readings in lines)))
    return pl.DataFrame(columns)


def _columns(lines: Lines, totals: Sequence[Reading]) -> list[pl.Series]:
    columns = [_words("名称", (name for name, _ in lines))]
    for at, total in enumerate(totals):
        numbers = [readings[at].number for _, readings in lines]
        header = f"{total.indicator.name}（{total.unit}）"
        columns.append(pl.Series(header, numbers, dtype=pl.Decimal(None, 2)))
    return columns


def _tax_table(shown: Overview) -> pl.DataFrame:
    """As on the page: a number, or the word that stands in its place."""
    lines = [(subject.name, readings) for subject, readings in shown.tax_lines]
    lines.append((f"合计·{shown.subject.name}", shown.tax_total))
    columns = _columns(lines, shown.tax_total)
    words = ("；".join(_silences(readings)) for _, readings in lines)
    return pl.DataFrame([*columns, _words("说明", words)])


def _silences(readings: Sequence[Reading]) -> list[str]:
    return [f"{one.indicator.name}：{one.text}" for one in readings if not one.is_number]


@login_required
@require_GET
def figures(request: Request, ending: str) -> FileResponse:
    subject, state = _selected(request, ending)
    shown = overview(request.actor, subject, state, request.GET.get("sort", ""))
    if ending == "csv":
        below = [one for part in shown.parts for one in part.readings.values()]
        everything = readings_frame([*shown.readings.values(), *below])
        return answered(request, "指标", "csv", lambda out: write_csv(out, everything))
    readings = readings_frame(shown.readings.values())
    sheets = [SheetOut("指标", readings, head_of(request, subject, state))]
    if shown.parts:
        basis = f"口径：{BY_CODE['EN01'].name}各级去重，各行相加可大于合计"
        sheets.append(SheetOut("分项", _table(shown), head_of(request, subject, state, basis)))
    if shown.tax_lines:
        sheets.append(SheetOut("税收分项", _tax_table(shown), head_of(request, subject, state)))
    return answered(request, "指标", "xlsx", lambda out: write_table(out, sheets))


@login_required
@require_GET
def rows(request: Request, code: str, ending: str) -> FileResponse:
    subject, state = _selected(request, ending)
    indicator = indicator_for(request.actor, code)
    if indicator is None:
        raise Http404
    if code in TAX_BY_CODE:
        return _tax_rows(request, subject, state, indicator, ending)
    rows = rows_of(request.actor, indicator, subject, state.month)
    found: QuerySet[Any] = by_amount(rows, request.GET.get("sort", ""))
    frame = _FRAMES[indicator.facts](list(found))
    if indicator.facts == "tenants":
        label, words = tenant_words(request.actor, code)
        frame = frame.with_columns(_words("属地", (getattr(row, words) for row in found)))
        frame = frame.rename({"属地": label})
    if indicator.aggregate is Aggregate.SUM:
        parts = {"计入分子": "in_numerator"}
        if indicator.denominator:
            parts["计入分母"] = "in_denominator"
        frame = frame.with_columns(
            pl.Series(label, [getattr(row, name) for row in found], dtype=pl.Decimal(None, 2))
            for label, name in parts.items()
        )
    if ending == "csv":
        return answered(request, f"{code}明细", "csv", lambda out: write_csv(out, frame))
    head = head_of(
        request, subject, state, f"{indicator.name}＝{indicator.formula}", indicator.basis
    )
    return answered(
        request, f"{code}明细", "xlsx", lambda out: write_table(out, [SheetOut(code, frame, head)])
    )


def _tax_rows(
    request: Request, subject: Subject, state: PeriodState, indicator: Indicator, ending: str
) -> FileResponse:
    _, found = tax_and_buildings(request.actor, subject, state.month, indicator)
    frame, what = readings_frame(found), f"{indicator.code}明细"
    if ending == "csv":
        return answered(request, what, "csv", lambda out: write_csv(out, frame))
    line = f"{indicator.name}＝{indicator.formula}"
    head = head_of(request, subject, state, line, indicator.basis)
    sheet = SheetOut(indicator.code, frame, head)
    return answered(request, what, "xlsx", lambda out: write_table(out, [sheet]))


def _areas(rows: list[Any], columns: dict[str, str]) -> list[pl.Series]:
    return [
        pl.Series(f"{label}（㎡）", [getattr(row, name) for row in rows], dtype=pl.Decimal(None, 2))
        for label, name in columns.items()
    ]


def _words(label: str, values: Iterable[str | None]) -> pl.Series:
    return pl.Series(label, list(values), dtype=pl.String)


def _unit_frame(rows: list[Any]) -> pl.DataFrame:
    areas = {"商务面积": "area", "自用": "self_used", "出租": "leased"}
    areas |= {"空置": "vacant", "未采集": "uncollected"}
    return pl.DataFrame(
        [
            _words("街道/园区", (row.place.name for row in rows)),
            _words("楼宇", (row.building.name for row in rows)),
            _words("楼层", (str(row.unit.floor) if row.unit else "" for row in rows)),
            _words("房号", (row.unit.number if row.unit else "无房源的申报面积" for row in rows)),
            *_areas(rows, areas),
        ]
    )


def _building_frame(rows: list[Any]) -> pl.DataFrame:
    areas = {"总建筑面积": "gross_floor_area", "商务面积": "business_area"}
    return pl.DataFrame(
        [
            _words("街道/园区", (row.place.name for row in rows)),
            _words("楼宇", (row.building.name for row in rows)),
            _words("生命阶段", (row.get_life_stage_display() for row in rows)),
            *_areas(rows, areas),
            _words("商务面积依据", (row.get_basis_display() for row in rows)),
        ]
    )


def _tenant_frame(rows: list[Any]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            _words("企业", (row.enterprise.name for row in rows)),
            _words("统一社会信用代码", (row.enterprise.uscc or "" for row in rows)),
            _words("属地", (row.locality for row in rows)),
            _words("楼宇", (row.building.name for row in rows)),
            _words("街道/园区", (row.place.name for row in rows)),
        ]
    )


def _project_frame(rows: list[Any]) -> pl.DataFrame:
    days = {"列入储备": "reserved_on", "开工": "started_on", "竣工": "finished_on"}
    return pl.DataFrame(
        [
            _words("街道/园区", (row.place.name for row in rows)),
            _words("楼宇", (row.building.name for row in rows)),
            *(
                pl.Series(label, [getattr(row, name) for row in rows], dtype=pl.Date)
                for label, name in days.items()
            ),
            *_areas(rows, {"总建筑面积": "gross_floor_area"}),
        ]
    )


def _duty_frame(rows: list[Any]) -> pl.DataFrame:
    days = {"首次报送": "first_on", "最近报送": "handed_on", "核实": "accepted_on"}
    counts = {"退回次数": "returns", "必填项": "required_fields", "已填项": "filled_fields"}
    counts |= {"抽查": "sampled", "与现场一致": "found_right"}
    return pl.DataFrame(
        [
            _words("街道/园区", (row.place.name for row in rows)),
            _words("楼宇", (row.building.name for row in rows)),
            _words("状态", (row.get_state_display() for row in rows)),
            _words("按时", ("是" if row.on_time else "否" for row in rows)),
            *(
                pl.Series(label, [getattr(row, name) for row in rows], dtype=pl.Date)
                for label, name in days.items()
            ),
            *(
                pl.Series(label, [getattr(row, name) for row in rows], dtype=pl.Int64)
                for label, name in counts.items()
            ),
        ]
    )


_FRAMES: dict[str, Callable[[list[Any]], pl.DataFrame]] = {
    "units": _unit_frame,
    "buildings": _building_frame,
    "tenants": _tenant_frame,
    "projects": _project_frame,
    "duties": _duty_frame,
}


def answered(
    request: Request, what: str, ending: str, write: Callable[[BytesIO], None]
) -> FileResponse:
    out = BytesIO()
    write(out)
    out.seek(0)
    query = request.META["QUERY_STRING"]
    log.info("figures %s (%s) to user %s", what, query, request.actor.user_id)
    return FileResponse(
        out, as_attachment=True, filename=f"{what}{timezone.localdate():%Y%m%d}.{ending}"
    )
