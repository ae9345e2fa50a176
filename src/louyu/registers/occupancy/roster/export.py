"""清单的导出: who is in which room today and which rooms stand empty, to be taken back."""

from __future__ import annotations

from collections import Counter
from typing import Any

import polars as pl
from django.db.models import Q, QuerySet
from django.utils import timezone

from louyu.engines.tables import Kind
from louyu.kernel.resource import resource, with_unit
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Building
from louyu.registers.occupancy.models import Occupancy, OccupancyUnit, Vacancy
from louyu.registers.occupancy.roster.columns import COLUMNS, ENTERPRISE_COLUMNS, WORDS
from louyu.registers.occupancy.scope import sees_terms

TYPES: dict[Kind, Any] = {
    Kind.AREA: pl.Decimal(38, 2),
    Kind.DECIMAL: pl.Decimal(38, 2),
    Kind.INTEGER: pl.Int64,
    Kind.DATE: pl.Date,
}
TERMS = ("rent_yuan", "lease_expiry")
FIRM = ("name", "uscc", "industry_code", "registered_address")
STAY = ("kind", "start", "start_is_reported", "headcount", *TERMS, "end", "end_reason")
ROOM = {"floor": "floor__number", "rooms": "number", "unit_area": "area"}
EMPTY = "空置"

Row = dict[str, Any]


def roster_export(actor: Actor, within: Q | None = None) -> pl.DataFrame:
    """One row per stay and room, one per empty room; `within` narrows the buildings."""
    buildings = Building.objects.visible_to(actor).filter(within or Q())
    rows = [*_in_rooms(actor, buildings), *_without_rooms(actor, buildings)]
    rows += _empty(actor, buildings)
    _name_buildings(rows, actor)
    rows.sort(
        key=lambda row: (
            row["sort"],
            row["building_id"],
            row.get("floor") or 0,
            row.get("rooms") or "",
        )
    )
    own = resource("enterprises").may_write(actor)
    specs = [column.spec for column in (*COLUMNS, *(ENTERPRISE_COLUMNS if own else ()))]
    specs = [spec for spec in specs if spec.field != "address"]  # the building says it
    return pl.DataFrame(
        pl.Series(
            with_unit(spec.label, spec.unit),
            [_shown(spec.field, row) for row in rows],
            TYPES.get(spec.kind, pl.String),
        )
        for spec in specs
    )


def _shown(field: str, row: Row) -> Any:
    value = row.get(field)
    if value == "" or (field == "start" and row.get("start_is_reported")):
        return None
    if field == "floor" and value is not None:
        return str(value)
    return WORDS[field].get(value, value) if field in WORDS and value else value


def _read(rows: QuerySet[Any], paths: dict[str, str]) -> list[Row]:
    found = rows.order_by().values_list(*paths.values())
    return [dict(zip(paths, values, strict=True)) for values in found]


def _of_stay(prefix: str = "") -> dict[str, str]:
    stay = {name: prefix + name for name in (*STAY, "destination")}
    firm = {name: f"{prefix}enterprise__{name}" for name in FIRM}
    place = {"building_id": f"{prefix}building_id", "sort": f"{prefix}building__name_sort"}
    return stay | firm | place


def _staying(actor: Actor, buildings: QuerySet[Building]) -> QuerySet[Occupancy]:
    here = Occupancy.objects.visible_to(actor).filter(building__in=buildings.values("pk"))
    return here.filter(Q(end=None) | Q(end__gte=timezone.localdate())).order_by()


def _in_rooms(actor: Actor, buildings: QuerySet[Building]) -> list[Row]:
    stays = _staying(actor, buildings).values("pk")
    links = OccupancyUnit.objects.visible_to(actor).filter(occupancy__in=stays)
    room = {name: f"unit__{path}" for name, path in ROOM.items()}
    rows = _read(links, {**_of_stay("occupancy__"), **room, "area": "area"})
    return [row | {"area": row["area"] or row["unit_area"]} for row in rows]


def _without_rooms(actor: Actor, buildings: QuerySet[Building]) -> list[Row]:
    return _read(_staying(actor, buildings).filter(unit_links=None), _of_stay())


def _empty(actor: Actor, buildings: QuerySet[Building]) -> list[Row]:
    here = Vacancy.objects.visible_to(actor).filter(unit__building__in=buildings.values("pk"))
    today = here.filter(during__contains=timezone.localdate())
    place = {"building_id": "unit__building_id", "sort": "unit__building__name_sort"}
    room = {name: f"unit__{path}" for name, path in ROOM.items()}
    return [row | {"name": EMPTY} for row in _read(today, place | room)]


def _name_buildings(rows: list[Row], actor: Actor) -> None:
    """By name, by code where the name alone would not do; terms only for who may read them."""
    visible = Building.objects.visible_to(actor)
    known = {pk: (name, code) for pk, name, code in visible.values_list("pk", "name", "code")}
    times = Counter(name for name, _ in known.values())
    readable = set(visible.filter(sees_terms(actor, "")).values_list("pk", flat=True))
    for row in rows:
        name, code = known[row["building_id"]]
        row["building"] = name if times[name] == 1 else code
        if row["building_id"] not in readable:
            row.update(dict.fromkeys(TERMS))
