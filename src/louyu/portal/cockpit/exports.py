"""驾驶舱导出: the targets, months and buildings of the page, as the page words them."""

from typing import Any

import polars as pl
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404
from django.views.decorators.http import require_GET

from louyu.engines.tables import SheetOut, write_table
from louyu.journey.statistics.exports import answered, head_of, readings_frame
from louyu.journey.statistics.progress import Progress
from louyu.kernel.requests import Request
from louyu.portal.cockpit.pages import asked

BASIS = "水平目标从基期算起：（现值 − 基期值）÷（目标值 − 基期值）；序时进度是时间已过去的比例"


@login_required
@require_GET
def export(request: Request) -> FileResponse:
    shown = asked(request)
    if shown.cockpit is None or shown.state is None:
        raise Http404
    head = head_of(request, shown.subject, shown.state)
    months = [one for trend in shown.cockpit.trends for one in trend.months]
    ranked = [place.reading for place in shown.cockpit.ranking]
    sheets = [
        SheetOut("目标", _targets(shown.cockpit.lines), [*head, BASIS]),
        SheetOut("近12个月", readings_frame(months), head),
        SheetOut("楼宇排序", readings_frame(ranked), head),
    ]
    return answered(request, "驾驶舱", "xlsx", lambda out: write_table(out, sheets))


def _targets(lines: list[Progress]) -> pl.DataFrame:
    words: dict[str, list[Any]] = {
        "目标": [one.target.name for one in lines],
        "类型": [one.target.get_kind_display() for one in lines],
        "目标值": [f"{one.target.value.normalize():f}" for one in lines],
        "单位": [one.target.get_unit_display() for one in lines],
        "基期值": [one.base_text for one in lines],
        "现值": [one.now_text or "未采集" for one in lines],
        "现值单位": [one.stock_unit for one in lines],
        "现值时点": [one.now.words if one.now else "" for one in lines],
        "状态": [one.state or one.missing for one in lines],
        "预计年末": [one.expected_text for one in lines],
        "预计": [one.verdict for one in lines],
        "预计口径": [one.method for one in lines],
        "责任单位": [one.owner for one in lines],
    }
    frame = pl.DataFrame(words, schema=dict.fromkeys(words, pl.String))
    return frame.with_columns(
        pl.Series("推进（%）", [one.percent for one in lines], dtype=pl.Decimal(None, 0)),
        pl.Series("序时（%）", [one.elapsed_percent for one in lines], dtype=pl.Decimal(None, 0)),
    )
