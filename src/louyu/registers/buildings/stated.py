"""申报: what a row states of a building as a whole, kept by month, and what contradicts in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
from django.db.models import TextChoices
from shapely.geometry import shape

from louyu.engines.tables import ColumnSpec, Kind, TemplateColumn
from louyu.kernel.intake import Plan
from louyu.kernel.merging import LINE, Write, complete, schema_of, take_ids
from louyu.registers.buildings.models import Building, DeclaredTotals
from louyu.registers.places.models import Place

# Statements are rounded to whole percent: half a point of difference contradicts nothing.
TOLERANCE = Decimal("0.005")
VALUES = ("area", "vacant_area", "occupancy", "tenants", "rent_yuan", "fee_yuan")
LABELS = {
    field.name: str(field.verbose_name)
    for field in DeclaredTotals._meta.concrete_fields
    if field.name in VALUES
}
PREFIX = "stated_"


def columns(*, lenient: bool) -> list[TemplateColumn]:
    """The columns of a buildings table that are kept by month, none of them required."""

    def column(name: str, kind: Kind, unit: str, help: str, **more: Any) -> TemplateColumn:
        label = LABELS[name]
        spec = ColumnSpec(PREFIX + name, label, kind, unit=unit, lenient=lenient, **more)
        return TemplateColumn(spec, help=help)

    # No further words: 空置面积 and 入驻率 stand above computed columns of our own exports.
    month, least = "按统计期登记，楼宇还没有房源时用它统计", Decimal(0)
    return [
        column(
            "area",
            Kind.AREA,
            "㎡",
            "空置和入驻率所说的面积；不填按商务面积或总建筑面积",
            decimals=4,
        ),
        column("vacant_area", Kind.AREA, "㎡", month, decimals=4),
        column("occupancy", Kind.PERCENT, "%", month, decimals=6),
        column("tenants", Kind.INTEGER, "家", month, minimum=least),
        column("rent_yuan", Kind.DECIMAL, "元/㎡·月", month, minimum=least),
        column("fee_yuan", Kind.DECIMAL, "元/㎡·月", month, minimum=least),
    ]


@dataclass(frozen=True)
class Row:
    """One row of the file that states something of a known or new building."""

    line: int
    building_id: int
    name: str
    is_new: bool
    values: Mapping[str, Any]


def rows_of(frame: pl.DataFrame, ids: Mapping[int, int], plan: Plan) -> list[Row]:
    """`ids`: line → building; the stated area falls back on what the register holds."""
    given = [name for name in VALUES if PREFIX + name in frame.columns]
    if not given:
        return []
    new = set(plan.effects.filter("created")[LINE])
    areas = _areas(ids.values())
    found = []
    for told in frame.filter(pl.col(LINE).is_in(list(ids))).to_dicts():
        values = {name: told[PREFIX + name] for name in given}
        if all(value is None for value in values.values()):
            continue
        own = next(
            (told.get(n) for n in ("business_area", "gross_floor_area") if told.get(n)), None
        )
        pk = ids[told[LINE]]
        values["area"] = values.get("area") or own or areas.get(pk)
        found.append(Row(told[LINE], pk, told["name"], told[LINE] in new, values))
    return found


def _areas(ids: Any) -> dict[int, Decimal | None]:
    rows = Building.objects.unscoped("the rows were resolved within the actor's scope")
    stored = rows.filter(pk__in=list(ids)).values_list("pk", "business_area", "gross_floor_area")
    return {pk: business or gross for pk, business, gross in stored}


def state(rows: list[Row], period: date, plan: Plan) -> None:
    """Adds to the plan what the rows state for the month.

    A cell left empty keeps what was stated for that month; a new month's changes are told
    against the month stated before it.
    """
    everything = DeclaredTotals.objects.unscoped("of buildings resolved within the scope")
    kept = everything.filter(building__in=[row.building_id for row in rows], period__lte=period)
    latest = {one.building_id: one for one in kept.order_by("period")}
    new: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    effects: list[tuple[Any, ...]] = []
    for row in rows:
        before = latest.get(row.building_id)
        same = before if before and before.period == period else None
        values = {name: _told(row, same, name) for name in VALUES}
        told = {LINE: row.line, "building_id": row.building_id, "period": period} | values
        if same is None:
            new.append(told)
        elif any(values[name] != getattr(same, name) for name in VALUES):
            changed.append(told | {"id": same.pk})
        if not row.is_new:
            effects += _effects(row, before, values, period)
    _insert(DeclaredTotals, new, plan)
    _update(DeclaredTotals, changed, VALUES, plan)
    if effects:
        more = pl.DataFrame(effects, schema=plan.effects.schema, orient="row")
        plan.effects = pl.concat([plan.effects, more])


def _told(row: Row, same: DeclaredTotals | None, name: str) -> Any:
    value = row.values.get(name)
    return getattr(same, name, None) if value is None else value


def _effects(
    row: Row, before: DeclaredTotals | None, values: Mapping[str, Any], period: date
) -> Iterator[tuple[Any, ...]]:
    changed = [name for name in VALUES if getattr(before, name, None) != values[name]]
    if not changed and before and before.period != period:
        yield row.line, False, row.name, "申报统计期", f"{before.period:%Y-%m}", f"{period:%Y-%m}"
    for name in changed:
        was = getattr(before, name, None)
        yield (
            row.line,
            False,
            row.name,
            LABELS[name],
            _text(name, was),
            _text(name, values[name]),
        )


def _text(name: str, value: Any) -> str | None:
    if value is None:
        return None
    return _percent(value) if name == "occupancy" else _plain(value)


def _plain(value: Decimal | int) -> str:
    """With thousands separators, without zeros behind the point."""
    text = f"{value:,}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _percent(share: Decimal) -> str:
    return f"{share * 100:.2f}%"


class Contradiction(TextChoices):
    """What cannot be right at once in one row; by these codes the checks know it."""

    OCCUPANCY = "stated-occupancy", "申报入驻率与空置面积不符"
    VACANCY_UNSTATED = "stated-vacancy-missing", "申报了入驻率，没有空置面积"
    VACANCY_ABOVE_AREA = "stated-vacancy-above-area", "申报空置面积大于总面积"
    RENT = "stated-rent-below-fee", "申报租金低于物业费"


def contradictions(values: Mapping[str, Any]) -> Iterator[tuple[Contradiction, str]]:
    """Areas in ㎡, occupancy as a share."""
    area, vacant = values.get("area"), values.get("vacant_area")
    occupancy, rent, fee = (values.get(name) for name in ("occupancy", "rent_yuan", "fee_yuan"))
    if area and vacant is not None and vacant > area:
        yield (
            Contradiction.VACANCY_ABOVE_AREA,
            f"空置 {_plain(vacant)} ㎡，总面积只有 {_plain(area)} ㎡",
        )
    elif area and vacant is not None and occupancy is not None:
        implied = 1 - vacant / area
        if abs(implied - occupancy) > TOLERANCE:
            yield (
                Contradiction.OCCUPANCY,
                f"申报入驻率 {_percent(occupancy)}；"
                f"按空置 {_plain(vacant)} ㎡、面积 {_plain(area)} ㎡ 计应为 {_percent(implied)}",
            )
    elif vacant is None and occupancy is not None:
        yield Contradiction.VACANCY_UNSTATED, f"申报入驻率 {_percent(occupancy)}，没有填空置面积"
    if rent is not None and fee is not None and rent < fee:
        yield Contradiction.RENT, f"租金 {rent} 元低于物业费 {fee} 元，两列可能填反"


def tell(rows: list[Row], plan: Plan) -> None:
    """What the checks will find is told before it is written."""
    plan.notes += [
        f"「{row.name}」{what.label}：{words}"
        for row in rows
        for what, words in contradictions(row.values)
    ]


def outlines() -> dict[int, tuple[str, Any]]:
    """Every place with the outline that holds for it: its own, or its district's."""
    places = {place.pk: place for place in Place.objects.all()}
    drawn = {pk: shape(p.outline) for pk, p in places.items() if p.outline}
    found = {}
    for pk, place in places.items():
        nearest = place
        while nearest.pk not in drawn and nearest.parent_id:
            nearest = places[nearest.parent_id]
        if nearest.pk in drawn:
            found[pk] = nearest.name, drawn[nearest.pk]
    return found


def _insert(model: Any, rows: list[dict[str, Any]], plan: Plan) -> None:
    if rows:
        numbers = take_ids(model, len(rows))
        numbered = [row | {"id": pk} for row, pk in zip(rows, numbers, strict=True)]
        plan.writes.append(Write(model, _framed(model, numbered)))


def _update(model: Any, rows: list[dict[str, Any]], names: tuple[str, ...], plan: Plan) -> None:
    if rows:
        plan.writes.append(Write(model, _framed(model, rows), names))


def _framed(model: Any, rows: list[dict[str, Any]]) -> pl.DataFrame:
    schema = {LINE: pl.Int64} | {n: t for n, t in schema_of(model).items() if n in rows[0]}
    return complete(model, pl.DataFrame(rows, schema=schema, orient="row"))
