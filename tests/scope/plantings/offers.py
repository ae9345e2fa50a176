"""招商房源: for every site one on offer, one taken down, with photos; the latter is not public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from demo import factories
from louyu.registers.occupancy.models import Offer, OfferPhoto, WithdrawalReason

if TYPE_CHECKING:
    from tests.scope.world import Person, World

LISTED, TAKEN_DOWN = date(2024, 5, 1), date(2024, 5, 31)


@dataclass
class Planted:
    open: list[Offer]
    withdrawn: list[Offer]
    photos: list[OfferPhoto]
    withdrawn_photos: list[OfferPhoto]


def plant(world: World) -> Planted:
    planted = Planted([], [], [], [])
    for site in world.sites:
        told = {"listed": LISTED, "contact": site.operator}
        planted.withdrawn.append(
            factories.offer(
                site.units[2],
                **told,
                conditions=f"{site.marker}旧条件",
                rent_yuan=Decimal(f"{site.number}8.53"),
                withdrawn_on=TAKEN_DOWN,
                withdrawal_reason=WithdrawalReason.TERMS_CHANGED,
            )
        )
        planted.open.append(
            factories.offer(site.units[2], **told, conditions=f"{site.marker}条件", area=41)
        )
        planted.photos.append(factories.offer_photo(planted.open[-1], alt=f"{site.marker}照片"))
        planted.withdrawn_photos.append(
            factories.offer_photo(planted.withdrawn[-1], alt=f"{site.marker}旧照")
        )
    return planted


def forbidden(planted: Planted, person: Person) -> dict[str, str]:
    """Also where the building itself may be named to everybody."""
    told: dict[str, str] = {}
    for number in range(4):
        if number not in person.sees:
            told[f"{number + 1}8.53"] = f"the rent of site {number}'s offer taken down"
            told[f"{planted.withdrawn[number].conditions}"] = f"site {number}'s former conditions"
            told[f"{planted.withdrawn_photos[number].alt}"] = f"site {number}'s former photo"
    return told
