"""清单的计划: line by line on rows read beforehand; a line is settled whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import polars as pl
from django.db.models import Model

from louyu.engines.tables import ROW, SHEET
from louyu.kernel.intake import Doubt, Lines, Plan, same_text
from louyu.kernel.intake.kinds import EFFECTS
from louyu.kernel.merging import LINE
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Unit
from louyu.registers.occupancy.models import OccupancyUnit, Vacancy
from louyu.registers.occupancy.roster.columns import (
    EMPTY_WORDS,
    ENTERPRISE_FIELDS,
    LABELS,
    STAY_FIELDS,
    WORDS,
)
from louyu.registers.occupancy.roster.ledger import Ledger, Record
from louyu.registers.occupancy.roster.mixed import unmix
from louyu.registers.occupancy.roster.premises import Premises, Room
from louyu.registers.occupancy.roster.refusing import Held, Stopped
from louyu.registers.occupancy.roster.stays import Stays
from louyu.registers.occupancy.roster.tenants import Tenants
from louyu.registers.occupancy.roster.whereabouts import Whereabouts

Cells = dict[str, Any]
STAY_CELLS = (*STAY_FIELDS, "start", "end", "end_reason", "destination")
# How a changed column is called where it is not a column of the roster under its own name.
OTHER_LABELS: dict[tuple[type[Model], str], str] = {
    (Unit, "area"): "房源面积",
    (Vacancy, "end"): "空置至",
    (OccupancyUnit, "unit_id"): "房号",
}
UNTOLD = {"start_is_reported"}


class Planning:
    def __init__(self, lines: Lines, actor: Actor) -> None:
        self.lines, self.actor, self.plan = lines, actor, Plan()
        self.created: dict[int, str] = {}
        # What this file has said already: (row, what) → value and the number of the line.
        self.said: dict[tuple[Any, Any], tuple[Any, int]] = {}
        self.premises = Premises(actor)
        self.whereabouts = Whereabouts(self.premises.buildings, actor)

    def run(self) -> Plan:
        blank = dict.fromkeys(LABELS)
        self.cells = [blank | line for line in self.lines.frame.to_dicts()]
        found = [(line, self._building(line)) for line in self.cells]
        placed = [(line, building) for line, building in found if building]
        ids = {building["id"] for _, building in placed}
        self.premises.load(ids, self.actor)
        self.tenants = Tenants([line for line, _ in placed], ids, self.actor)
        self.stays = Stays(ids, self.actor, self.lines.given_on)
        # Who moves out is settled before a room is said to be empty.
        placed.sort(key=lambda pair: _is_empty(pair[0]))
        for line, building in placed:
            self._take(line, building)
        self._finish()
        return self.plan

    def _building(self, line: Cells) -> Record | None:
        try:
            self.plan.left_out += [(line[LINE], note) for note in unmix(line)]
            sheet = line[SHEET]
            return self.whereabouts.building(line, sheet, self.lines.titles.get(sheet, ()))
        except Stopped as stopped:
            self.plan.refuse([line[LINE]], stopped.field, stopped.reason)
            return None

    def _take(self, line: Cells, building: Record) -> None:
        try:
            (self._take_empty if _is_empty(line) else self._take_stay)(line, building)
        except Stopped as stopped:
            self.plan.refuse([line[LINE]], stopped.field, stopped.reason)
        except Held as held:
            self.plan.doubts.append(Doubt(line[LINE], held.candidate, held.why))

    def _take_empty(self, line: Cells, building: Record) -> None:
        rooms = self.premises.rooms(line, building)
        if not rooms:
            raise Stopped("rooms", "空置的房间要填房号")
        self._refuse_other_area(line, rooms)
        for unit in (room.record for room in rooms if room.record):
            self._refuse_said(line, unit, "empty", "rooms")
            self.stays.refuse_held(unit)
        for room in rooms:
            unit = self.premises.settled(room, building, line[LINE])
            self.said[unit, "empty"] = (True, line[ROW])
            self._remember_area(line, unit, line["unit_area"])
            if self.stays.confirm_empty(unit, line[LINE]):
                self.created[line[LINE]] = f"{building['name']} {room.number} 空置"

    def _take_stay(self, line: Cells, building: Record) -> None:
        rooms = self.premises.rooms(line, building)
        area = _used_area(line, rooms)
        decided = self.lines.decisions.get(line[LINE])
        tenant = self.tenants.find(line, building["id"], decided)
        if (line["end_reason"] or line["destination"]) and not line["end"]:
            raise Stopped("end", "填了迁出原因或去向，请同时填迁出日期")
        stay = self.stays.find(line, tenant, building, rooms)
        days = self.stays.days(line, stay, tenant, rooms)
        self._refuse_other_area(line, rooms)
        self._refuse_contradiction(line, tenant, stay, rooms)
        # From here on nothing is refused any more.
        tenant = self.tenants.settled(tenant, line, building)
        stay = self.stays.settled(line, stay, tenant, building, days)
        units = [self.premises.settled(room, building, line[LINE]) for room in rooms]
        added = [self.stays.seat(stay, unit, area, line[LINE]) for unit in units]
        if stay.is_new and (any(added) or not units):
            self.created[line[LINE]] = f"{tenant['name']}，{building['name']}"
        self._remember(line, tenant, stay, units)
        for unit in units:
            whole = line["area"] is not None and area in (None, unit["area"])
            self._remember_area(line, unit, unit["area"] if whole else line["unit_area"])

    def _refuse_contradiction(
        self, line: Cells, tenant: Record | None, stay: Record | None, rooms: list[Room]
    ) -> None:
        """A second line may add a room to a stay; what it says besides must agree."""
        for record, names in ((tenant, ENTERPRISE_FIELDS), (stay, STAY_CELLS)):
            for name in names:
                value, row = self.said.get((record, name), (None, 0))
                if value is not None and line[name] is not None and value != line[name]:
                    raise Stopped(name, f"与第 {row} 行说的不一致，请核对")
        units: list[Record | None] = [*(room.record for room in rooms)] or [None]
        if stay is not None and all((stay, unit) in self.said for unit in units):
            self._refuse_said(line, stay, units[0], "rooms" if rooms else "name")

    def _refuse_other_area(self, line: Cells, rooms: list[Room]) -> None:
        """A room has one area in one file, said outright or by a tenant who uses all of it."""
        for room in rooms:
            area, row = self.said.get((room.record, "unit_area"), (None, 0))
            if area is not None and line["unit_area"] not in (None, area):
                raise Stopped("unit_area", f"与第 {row} 行说的不一致，请核对")

    def _remember_area(self, line: Cells, unit: Record, area: Any) -> None:
        if area is not None:
            self.said.setdefault((unit, "unit_area"), (area, line[ROW]))

    def _refuse_said(self, line: Cells, record: Record, what: Any, name: str) -> None:
        if (record, what) in self.said:
            row = self.said[record, what][1]
            raise Stopped(name, f"与第 {row} 行重复，请只保留一行")

    def _remember(self, line: Cells, tenant: Record, stay: Record, units: list[Record]) -> None:
        for record, names in ((tenant, ENTERPRISE_FIELDS), (stay, STAY_CELLS)):
            for name in names:
                if line[name] is not None:
                    self.said.setdefault((record, name), (line[name], line[ROW]))
        for unit in (*units, *(() if units else (None,))):
            self.said.setdefault((stay, unit), (True, line[ROW]))

    def _ledgers(self) -> Iterator[Ledger]:
        """In the order they are written: what ends makes way for what begins."""
        yield from (self.tenants.ledger, self.premises.floors, self.premises.units)
        yield from (self.stays.vacancies, self.stays.ledger, self.stays.links)

    def _finish(self) -> None:
        ledgers = list(self._ledgers())
        for ledger in ledgers:
            ledger.number()
        self.plan.writes = [write for ledger in ledgers for write in ledger.writes()]
        names = {line[LINE]: line["name"] for line in self.cells}
        rows: list[tuple[Any, ...]] = [
            (line, True, name, None, None, None) for line, name in self.created.items()
        ]
        for ledger in ledgers:
            for line, column, before, after in ledger.log:
                if column in UNTOLD:
                    continue
                label = OTHER_LABELS.get((ledger.model, column)) or LABELS[column]
                texts = _text(column, before), _text(column, after)
                rows.append((line, False, names[line], label, *texts))
        self.plan.effects = pl.DataFrame(rows, schema=EFFECTS, orient="row")


def _is_empty(line: Cells) -> bool:
    return same_text(line["name"]) in EMPTY_WORDS


def _used_area(line: Cells, rooms: list[Room]) -> Any:
    """What the tenant uses of its one room; several rooms are used whole."""
    if line["area"] is None or not rooms:
        return None
    total = sum(room.area for room in rooms)
    if line["area"] > total:
        reason = f"使用面积大于房源面积 {total} ㎡，请核对；确是房源面积有误的，请填房源面积列"
        raise Stopped("area", reason)
    if len(rooms) > 1 and line["area"] != total:
        raise Stopped("area", f"与这几间房的面积之和 {total} ㎡ 不符，请每间房填一行")
    return line["area"] if len(rooms) == 1 else None


def _text(column: str, value: Any) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    return str(WORDS.get(column, {}).get(value, value))
