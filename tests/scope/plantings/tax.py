"""税款: what every tenant of the world paid, each amount a number no other sum happens to be.

In two taxes, so that the sum of a building with one payer is not yet a payment of its.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from louyu.engines.measures import Period
from louyu.journey.statistics.computing import compute
from louyu.registers.deliveries.models import Delivery
from louyu.registers.organizations.actors import console
from louyu.registers.organizations.models import Organization, Role
from louyu.registers.taxation.kinds import TaxType
from louyu.registers.taxation.lock import opened
from louyu.registers.taxation.models import TaxPayment
from louyu.registers.taxation.tests.worlds import YEAR, TaxWorld

if TYPE_CHECKING:
    from tests.scope.world import Person, World

# Not even the word: tax must not be guessed at by those who look after buildings.
NAMELESS = "癸鎏无名商行"
WORDS = ("税", "不予显示")
TOLD_NOTHING = {Role.COMMUNITY, Role.LIAISON, Role.OPERATOR, Role.EXPERT, ""}


@dataclass
class Planted:
    """What the tenant of each site paid, in yuan, by the number of the site; `vat` of that."""

    yuan: list[Decimal]
    vat: list[Decimal]
    delivery: Delivery

    @property
    def bureau(self) -> Organization:
        return self.delivery.provider


def plant(world: World) -> Planted:
    # Departments are named to whoever may ask them; the name of this one must not hide a leak.
    ledger = TaxWorld(world.tree, "征管来文单位")
    paid = [Decimal(f"{3_141_733 + site.number * 171_719}.37") for site in world.sites]
    vat = [
        yuan - Decimal(f"{212_123 + site.number * 1_313}.19")
        for site, yuan in zip(world.sites, paid, strict=True)
    ]
    for site, yuan, part in zip(world.sites, paid, vat, strict=True):
        ledger.pay(site.tenant, part, 1, TaxType.VAT)
        ledger.pay(site.tenant, yuan - part, 1, TaxType.STAMP)
    told = ledger.delivered("tax", 1)
    with opened("write"):
        TaxPayment.objects.create(name=NAMELESS, tax_type=TaxType.TOTAL, yuan=1, **told)
    # Figures of tax are there for January alone: of every other month something is missing.
    compute(period=Period(f"{YEAR}-01"), actor=console("范围测试"))
    return Planted(paid, vat, told["delivery"])


def forbidden(planted: Planted, person: Person) -> dict[str, str]:
    told: dict[str, str] = {}
    for number, (yuan, vat) in enumerate(zip(planted.yuan, planted.vat, strict=True)):
        if person.tenant_of != number:
            # Nobody reads a payment of another without having said why; see test_tax.py.
            told[str(vat)] = f"what the tenant of site {number} paid"
        exact = person.role == Role.OFFICE or (person.cleared and number in person.sees)
        if not exact:
            if person.tenant_of != number:
                told[str(yuan)] = f"what the tenant of site {number} paid in all"
            # One payer in the building: protected wherever sums are not read exactly.
            printed = (yuan / 10_000).quantize(Decimal("0.01"), ROUND_HALF_UP)
            told[str(printed)] = f"tax of building {number}"
    if not person.cleared:
        told["c-band"] = "the colour of a band of tax"
    if not (person.cleared and person.role == Role.DEPARTMENT):
        told[NAMELESS] = "a payer nobody knows"
    if person.role in TOLD_NOTHING:
        told |= dict.fromkeys(WORDS, "a word of tax")
    return told
