"""图层: what a map may show of a building, the bands of its legend and what words it is told in.

Figures come computed and worded from statistics; tax is a layer for its readers alone, in bands.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from louyu.engines.measures import UNCOLLECTED
from louyu.journey.statistics.queries import Reading
from louyu.journey.statistics.taxes.queries import tax_indicators_for
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Building, LifeStage
from louyu.registers.places.models import Cluster

NOT_COUNTED = "不计"
NOT_YET_THERE = (LifeStage.PLANNED, LifeStage.UNDER_CONSTRUCTION)


@dataclass(frozen=True)
class Band:
    """A line of the legend; `look` is the class that map.css draws it by."""

    label: str
    look: str


UNKNOWN = Band(UNCOLLECTED, "unknown")
UNTOLD = Band("不予显示", "untold")
UNREPORTED = Band("未报送", "unknown")
LEFT_OUT = Band(NOT_COUNTED, "left-out")


@dataclass(frozen=True)
class Told:
    """What the layer says of one building: without a number there is no unit either."""

    text: str
    band: Band
    unit: str = ""
    reading: Reading | None = None


@dataclass(frozen=True)
class Layer:
    """`indicator` is the figure a layer shows; without one it shows what is registered today.

    `bands` are in the legend whether a building lies in them or not.
    """

    key: str
    label: str
    basis: str
    bands: tuple[Band, ...]
    tell: Callable[[Building, Reading | None], Told]
    indicator: str = ""


# From the highest down: the first floor a number reaches is its band.
Steps = tuple[tuple[Decimal, Band], ...]
RATES: Steps = (
    (Decimal(90), Band("90% 及以上", "ramp-4")),
    (Decimal(70), Band("70%—90%", "ramp-3")),
    (Decimal(50), Band("50%—70%", "ramp-2")),
    (Decimal(0), Band("不足 50%", "ramp-1")),
)
AREAS: Steps = (
    (Decimal(10_000), Band("10,000 ㎡ 及以上", "ramp-4 size-4")),
    (Decimal(5_000), Band("5,000—10,000 ㎡", "ramp-3 size-3")),
    (Decimal(1_000), Band("1,000—5,000 ㎡", "ramp-2 size-2")),
    (Decimal("0.01"), Band("不足 1,000 ㎡", "ramp-1 size-1")),
    (Decimal(0), Band("无空置", "nothing size-1")),
)
# 万元 since January; what may not be told of a building has no band of size.
TAXES: Steps = (
    (Decimal(10_000), Band("1 亿元及以上", "tax-5")),
    (Decimal(5_000), Band("5,000 万—1 亿元", "tax-4")),
    (Decimal(1_000), Band("1,000—5,000 万元", "tax-3")),
    (Decimal(100), Band("100—1,000 万元", "tax-2")),
    (Decimal("-Infinity"), Band("不足 100 万元", "tax-1")),
)
STAGES = {stage: Band(str(stage.label), f"kind-{n}") for n, stage in enumerate(LifeStage, start=1)}
KINDS = 5
NO_CLUSTER = Band("未划片区", "left-out")


def _of_figure(steps: Steps, building: Building, reading: Reading | None) -> Told:
    if reading is not None and reading.number is not None:
        number = reading.number
        band = next(band for floor, band in steps if number >= floor)
        return Told(reading.text, band, reading.unit, reading)
    # Told apart: a building nobody reported, and one the figure does not speak of at all.
    value = reading.value if reading else None
    counts = value.is_applicable if value else building.life_stage not in NOT_YET_THERE
    band = UNKNOWN if counts else LEFT_OUT
    return Told(band.label, band)


def _of_tax(building: Building, reading: Reading | None) -> Told:
    """In a band, for every reader: a map is looked at by more than one."""
    if reading is None or reading.value is None:
        return Told(LEFT_OUT.label, LEFT_OUT)
    if reading.number is None:
        look = UNTOLD.look if reading.text == UNTOLD.label else UNREPORTED.look
        return Told(reading.text, Band(reading.text, look))
    band = next(band for floor, band in TAXES if reading.number >= floor)
    return Told(band.label, band, reading=reading)


def _of_stage(building: Building, reading: Reading | None) -> Told:
    band = STAGES[LifeStage(building.life_stage)]
    return Told(band.label, band)


def _of_cluster(building: Building, reading: Reading | None) -> Told:
    band = band_of(building.cluster) if building.cluster else NO_CLUSTER
    return Told(band.label, band)


def band_of(cluster: Cluster) -> Band:
    """One look for a cluster's buildings and its outline."""
    return Band(cluster.name, f"kind-{(cluster.pk - 1) % KINDS + 1}")


def _figure(key: str, label: str, basis: str, code: str, steps: Steps) -> Layer:
    bands = (*(band for _, band in steps), UNKNOWN, LEFT_OUT)
    return Layer(key, label, basis, bands, partial(_of_figure, steps), code)


CLUSTER = Layer("cluster", "功能片区", "按登记", (NO_CLUSTER,), _of_cluster)
LAYERS = (
    _figure("rate", "入驻率", "在用楼宇，月末；口径同指标 SP07", "SP07", RATES),
    Layer("stage", "生命阶段", "按登记", tuple(STAGES.values()), _of_stage),
    _figure("vacant", "空置面积", "月末确认空置；口径同指标 SP06", "SP06", AREAS),
    CLUSTER,
)
TAX = Layer(
    "tax",
    "税收",
    "1 月起累计，分档；按披露规则显示；口径同指标 TX01",
    (*(band for _, band in TAXES), UNTOLD, UNREPORTED, LEFT_OUT),
    _of_tax,
    "TX01",
)


def layers_for(actor: Actor) -> tuple[Layer, ...]:
    """The layer of tax exists for readers of tax."""
    return (*LAYERS, TAX) if tax_indicators_for(actor) else LAYERS
