"""七列汇总: registered at every site its tenant, and a firm that has its address there alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from demo import codes, factories
from louyu.engines.measures import Period
from louyu.journey.matching.models import Pairing, Registration, Sited
from louyu.journey.matching.summary.standing import take
from louyu.registers.organizations.models import OrganizationKind, Role
from louyu.registers.taxation.tests.worlds import YEAR, delivery

if TYPE_CHECKING:
    from tests.scope.world import Person, World

READERS = {Role.OFFICE, Role.LEADER, Role.STREET}
ALONE = "虚挂有限公司"


@dataclass
class Planted:
    """Numbers of the lists that were compared."""

    lists: list[int]


def plant(world: World) -> Planted:
    """After the tax of the world: who has paid is taken from it."""
    month = Period(f"{YEAR}-02").first
    provider = factories.organization(OrganizationKind.DEPARTMENT, name="登记来文单位")
    told = delivery(provider, month, "registrations")
    for site in world.sites:
        where = {"building": site.building, "sited": Sited.FOUND, "delivery": told}
        own = Registration.objects.create(
            line=2 * site.number,
            subject=str(site.tenant.uscc),
            code=str(site.tenant.uscc),
            name=site.tenant.name,
            address=f"{site.marker}大厦101室",
            **where,
        )
        Registration.objects.create(
            line=2 * site.number + 1,
            subject=codes.invented(889_000 + site.number),
            code=codes.invented(889_000 + site.number),
            name=f"{site.marker}{ALONE}",
            address=f"{site.marker}大厦201室",
            **where,
        )
        Pairing.objects.create(
            enterprise=site.tenant,
            registration=own,
            state=Pairing.State.TAKEN,
            ground=Pairing.Ground.LIKENESS,
            score=1,
            evidence=f"{site.marker}代码相同",
        )
    take([told.pk])
    return Planted([told.pk])


def forbidden(planted: Planted, person: Person) -> dict[str, str]:
    return {} if person.role in READERS else {ALONE: "a registration", "鎏代码相同": "a pairing"}
