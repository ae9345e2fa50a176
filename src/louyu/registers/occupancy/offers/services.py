"""招商办理: an offer is withdrawn, or verified on the spot. The same act twice is one."""

from django.db import transaction
from django.utils import timezone

from louyu.kernel.history import acting
from louyu.kernel.scope import Actor
from louyu.registers.occupancy.models import Offer
from louyu.registers.occupancy.offers.standing import OfferRefused


def withdraw(*, offer: Offer, reason: str, actor: Actor, why: str = "") -> None:
    """From this moment it is on no public page; the record stays."""
    with transaction.atomic(), acting(actor, "offer_withdrawn", why=why):
        stored = held(offer, actor)
        if stored.withdrawn_on is None:
            stored.withdrawn_on = max(timezone.localdate(), stored.listed_on)
            stored.withdrawal_reason = reason
            stored.save()


def verify(*, offer: Offer, actor: Actor) -> None:
    """Somebody of the office or the street saw today that the offer is as it says."""
    with transaction.atomic(), acting(actor, "offer_verified"):
        stored = held(offer, actor)
        if stored.withdrawn_on is not None:
            raise OfferRefused("此房源已下架，不再需要核实。")
        stored.verified_on, stored.verified_by_id = timezone.localdate(), actor.user_id
        stored.save()


def held(offer: Offer, actor: Actor) -> Offer:
    seen = Offer.objects.visible_to(actor).order_by()
    return seen.select_for_update(of=("self",)).get(pk=offer.pk)
