"""税款: what every tenant of the world paid, each amount a number no other sum happens to be."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from louyu.registers.organizations.models import Role
from louyu.registers.taxation.tests.worlds import TaxWorld

if TYPE_CHECKING:
    from tests.scope.world import Person, World

# Not even the word: tax must not be guessed at by those who look after buildings.
TOLD_NOTHING = {Role.COMMUNITY, Role.LIAISON, Role.OPERATOR, Role.EXPERT, ""}


@dataclass
class Planted:
    """What the tenant of each site paid, in yuan, by the number of the site."""

    yuan: list[Decimal]


def plant(world: World) -> Planted:
    ledger = TaxWorld(world.tree)
    paid = [Decimal(f"{3_141_733 + site.number * 171_719}.37") for site in world.sites]
    for site, yuan in zip(world.sites, paid, strict=True):
        ledger.pay(site.tenant, yuan, 1)
    return Planted(paid)


def forbidden(planted: Planted, person: Person) -> dict[str, str]:
    told: dict[str, str] = {}
    for number, yuan in enumerate(planted.yuan):
        if person.tenant_of != number:
            told[str(yuan)] = f"what the tenant of site {number} paid"
        if person.role != Role.OFFICE:
            # One payer in the building: protected wherever sums are not read exactly.
            printed = (yuan / 10_000).quantize(Decimal("0.01"), ROUND_HALF_UP)
            told[str(printed)] = f"tax of building {number}"
    if person.role in TOLD_NOTHING:
        told |= {"税收": "a word of tax", "不予显示": "a word of tax"}
    return told
