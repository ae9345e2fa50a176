"""税收的读者: how exactly somebody may read tax, after the table of security.md.

Whoever is in none of these sets sees no panel, no page and no word of it.
"""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from louyu.kernel.scope import Actor
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.occupancy.models import Occupancy
from louyu.registers.organizations.models import Organization, Role
from louyu.registers.places.models import Place
from louyu.registers.taxation.access import may_read


@dataclass(frozen=True)
class Reader:
    """Of sums: exactly or after protection; `areas` is None for the whole district."""

    exact: bool
    areas: frozenset[int] | None = None

    def reads(self, place_id: int | None) -> bool:
        """Of a row that belongs to no place only readers of the whole district know."""
        return self.areas is None or place_id in self.areas


def reader_of(actor: Actor) -> Reader | None:
    if may_read(actor) or actor.holds(Role.OFFICE):
        return Reader(exact=True)
    if actor.holds(Role.LEADER):
        return Reader(exact=False)
    areas = actor.areas(Role.STREET)
    return Reader(exact=False, areas=areas) if areas else None


def reads_band(actor: Actor, enterprise: Enterprise) -> bool:
    """A street of the firms it keeps or has in its buildings today."""
    areas = actor.areas(Role.STREET)
    if not areas:
        return False
    seated = Occupancy.objects.unscoped("whether the firm sits in the actor's street today")
    return (
        enterprise.place_id in areas
        or seated.filter(
            Q(building__place_id__in=areas),
            enterprise=enterprise,
            during__contains=timezone.localdate(),
        ).exists()
    )


def is_own(actor: Actor, enterprise: Enterprise) -> bool:
    bodies = Organization.objects.unscoped("the code of the actor's own enterprise")
    return bool(enterprise.uscc) and (
        bodies.filter(pk__in=actor.bodies(Role.ENTERPRISE), uscc=enterprise.uscc).exists()
    )


def places_read(reader: Reader) -> list[Place]:
    """Places whose totals this reader may ask for, the highest first."""
    places = Place.objects.order_by("path")
    if reader.areas is not None:
        places = places.filter(pk__in=reader.areas)
    return list(places)
