"""招商待办: offers whose room is no longer empty wait for whoever listed them to take them down."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from louyu.kernel.inbox import Item, Source, register
from louyu.kernel.scope import Actor
from louyu.registers.occupancy.models import Offer
from louyu.registers.occupancy.offers.standing import Standing, with_standing
from louyu.registers.occupancy.scope import reports_on
from louyu.registers.organizations.models import Role


def _taken(actor: Actor) -> QuerySet[Offer]:
    """The office sees them in the list; to do they are for the building and its street."""
    if not actor.holds(Role.STREET, Role.LIAISON, Role.OPERATOR):
        return Offer.objects.none()
    mine = Offer.objects.visible_to(actor).filter(reports_on(actor), withdrawn_on=None)
    rows: QuerySet[Offer] = with_standing(mine, timezone.localdate()).filter(
        standing=Standing.TAKEN
    )
    return rows


def _tell(offer: Any) -> Item:
    return Item(
        title=f"招商房源已不空置，请下架或更正：{offer}",
        link=offer.get_absolute_url(),
        subject=str(offer.building),
        note=f"上架于 {offer.listed_on:%Y-%m-%d}",
    )


register(Source("taken-offers", "待下架房源", _taken, _tell, "", ("building", "unit")))
