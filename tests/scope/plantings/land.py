"""申报与地块: for every site what is stated of it; a parcel for each keeper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from louyu.registers.buildings.models import DeclaredTotals, Parcel

if TYPE_CHECKING:
    from tests.scope.world import Person, World

MONTH = date(2024, 3, 1)


@dataclass
class Planted:
    parcels: list[int]
    places: list[str]


def plant(world: World) -> Planted:
    for site in world.sites:
        DeclaredTotals.objects.create(
            building=site.building,
            period=MONTH,
            area=site.area,
            occupancy=Decimal("0.5"),
            rent_yuan=Decimal(f"{site.number}6.23"),
        )
    places = [world.tree.street, world.tree.other_street, world.tree.park]
    parcels = [
        Parcel.objects.create(name=f"{place.code}壬鎏地块", place=place).pk for place in places
    ]
    return Planted(parcels, [place.code for place in places])


def forbidden(planted: Planted, person: Person) -> dict[str, str]:
    told: dict[str, str] = {}
    for label, code in zip(("street", "other street", "park"), planted.places, strict=True):
        if not (person.sees_district or person.keeps == label):
            told[f"{code}壬鎏"] = f"the parcel of the {label}"
    for number in range(4):
        if number not in person.sees or person.role in {"department", "community"}:
            told[f"{number + 1}6.23"] = f"the stated rent of site {number}"
    return told
