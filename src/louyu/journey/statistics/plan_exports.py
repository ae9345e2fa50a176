"""计划导出: a plan as its page tells it: targets, parts, years, each with 口径."""

from collections.abc import Iterable

import polars as pl
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from louyu.engines.tables import SheetOut, write_table
from louyu.journey.statistics.division import Division, divisions_of
from louyu.journey.statistics.exports import answered
from louyu.journey.statistics.models import Plan
from louyu.journey.statistics.progress import Progress
from louyu.kernel.requests import Request

BASIS = "水平目标从基期算起：（现值 − 基期值）÷（目标值 − 基期值）；序时进度是时间已过去的比例"
EXPECTED = "预计年末把本年已知各月按直线延续，不足 3 个月和税收不作预计；不是承诺"


@login_required
@require_GET
def plan_progress(request: Request, pk: int) -> FileResponse:
    shown = get_object_or_404(Plan.objects.visible_to(request.actor), pk=pk)
    found = divisions_of(shown, request.actor, timezone.localdate())
    now = timezone.localtime()
    head = [
        f"{settings.SYSTEM_NAME}·{shown.name}",
        f"{shown.document}，{shown.start:%Y-%m-%d} 至 {shown.end:%Y-%m-%d}".lstrip("，"),
        BASIS,
        EXPECTED,
        f"导出：{now:%Y-%m-%d %H:%M}，{request.actor.name}",
    ]
    checks = [f"{one.whole.target}：{check.words}" for one in found for check in one.checks]
    sheets = [
        SheetOut("目标", _lines((one, one.whole, "") for one in found), head),
        SheetOut("分解", _lines(_parts(found)), [*head, *checks]),
        SheetOut("分年度", _years(found), head),
    ]
    return answered(request, "计划进度", "xlsx", lambda out: write_table(out, sheets))


Line = tuple[Division, Progress, str]


def _parts(found: list[Division]) -> Iterable[Line]:
    for one in found:
        for line in (*one.streets, *one.departments):
            yield one, line, str(getattr(line.target, "bearer", ""))


def _lines(found: Iterable[Line]) -> pl.DataFrame:
    lines = list(found)
    words = {
        "目标": [line.target.name for _, line, _ in lines],
        "区划": [str(one.whole.target.place) for one, _, _ in lines],
        "承担单位": [bearer for _, _, bearer in lines],
        "类型": [one.whole.target.get_kind_display() for one, _, _ in lines],
        "目标值": [f"{line.target.value.normalize():f}" for _, line, _ in lines],
        "单位": [one.whole.target.get_unit_display() for one, _, _ in lines],
        "基期值": [line.base_text for _, line, _ in lines],
        "现值": [line.now_text or line.missing for _, line, _ in lines],
        "现值单位": [line.stock_unit for _, line, _ in lines],
        "现值时点": [line.now.words if line.now else "" for _, line, _ in lines],
        "状态": [line.state or line.missing for _, line, _ in lines],
        "预计年末": [line.expected_text for _, line, _ in lines],
        "预计": [line.verdict for _, line, _ in lines],
        "预计口径": [line.method for _, line, _ in lines],
        "责任单位": [line.owner for _, line, _ in lines],
    }
    frame = pl.DataFrame(words, schema=dict.fromkeys(words, pl.String))
    whole = pl.Decimal(None, 0)
    return frame.with_columns(
        pl.Series("推进（%）", [line.percent for _, line, _ in lines], dtype=whole),
        pl.Series("序时（%）", [line.elapsed_percent for _, line, _ in lines], dtype=whole),
    )


def _named(one: Division) -> tuple[str, str]:
    return one.whole.target.name, str(one.whole.target.place)


def _years(found: list[Division]) -> pl.DataFrame:
    rows = [
        (*_named(one), year.year, year.goal, year.done, year.unit, year.stood, year.until)
        for one in found
        for year in one.years
    ]
    words = ("年度目标", "年内完成", "单位", "年末（最近）", "截至")
    schema = {"目标": pl.String, "区划": pl.String, "年度": pl.Int64}
    return pl.DataFrame(rows, schema=schema | dict.fromkeys(words, pl.String), orient="row")
