"""公开房源: the offers anybody may read: listed, still to be had, of a public building."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q

from louyu.registers.buildings.published import is_public
from louyu.registers.occupancy.models import Offer, OfferPhoto
from louyu.registers.occupancy.offers.standing import STANDS_OPEN, with_standing


def listed(day: date) -> Any:
    """On that day, whether or not their rooms were still to be had."""
    return Offer.objects.unscoped("published to everybody").filter(
        Q(withdrawn_on=None) | Q(withdrawn_on__gt=day), is_public("building__"), listed_on__lte=day
    )


def offers_on_show(day: date) -> Any:
    return with_standing(listed(day), day).filter(standing__in=STANDS_OPEN)


def photos_on_show(day: date) -> Any:
    """Of the offers on show, in their order: what is taken down takes its photos along."""
    shown = OfferPhoto.objects.unscoped("published to everybody").filter(
        offer__in=offers_on_show(day).order_by().values("pk")
    )
    return shown.order_by("offer", "position")


def first_photos(offers: Iterable[Offer]) -> dict[int, OfferPhoto]:
    """Number of each of these offers, already on show → the photo that leads; one question."""
    known = {offer.pk: offer for offer in offers}
    rows = OfferPhoto.objects.unscoped("of offers already on show").filter(offer__in=known)
    found = {}
    for photo in rows.order_by("offer", "position").distinct("offer"):
        photo.offer = known[photo.offer_id]
        found[photo.offer_id] = photo
    return found
