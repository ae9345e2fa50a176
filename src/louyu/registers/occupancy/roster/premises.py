"""清单里的房: which storeys and rooms a line names, known or to be made."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from louyu.kernel.scope import Actor
from louyu.registers.buildings.floors import beyond, floor_number
from louyu.registers.buildings.models import Building, Floor, Unit
from louyu.registers.occupancy.roster.ledger import Ledger, Record
from louyu.registers.occupancy.roster.refusing import Stopped
from louyu.registers.occupancy.roster.rooms import Unclear, room_key, rooms_in

Cells = dict[str, Any]
LONGEST_NUMBER = Unit._meta.get_field("number").max_length or 0


@dataclass(frozen=True)
class Room:
    """A room of a line: `record` is None until it is made."""

    number: str
    record: Record | None
    storey: int | None
    area: Decimal


class Premises:
    def __init__(self, actor: Actor) -> None:
        self.buildings = Ledger(Building)
        self.buildings.load(Building.objects.visible_to(actor))
        self.floors, self.units = Ledger(Floor), Ledger(Unit)

    def load(self, building_ids: set[int], actor: Actor) -> None:
        self.floors.load(Floor.objects.visible_to(actor).filter(building_id__in=building_ids))
        self.units.load(Unit.objects.visible_to(actor).filter(building_id__in=building_ids))
        self._rooms: dict[int, dict[str, Record]] = defaultdict(dict)
        self._storeys: dict[tuple[int, int], Record] = {}
        for unit in self.units:
            self._rooms[unit["building_id"]][room_key(unit["number"])] = unit
        for floor in self.floors:
            self._storeys[floor["building_id"], floor["number"]] = floor

    def rooms(self, cells: Cells, building: Record) -> list[Room]:
        """The rooms of a line, every doubt about them told; nothing is made yet."""
        if not cells["rooms"]:
            return []
        known = self._rooms[building["id"]]
        try:
            numbers = rooms_in(cells["rooms"], known)
        except Unclear as unclear:
            raise Stopped("rooms", str(unclear)) from unclear
        storey = self._storey(cells["floor"], building)
        if cells["unit_area"] is not None and len(numbers) > 1:
            raise Stopped("unit_area", "几间房合填一个房源面积，请每间房填一行")
        return [self._room(n, known.get(room_key(n)), storey, cells, numbers) for n in numbers]

    def _storey(self, text: str | None, building: Record) -> int | None:
        if not text:
            return None
        number = floor_number(text)
        if number is None:
            raise Stopped("floor", "认不出是哪一层：地上填 1、2、3，地下填 -1、-2")
        known = (building["id"], number) in self._storeys
        why = beyond(number, building["floors_above"], building["floors_below"])
        if why and not known:
            raise Stopped("floor", why)
        return number

    def _room(
        self, number: str, unit: Record | None, storey: int | None, cells: Cells, all_: list[str]
    ) -> Room:
        if unit is not None:
            floor = self._floor_of(unit)
            if storey is not None and storey != floor:
                raise Stopped("floor", f"房号 {unit['number']} 登记在 {floor} 层，请核对楼层")
            return Room(unit["number"], unit, floor, cells["unit_area"] or unit["area"])
        if len(number) > LONGEST_NUMBER:
            raise Stopped("rooms", f"房号超过 {LONGEST_NUMBER} 个字，请核对；几间房请用“、”分开")
        if storey is None:
            raise Stopped("floor", f"没有登记房号 {number}；要新建请填楼层")
        area = cells["unit_area"] or (cells["area"] if len(all_) == 1 else None)
        if area is None:
            raise Stopped("unit_area", f"没有登记房号 {number}；要新建请每间一行，填房源面积")
        return Room(number, None, storey, area)

    def _floor_of(self, unit: Record) -> int:
        floor = unit["floor_id"]
        record = floor if isinstance(floor, Record) else self.floors.records[floor]
        return int(record["number"])

    def settled(self, room: Room, building: Record, line: int) -> Record:
        """The unit itself: made, or its area corrected where the line says another."""
        if room.record is not None:
            self.units.change(room.record, line, area=room.area)
            return room.record
        key = building["id"], room.storey or 0
        if key not in self._storeys:
            self._storeys[key] = self.floors.make(line, building_id=key[0], number=key[1])
        unit = self.units.make(
            line,
            building_id=building["id"],
            floor_id=self._storeys[key],
            number=room.number,
            area=room.area,
        )
        self._rooms[building["id"]][room_key(room.number)] = unit
        return unit
