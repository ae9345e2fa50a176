"""指标接口: what the figures page shows: a subject's indicators by month, and those below it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from ninja import Field, Query, Router, Schema

from louyu.engines.measures import PeriodError, months_of
from louyu.journey.statistics.indicators import BASIS_VERSION, BY_CODE, FOR_OFFICIALS
from louyu.journey.statistics.models import PeriodState
from louyu.journey.statistics.queries import Reading, parts_of, readings_of
from louyu.journey.statistics.selection import Selection, select
from louyu.kernel.scope import Actor
from louyu.portal.api.answers import READS, cut
from louyu.portal.api.rows import Refused
from louyu.portal.api.schemas import Paged, Paging

router = Router(tags=["指标"])
# A month of a district with all its streets takes four queries.
MOST_MONTHS = 24
TOLD = BY_CODE.keys() - FOR_OFFICIALS


class Asked(Paging):
    place: str = Field(
        "", description="区、街道、园区或楼宇的编码；不填为您的第一个范围", max_length=40
    )
    period: str = Field(
        "", description="2026-09、2026Q3 或 2025-10..2026-09；不填为最近算出的一个月", max_length=20
    )
    indicator: str = Field("", description="指标编码，例如 SP07；不填为全部", max_length=10)
    parts: bool = Field(False, description="连同下一级：区的各街道、园区，街道的各楼宇")


class FigureOut(Schema):
    """`number` in `unit`, null where nothing is known: `text` then says 未采集 or 不适用."""

    indicator: str
    name: str
    place: str
    place_name: str
    level: str
    period: str
    status: str = Field(description="computed 已计算；frozen 已冻结")
    computed_at: datetime
    number: Decimal | None
    unit: str
    text: str
    numerator: Decimal | None = Field(description="㎡、家或个，未经换算")
    denominator: Decimal | None
    coverage: str = Field(description="依据了多少幢中的多少幢；历史填报的如此注明")
    basis: str = Field(description="口径")
    basis_version: str
    source: str = Field(description="历史填报所据的文件")


class Figures(Paged):
    items: list[FigureOut]


@router.get("", response={200: Figures} | READS, summary="指标", url_name="api-figures")
def figures(request: Any, asked: Query[Asked]) -> Any:
    """A month that is not computed has no figures; coverage and 口径 stand with each."""
    if asked.indicator and asked.indicator not in TOLD:
        raise Refused(422, ("filter", "没有这个指标编码。", "indicator"))
    query = QueryDict(mutable=True)
    query["place"] = asked.place
    request.GET = query
    selection = select(request)
    found = list(_found(request.actor, selection, asked)) if selection else []
    return cut(found, asked, lambda one: _told(*one))


def _found(
    actor: Actor, selection: Selection, asked: Asked
) -> Iterator[tuple[Reading, PeriodState]]:
    subject, wanted = selection.subject, {asked.indicator} if asked.indicator else TOLD
    for state in _states(selection, asked.period):
        lines = [readings_of(actor, subject, state.month)]
        if asked.parts and subject.has_parts:
            lines += [dict(part.readings) for part in parts_of(actor, subject, state.month)]
        for readings in lines:
            yield from ((one, state) for code, one in readings.items() if code in wanted)


def _states(selection: Selection, period: str) -> list[PeriodState]:
    """The computed ones of the months asked for, oldest first."""
    if not period:
        return selection.states[:1]
    try:
        months = months_of(period)
    except PeriodError as refusal:
        raise Refused(422, ("filter", str(refusal), "period")) from refusal
    if len(months) > MOST_MONTHS:
        raise Refused(422, ("filter", f"一次最多 {MOST_MONTHS} 个月。", "period"))
    return [state for state in reversed(selection.states) if state.month in months]


def _told(reading: Reading, state: PeriodState) -> FigureOut:
    value, stated = reading.value, reading.stated
    return FigureOut(
        indicator=reading.indicator.code,
        name=reading.indicator.name,
        place=reading.subject.code,
        place_name=reading.subject.name,
        level=reading.subject.level,
        period=str(reading.period),
        status=state.status,
        computed_at=state.computed_at,
        number=reading.number,
        unit=reading.unit,
        text=reading.text,
        numerator=value.numerator if value and not value.is_missing else None,
        denominator=value.denominator if value and not value.is_missing else None,
        coverage=reading.coverage,
        basis=reading.indicator.basis,
        basis_version=BASIS_VERSION,
        source=stated.source if stated else "",
    )
