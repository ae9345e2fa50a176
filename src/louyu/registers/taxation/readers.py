"""税收的读者: how exactly somebody may read tax, after the table of security.md.

Whoever is in none of these sets sees no panel, no page and no word of it.
"""

from dataclasses import dataclass

from louyu.kernel.scope import Actor
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.organizations.models import DISTRICT_WIDE, Organization, Role
from louyu.registers.places.models import Place
from louyu.registers.taxation.access import may_read
from louyu.registers.taxation.scope import kept_by


@dataclass(frozen=True)
class Reader:
    """Of sums: exactly or after protection; `areas` is None for the whole district.

    `cleared`: also what a sum says of its single payers, as their shares do.
    """

    exact: bool
    areas: frozenset[int] | None = None
    cleared: bool = False

    def reads(self, place_id: int | None) -> bool:
        """Of a row that belongs to no place only readers of the whole district know."""
        return self.areas is None or place_id in self.areas


def reader_of(actor: Actor) -> Reader | None:
    cleared = may_read(actor)
    if reads_whole_district(actor) or actor.holds(Role.OFFICE):
        return Reader(exact=True, cleared=cleared)
    if actor.holds(Role.LEADER):
        return Reader(exact=False)
    areas = actor.areas(Role.STREET)
    return Reader(exact=cleared, areas=areas, cleared=cleared) if areas else None


def reads_whole_district(actor: Actor) -> bool:
    """Cleared, and for no street alone."""
    return may_read(actor) and actor.holds(*DISTRICT_WIDE)


def may_send_package(actor: Actor) -> bool:
    """The roster that goes to the bureau: names without tax."""
    return actor.holds(Role.OFFICE) or reads_whole_district(actor)


def reads_payments(actor: Actor, enterprise: Enterprise) -> bool:
    """The cleared, after they said why; a street of the firms it keeps."""
    return reads_whole_district(actor) or (may_read(actor) and reads_band(actor, enterprise))


def reads_band(actor: Actor, enterprise: Enterprise) -> bool:
    """A street of the firms it keeps or has in its buildings today."""
    areas = actor.areas(Role.STREET)
    return bool(areas) and kept_by(areas).filter(pk=enterprise.pk).exists()


def is_own(actor: Actor, enterprise: Enterprise) -> bool:
    bodies = actor.bodies(Role.ENTERPRISE)
    if not bodies or not enterprise.uscc:
        return False
    own = Organization.objects.unscoped("the code of the actor's own enterprise")
    return own.filter(pk__in=bodies, uscc=enterprise.uscc).exists()


def places_read(reader: Reader) -> list[Place]:
    """Places whose totals this reader may ask for, the highest first."""
    places = Place.objects.order_by("path")
    if reader.areas is not None:
        places = places.filter(pk__in=reader.areas)
    return list(places)
