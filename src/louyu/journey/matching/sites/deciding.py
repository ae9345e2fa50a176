"""落楼认定: a person says which building an address means; it holds for every line that has it."""

from __future__ import annotations

from django.db import transaction

from louyu.journey.matching.models import Registration, Sited, SitingVerdict
from louyu.journey.matching.registrations import in_force
from louyu.kernel.history import acting
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Building


def say_where(*, address: str, building: Building | None, actor: Actor) -> int:
    """How many registrations in force it moved; without a building: none of the register's."""
    with transaction.atomic(), acting(actor, "site_decided"):
        SitingVerdict.objects.unscoped("one word an address").update_or_create(
            address=address,
            defaults={"building": building, "by_id": actor.user_id, "by_words": actor.name},
        )
        rows = in_force(Registration.objects.visible_to(actor)).filter(address=address)
        moved: int = rows.order_by().update(
            building=building,
            sited=Sited.FOUND if building else Sited.NOWHERE,
            evidence=f"{actor.name}认定",
        )
    return moved
