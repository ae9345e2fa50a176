"""房源经过: who was in a unit and when it stood empty, the days nobody reported between them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from louyu.registers.buildings.models import Unit
from louyu.registers.occupancy.models import Occupancy, Vacancy
from louyu.registers.occupancy.stacking import State, parts
from louyu.registers.occupancy.unit_states import with_states

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """Of stays with the same days, of a vacancy, or of silence where there is neither."""

    start: date
    end: date | None
    stays: tuple[Occupancy, ...] = ()
    vacancy: Vacancy | None = None


def periods(
    stays: Iterable[Occupancy], vacancies: Iterable[Vacancy], *, until: date
) -> list[Period]:
    """The latest first; a gap between two of them is a period of its own: 未采集."""
    together: dict[tuple[date, date | None], list[Occupancy]] = defaultdict(list)
    for stay in stays:
        together[stay.start, stay.end].append(stay)
    told = [Period(*days, stays=tuple(held)) for days, held in together.items()]
    told += [Period(row.start, row.end, vacancy=row) for row in vacancies]
    found: list[Period] = []
    known_to = None
    for period in sorted(told, key=lambda period: period.start):
        if known_to and period.start > known_to + DAY:
            found.append(Period(known_to + DAY, period.start - DAY))
        found.append(period)
        known_to = max(period.end or until, known_to or period.start)
    if known_to and known_to < until:
        found.append(Period(known_to + DAY, None))
    return found[::-1]


@dataclass(frozen=True)
class Part:
    state: State
    area: Decimal


def state_today(unit: Unit, day: date) -> list[Part]:
    seen = unit.building.units.filter(pk=unit.pk)
    return [Part(state, area) for state, area in parts(with_states(seen, day).get())]
