"""演示租赁过程: who moves in and out of the units of one building, month by month."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from demo import words
from demo.firms import Firms
from demo.months import Month, years_before
from demo.premises import Premises
from louyu.registers.buildings.models import LifeStage, Unit
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.occupancy.models import EndReason, OccupancyKind

_REASONS = (
    (EndReason.LEASE_END, 34),
    (EndReason.COST, 20),
    (EndReason.EXPANSION, 18),
    (EndReason.CLOSED, 14),
    (EndReason.SERVICE, 4),
    (EndReason.OTHER, 4),
    (EndReason.UNKNOWN, 6),
)
_SIZES = (1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 7)


@dataclass
class Stay:
    """A stay to be stored; without units it is an address only."""

    enterprise: Enterprise
    premises: Premises
    units: list[Unit]
    start: date
    kind: OccupancyKind = OccupancyKind.LEASED
    end: date | None = None
    end_reason: str = ""
    destination: str = ""
    start_is_reported: bool = False
    is_primary: bool = True
    desk: int = 0  # of a co-working room, counted from 1


@dataclass
class Gap:
    """Days on which a unit stood empty; open while it still does."""

    unit: Unit
    start: date
    end: date | None = None


@dataclass
class Building:
    """The state of one building while its two years are played through."""

    premises: Premises
    firms: Firms
    random: Random
    begin: date
    stays: list[Stay] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    _empty: dict[int, Gap] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._order = self.premises.lettable
        self._fill = self.random.uniform(0.72, 0.97)
        self._leave = self.random.uniform(0.006, 0.018)
        self._enter = self.random.uniform(0.06, 0.16)

    def open_with(self) -> None:
        """Who was already there on the first day of the history."""
        position = 0
        while position < len(self._order):
            take = self.random.choice(_SIZES)
            units = self._order[position : position + take]
            position += len(units)
            if self.random.random() > self._fill:
                self._leave_empty(units[:2], self.begin)
                position -= len(units[2:])
                continue
            start = self._earlier_start()
            reported = self.random.random() < 0.12
            self.stays.append(
                self._stay(units, self.begin if reported else start, reported=reported)
            )

    def live_through(self, month: Month, *, until: date) -> None:
        days = (min(month.last, until) - month.first).days
        for stay in [s for s in self.stays if s.end is None and s.start < month.first]:
            if self.random.random() < self._leave:
                self._end(stay, month.first + timedelta(days=self.random.randint(0, days)))
        for units in self._empty_runs(before=month.first):
            if self.random.random() < self._enter:
                taken = units[: self.random.choice(_SIZES)]
                self._arrive(taken, month.first + timedelta(days=self.random.randint(0, days)))

    def _arrive(self, units: list[Unit], day: date) -> None:
        for unit in units:
            gap = self._empty.pop(unit.pk)
            gap.end = day - timedelta(days=1)
        self.stays.append(self._stay(units, day))

    def _end(self, stay: Stay, day: date) -> None:
        reasons, weights = zip(*_REASONS, strict=True)
        stay.end, stay.end_reason = day, self.random.choices(reasons, weights)[0]
        stay.destination = self.random.choice(words.DESTINATIONS)
        if stay.end_reason == EndReason.CLOSED:
            stay.destination = ""
            self.firms.close(stay.enterprise)
        self._leave_empty(stay.units, day + timedelta(days=1))

    def _leave_empty(self, units: list[Unit], since: date) -> None:
        for unit in units:
            gap = Gap(unit, since)
            self._empty[unit.pk] = gap
            self.gaps.append(gap)

    def _empty_runs(self, *, before: date) -> list[list[Unit]]:
        """Neighbouring units that were empty before the month began."""
        runs: list[list[Unit]] = [[]]
        for unit in self._order:
            gap = self._empty.get(unit.pk)
            if gap and gap.start < before:
                runs[-1].append(unit)
            elif runs[-1]:
                runs.append([])
        return [run for run in runs if run]

    def _stay(self, units: list[Unit], start: date, *, reported: bool = False) -> Stay:
        building = self.premises.building
        room = f"{building.address}{units[0].number}"
        firm = self.firms.new(place=building.place, address=room, before=start)
        owner = self.random.random() < 0.09
        return Stay(
            firm,
            self.premises,
            list(units),
            start,
            OccupancyKind.OWNER_OCCUPIED if owner else OccupancyKind.LEASED,
            start_is_reported=reported,
        )

    def _earlier_start(self) -> date:
        start = years_before(self.begin, self.random.uniform(0.05, 6))
        opened = self.premises.building.completed_on or start
        return min(max(start, opened + timedelta(days=75)), self.begin)


def may_hold_tenants(premises: Premises) -> bool:
    stages = (LifeStage.IN_USE, LifeStage.RENOVATING)
    return bool(premises.units) and premises.building.life_stage in stages
