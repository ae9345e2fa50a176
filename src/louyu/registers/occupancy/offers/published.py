"""公开房源: the offers anybody may read: listed, still to be had, of a public building."""

from datetime import date
from typing import Any

from louyu.registers.buildings.published import is_public
from louyu.registers.occupancy.models import Offer
from louyu.registers.occupancy.offers.standing import STANDS_OPEN, with_standing


def listed(day: date) -> Any:
    """Whether or not their rooms are still to be had."""
    return Offer.objects.unscoped("published to everybody").filter(
        is_public("building__"), withdrawn_on=None, listed_on__lte=day
    )


def offers_on_show(day: date) -> Any:
    return with_standing(listed(day), day).filter(standing__in=STANDS_OPEN)
