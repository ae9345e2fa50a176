"""清单里的入驻: which stay a line means, what it changes, and the vacancies it ends or confirms."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from louyu.kernel.merging import LINE
from louyu.kernel.scope import Actor
from louyu.registers.occupancy.models import (
    EndReason,
    Occupancy,
    OccupancyKind,
    OccupancyUnit,
    Vacancy,
)
from louyu.registers.occupancy.roster.columns import STAY_FIELDS
from louyu.registers.occupancy.roster.ledger import Ledger, Record
from louyu.registers.occupancy.roster.premises import Room
from louyu.registers.occupancy.roster.refusing import Stopped

Cells = dict[str, Any]
DAY = timedelta(days=1)
FOREVER = date.max
FARTHEST = timedelta(days=366)


def _last(record: Record) -> date:
    return record["end"] or FOREVER


class Stays:
    def __init__(self, building_ids: set[int], actor: Actor, given_on: date) -> None:
        self.given_on = given_on
        self.month = given_on.replace(day=1)
        self.ledger, self.links, self.vacancies = (
            Ledger(Occupancy),
            Ledger(OccupancyUnit),
            Ledger(Vacancy),
        )
        self.ledger.load(Occupancy.objects.visible_to(actor).filter(building_id__in=building_ids))
        self.links.load(
            OccupancyUnit.objects.visible_to(actor).filter(unit__building_id__in=building_ids)
        )
        self.vacancies.load(
            Vacancy.objects.visible_to(actor).filter(unit__building_id__in=building_ids)
        )
        self._of: dict[tuple[Any, int], list[Record]] = defaultdict(list)
        self._links_of: dict[Any, list[Record]] = defaultdict(list)
        self._in_unit: dict[Any, list[Record]] = defaultdict(list)
        self._empty: dict[Any, list[Record]] = defaultdict(list)
        for stay in self.ledger:
            self._of[stay["enterprise_id"], stay["building_id"]].append(stay)
        for link in self.links:
            stay = self.ledger.records[link["occupancy_id"]]
            self._links_of[stay].append(link)
            self._in_unit[link["unit_id"]].append(stay)
        for vacancy in self.vacancies:
            self._empty[vacancy["unit_id"]].append(vacancy)

    def _units_of(self, stay: Record) -> list[Any]:
        return [link["unit_id"] for link in self._links_of[stay]]

    def find(
        self, cells: Cells, enterprise: Record | None, building: Record, rooms: list[Room]
    ) -> Record | None:
        """None: a new stay."""
        if enterprise is None:
            return None
        own = self._of[_key(enterprise), building["id"]]
        ended = [stay for stay in own if cells["end"] and stay["end"] == cells["end"]]
        chosen = ended or [stay for stay in own if stay["end"] is None]
        units = {_key(room.record) for room in rooms if room.record}
        if units:
            sharing = [stay for stay in chosen if units & set(self._units_of(stay))]
            another = cells["start"] and all(stay["start"] != cells["start"] for stay in chosen)
            chosen = sharing or ([] if another else chosen)
        if len(chosen) > 1:
            chosen = [stay for stay in chosen if stay["start"] == cells["start"]] or chosen
        if len(chosen) > 1:
            raise Stopped("rooms", "该企业在本楼有几条入驻，分不清是哪一条，请填房号和入驻日期")
        if own and not chosen and cells["end"] and not cells["start"]:
            last = max(_last(stay) for stay in own)
            reason = f"该企业在本楼已登记 {last} 迁出，请核对；是另一次入驻的，请填入驻日期"
            raise Stopped("end", reason)
        return chosen[0] if chosen else None

    def days(
        self, cells: Cells, stay: Record | None, enterprise: Record | None, rooms: list[Room]
    ) -> tuple[date, bool]:
        """The first day, and whether it is only the day first reported (decision 0006)."""
        units = [_key(room.record) for room in rooms if room.record]
        _refuse_impossible(cells, stay, self.given_on)
        if cells["start"] and not (stay and stay["start"] == cells["start"]):
            start, reported = cells["start"], False
        elif stay is not None:
            start, reported = stay["start"], stay["start_is_reported"]
        else:
            before = [
                _last(s) for u in units for s in self._in_unit[u] if self._same(s, enterprise)
            ]
            before += [v["start"] for u in units for v in self._empty[u] if v["end"] is None]
            free = [day + DAY for day in before if day < self.given_on]
            start, reported = max([min(self.month, cells["end"] or self.month), *free]), True
        if cells["end"] and cells["end"] < start:
            raise Stopped("end", f"迁出日期早于入驻日期 {start}，请核对")
        self._refuse_overlap(cells, stay, enterprise, units, start)
        return start, reported

    def _same(self, stay: Record, enterprise: Record | None) -> bool:
        return enterprise is not None and stay["enterprise_id"] == _key(enterprise)

    def _refuse_overlap(
        self,
        cells: Cells,
        stay: Record | None,
        enterprise: Record | None,
        units: list[Any],
        start: date,
    ) -> None:
        last = cells["end"] or (_last(stay) if stay else FOREVER)
        taken = set(units) | set(self._units_of(stay) if stay else ())
        for other in {s for unit in taken for s in self._in_unit[unit]} - {stay}:
            if self._same(other, enterprise) and other["start"] <= last and start <= _last(other):
                until = other["end"] or "今"
                raise Stopped(
                    "start", f"与已登记的入驻（{other['start']} 至 {until}）重叠，请核对日期"
                )
        if not _takes_room(cells if cells["kind"] else stay or cells):
            return
        new = set(units) - set(self._units_of(stay) if stay else ())
        for vacancy in (v for unit in new for v in self._empty[unit]):
            if start <= vacancy["start"] <= last:
                raise Stopped(
                    "start", f"房源自 {vacancy['start']} 起登记为空置，请先更正空置或核对入驻日期"
                )

    def settled(
        self,
        cells: Cells,
        stay: Record | None,
        enterprise: Record,
        building: Record,
        days: tuple[date, bool],
    ) -> Record:
        line, (start, reported) = cells[LINE], days
        given = {name: cells[name] for name in STAY_FIELDS if cells[name] is not None}
        given |= {"start": start, "start_is_reported": reported}
        if cells["end"]:
            reason = cells["end_reason"] or (stay and stay["end_reason"]) or EndReason.UNKNOWN
            given |= {"end": cells["end"], "end_reason": reason}
            if cells["destination"]:
                given["destination"] = cells["destination"]
        if stay is not None:
            self.ledger.change(stay, line, **given)
            return stay
        keys = {"enterprise_id": enterprise, "building_id": building["id"]}
        stay = self.ledger.make(
            line, **({"kind": "leased", "end": None, "end_reason": ""} | keys | given)
        )
        self._of[_key(enterprise), building["id"]].append(stay)
        return stay

    def seat(self, stay: Record, unit: Record, area: Any, line: int) -> bool:
        """The unit belongs to the stay; whether that is new. Ends what said it was empty."""
        key = _key(unit)
        whole = area is None or area == unit["area"]
        link = next((k for k in self._links_of[stay] if k["unit_id"] == key), None)
        if link is not None:
            if area is not None and area != (link["area"] or unit["area"]):
                link.values["area"] = link["area"] or unit["area"]  # whole, said in full
                self.links.change(link, line, area=area)
            return False
        link = self.links.make(line, occupancy_id=stay, unit_id=key, area=None if whole else area)
        if not stay.is_new:
            self.links.log.append((line, "unit_id", None, unit["number"]))
        self._links_of[stay].append(link)
        self._in_unit[key].append(stay)
        for vacancy in self._empty[key] if _takes_room(stay) else ():
            if vacancy["start"] < stay["start"] <= _last(vacancy):
                self.vacancies.change(vacancy, line, end=stay["start"] - DAY)
        return True

    def refuse_held(self, unit: Record) -> None:
        here = (stay for stay in self._in_unit[_key(unit)] if _takes_room(stay))
        if any(_last(stay) >= self.given_on for stay in here):
            raise Stopped("name", "这间房登记有企业在驻，请先填写它的迁出日期和原因")

    def confirm_empty(self, unit: Record, line: int) -> bool:
        """Whether this is news."""
        key = _key(unit)
        if any(_last(vacancy) >= self.given_on for vacancy in self._empty[key]):
            return False
        free = [_last(row) + DAY for row in (*self._in_unit[key], *self._empty[key])]
        vacancy = self.vacancies.make(
            line,
            unit_id=unit,
            start=max([self.month, *free]),
            end=None,
            confirmed_on=self.given_on,
        )
        self._empty[key].append(vacancy)
        return True


def _refuse_impossible(cells: Cells, stay: Record | None, given_on: date) -> None:
    """Days that no stay can have, and a departure nobody knows the arrival of."""
    start, expiry = cells["start"], cells["lease_expiry"]
    if start and start > given_on + FARTHEST:
        raise Stopped("start", "入驻日期在一年以后，请核对")
    known = start or (stay["start"] if stay and not stay["start_is_reported"] else None)
    if expiry and known and expiry < known:
        raise Stopped("lease_expiry", f"租约到期日早于入驻日期 {known}，请核对")
    if cells["end"] and not start and stay is None:
        raise Stopped("start", "没有登记过该企业在本楼入驻；登记迁出请同时填入驻日期")


def _takes_room(stay: Record | Cells) -> bool:
    """A registered address alone leaves the room empty."""
    return bool(stay["kind"] != OccupancyKind.ADDRESS_ONLY)


def _key(record: Record) -> Any:
    """A stored row by its number, a new one by itself."""
    return record["id"] or record
