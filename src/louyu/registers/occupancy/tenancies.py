"""入驻名单: stays as people read them: with their rooms and what they take."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from louyu.kernel import figures
from louyu.registers.buildings.models import Building
from louyu.registers.occupancy.models import Occupancy
from louyu.registers.occupancy.stacking import natural


@dataclass(frozen=True)
class Tenancy:
    """`area` is None for a stay that is linked to no unit."""

    stay: Occupancy
    rooms: str
    area: Decimal | None


def tenancies(stays: QuerySet[Occupancy] | Iterable[Occupancy]) -> list[Tenancy]:
    return [_tenancy(stay) for stay in stays]


def with_rooms(stays: QuerySet[Occupancy]) -> QuerySet[Occupancy]:
    return stays.select_related("enterprise", "building").prefetch_related("unit_links__unit")


def recent_stays(building: Building, since: date) -> list[Occupancy]:
    """Everybody who is in the building or left it since then, with the units they took."""
    recent = building.occupancies.filter(Q(end=None) | Q(end__gte=since))
    return list(recent.select_related("enterprise").prefetch_related("unit_links"))


def _tenancy(stay: Occupancy) -> Tenancy:
    links = sorted(stay.unit_links.all(), key=lambda link: natural(link.unit.number))
    rooms = "、".join(link.unit.number for link in links)
    areas = [link.area or link.unit.area for link in links]
    return Tenancy(stay, rooms or figures.MISSING, sum(areas, Decimal(0)) if areas else None)


@dataclass(frozen=True)
class Move:
    """One arrival or departure."""

    stay: Occupancy
    day: date
    is_departure: bool = False

    @property
    def word(self) -> str:
        if not self.is_departure:
            return "入驻"
        return f"迁出（{self.stay.get_end_reason_display()}）"


def moves(stays: Iterable[Occupancy], *, since: date, until: date) -> list[Move]:
    """The latest first. A first report is no arrival: nobody knows when that tenant came."""
    told = [Move(stay, stay.start) for stay in stays if not stay.start_is_reported]
    told += [Move(stay, stay.end, is_departure=True) for stay in stays if stay.end]
    recent = [move for move in told if since <= move.day <= until]
    return sorted(recent, key=lambda move: move.day, reverse=True)
