"""对名单: who on the list is in the building, who is new, who is missing from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from stdnum.cn import uscc as credit_code

from louyu.engines.tables import ROW
from louyu.journey.collection.answering import expected, is_gone
from louyu.journey.collection.arrivals import Arrival
from louyu.journey.collection.models import Duty
from louyu.journey.collection.rosters.reading import Lines
from louyu.kernel.intake import same_text
from louyu.registers.buildings.models import UnitUse
from louyu.registers.occupancy.models import Occupancy
from louyu.registers.occupancy.newcomers import of_code
from louyu.registers.occupancy.roster.columns import EMPTY_WORDS
from louyu.registers.occupancy.roster.rooms import Unclear, room_key, rooms_in
from louyu.registers.occupancy.tenancies import Tenancy, tenancies, with_rooms

COLUMNS = {"name": "企业名称", "uscc": "统一社会信用代码", "rooms": "房号", "start": "入驻日期"}


@dataclass(frozen=True)
class Fault:
    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class Newcomer:
    row: int
    arrival: Arrival
    rooms: str


@dataclass
class Comparison:
    """`missing` are asked about; nobody is moved out because a list is silent."""

    present: list[Tenancy] = field(default_factory=list)
    missing: list[Tenancy] = field(default_factory=list)
    newcomers: list[Newcomer] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    empty_rows: int = 0


class _Stopped(Exception):
    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.reason = column, reason


def compared(duty: Duty, lines: Lines) -> Comparison:
    return _Comparing(duty).run(lines)


class _Comparing:
    def __init__(self, duty: Duty) -> None:
        self.stays = list(with_rooms(expected(duty)).order_by("pk"))
        rooms = duty.building.units.filter(use=UnitUse.BUSINESS)
        self.rooms = {room_key(number): pk for pk, number in rooms.values_list("pk", "number")}
        self.found: set[int] = set()
        self.new: dict[str, int] = {}
        self.told = Comparison()

    def run(self, lines: Lines) -> Comparison:
        self.told.faults = [Fault(e.row, e.column, e.value, e.reason) for e in lines.errors]
        for row in lines.rows:
            try:
                self._take(row)
            except _Stopped as stopped:
                value = row[stopped.column]
                label = COLUMNS[stopped.column]
                self.told.faults.append(Fault(row[ROW], label, str(value or ""), stopped.reason))
        self.told.faults.sort(key=lambda fault: fault.row)
        here = [stay for stay in self.stays if not is_gone(stay)]
        self.told.present = tenancies([stay for stay in here if stay.pk in self.found])
        self.told.missing = tenancies([stay for stay in here if stay.pk not in self.found])
        return self.told

    def _take(self, row: dict[str, Any]) -> None:
        if same_text(row["name"]) in EMPTY_WORDS:
            self.told.empty_rows += 1
            return
        code = (row["uscc"] or "").upper()
        if code and not credit_code.is_valid(code):
            raise _Stopped("uscc", "校验不通过，请对照营业执照重新填写")
        stay = self._known(row["name"], code)
        if stay is None:
            self._newcomer(row, code)
        elif is_gone(stay):
            raise _Stopped("name", "这家企业本月已登记迁出；登记错了的请在月度更新页改回“还在”")
        else:
            self.found.add(stay.pk)

    def _known(self, name: str, code: str) -> Occupancy | None:
        """The code decides, then the name within the building (decision 0020)."""
        coded = [stay for stay in self.stays if code and stay.enterprise.uscc == code]
        named = [s for s in self.stays if same_text(s.enterprise.name) == same_text(name)]
        if coded:
            return coded[0]
        if named and code and all(stay.enterprise.uscc for stay in named):
            raise _Stopped("uscc", "与这家企业登记的代码不同，请核对")
        if len(named) > 1:
            raise _Stopped("uscc", "本楼有几家同名企业，请补填信用代码")
        return named[0] if named else None

    def _newcomer(self, row: dict[str, Any], code: str) -> None:
        known = of_code(code)
        if known is not None and same_text(known.name) != same_text(row["name"]):
            raise _Stopped("uscc", "此代码已登记在另一名称下，请对照营业执照核对代码和名称")
        again = self.new.setdefault(code or same_text(row["name"]), row[ROW])
        if again != row[ROW]:
            raise _Stopped("name", f"与第 {again} 行是同一家新企业，几间房请写在一行，用“、”分开")
        units = self._rooms(row["rooms"])
        if row["start"] is None:
            raise _Stopped("start", "本楼没有登记过这家企业；登记新入驻请填入驻日期")
        arrival = Arrival(row["name"], code, units, row["start"])
        self.told.newcomers.append(Newcomer(row[ROW], arrival, row["rooms"]))

    def _rooms(self, text: str | None) -> tuple[int, ...]:
        if not text:
            raise _Stopped("rooms", "本楼没有登记过这家企业；登记新入驻请填房号")
        try:
            numbers = rooms_in(text, self.rooms)
        except Unclear as unclear:
            raise _Stopped("rooms", str(unclear)) from unclear
        if unknown := [number for number in numbers if room_key(number) not in self.rooms]:
            raise _Stopped("rooms", f"本楼没有登记房号 {unknown[0]}，请核对，或先登记房源")
        return tuple(self.rooms[room_key(number)] for number in numbers)
