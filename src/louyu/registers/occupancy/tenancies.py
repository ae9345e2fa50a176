"""入驻名单: stays as people read them: with their rooms and what they take."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from louyu.kernel import figures
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


def moves(present: Iterable[Occupancy], left: Iterable[Occupancy], *, since: date) -> list[Move]:
    """The latest first. A first report is no arrival: nobody knows when that tenant came."""
    came = [
        Move(stay, stay.start)
        for stay in (*present, *left)
        if stay.start >= since and not stay.start_is_reported
    ]
    gone = [Move(stay, stay.end, is_departure=True) for stay in left if stay.end]
    return sorted(came + gone, key=lambda move: move.day, reverse=True)
