"""插入件: the tables and charts a text may place, each by its name on a line of its own."""

from collections.abc import Callable
from dataclasses import dataclass

from louyu.engines.documents import Block
from louyu.journey.publication import charting, tables
from louyu.journey.publication.audiences import Audience
from louyu.journey.publication.monthly import tables as monthly
from louyu.journey.publication.snapshot import Snapshot
from louyu.registers.places.models import PlaceLevel

TABLE, CHART, TARGETS, TREND = "情况表", "入驻率图", "目标表", "走势图"
VACANT, MOVED = "空置楼宇表", "入驻率变化表"
INTERNAL = Audience.INTERNAL


@dataclass(frozen=True)
class Inset:
    """`made` gives nothing where there is nothing to show."""

    name: str
    made: Callable[[Snapshot], list[Block]]
    audience: Audience = Audience.PUBLIC


INSETS = (
    Inset(TARGETS, tables.targets),
    Inset(TREND, charting.trend),
    Inset(TABLE, tables.parts),
    Inset(CHART, charting.parts),
    Inset(VACANT, tables.vacant, INTERNAL),
    Inset(MOVED, tables.moved_most, INTERNAL),
)
ANNEXES = (
    Inset("街道（园区）主要指标", tables.parts_in_full),
    Inset("楼宇主要指标", tables.buildings_in_full, INTERNAL),
    Inset("主要目标进度和责任单位", tables.targets_with_duty, INTERNAL),
)

# 数据维护通报 has a table and a list of its own.
MONTHLY = (Inset(TABLE, monthly.parts),)
MONTHLY_ANNEXES = (Inset("楼宇月度更新情况", monthly.buildings, INTERNAL),)


def insets_of(snapshot: Snapshot) -> tuple[Inset, ...]:
    return MONTHLY if snapshot.is_monthly else INSETS


def shown_in(snapshot: Snapshot, audience: Audience = Audience.CLEARED) -> dict[str, list[Block]]:
    """The insets that a text of this snapshot may place, with what stands there."""
    return _made(insets_of(snapshot), snapshot, audience)


def annexes_of(snapshot: Snapshot, audience: Audience) -> dict[str, list[Block]]:
    """附件 of a district's bulletin; a street's has its tables in the text."""
    if snapshot.place_level != PlaceLevel.DISTRICT or not snapshot.buildings:
        return {}
    return _made(MONTHLY_ANNEXES if snapshot.is_monthly else ANNEXES, snapshot, audience)


def _made(
    insets: tuple[Inset, ...], snapshot: Snapshot, audience: Audience
) -> dict[str, list[Block]]:
    read = [inset for inset in insets if audience.reads(inset.audience)]
    found = {inset.name: inset.made(snapshot) for inset in read}
    return {name: blocks for name, blocks in found.items() if blocks}
