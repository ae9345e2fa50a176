"""比对: for every site a registration, a verdict, a discrepancy with its matter, a change; one
registration that no building is known of, which is the district's."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from demo import codes, factories
from louyu.journey.matching.kinds import DISCREPANCY
from louyu.journey.matching.models import (
    Change,
    Discrepancy,
    NameProposal,
    PairingVerdict,
    Registration,
    Sited,
)
from louyu.kernel.files.models import StoredFile
from louyu.registers.deliveries.models import DataClass, Delivery
from louyu.registers.matters.by_the_hundred import Opening, open_many
from louyu.registers.organizations.actors import console
from louyu.registers.organizations.models import OrganizationKind

if TYPE_CHECKING:
    from tests.scope.world import Person, Site, World

LOST = "癸鎏路"
DISTRICT = {"office", "leader"}
READERS = DISTRICT | {"street"}


@dataclass
class Planted:
    discrepancies: list[int] = field(default_factory=list)
    matters: list[int] = field(default_factory=list)
    verdicts: list[int] = field(default_factory=list)
    proposals: list[int] = field(default_factory=list)


def plant(world: World) -> Planted:
    planted = Planted()
    delivery = _delivery()
    for at, site in enumerate(world.sites):
        _plant_at(site, at, delivery, planted)
    Registration.objects.create(
        delivery=delivery,
        line=90,
        subject="lost",
        name="无处可落有限公司",
        address=f"{LOST}1号",
        sited=Sited.AMBIGUOUS,
    )
    return planted


def _delivery() -> Delivery:
    return Delivery.objects.create(
        kind="registrations",
        period=date(2024, 5, 1),
        provider=factories.organization(OrganizationKind.DEPARTMENT, name="试验区登记单位"),
        basis="办法",
        purpose="比对",
        data_class=DataClass.INTERNAL,
        allowed_roles=["office"],
        sha256="1" * 64,
        file=StoredFile.objects.create(
            name="名单.csv", sha256="1" * 64, size=1, content_type="", owner_id=None
        ),
    )


def _plant_at(site: Site, at: int, delivery: Delivery, planted: Planted) -> None:
    _pair(site, at, delivery, planted)
    _differ(site, at, delivery, planted)


def _pair(site: Site, at: int, delivery: Delivery, planted: Planted) -> None:
    code, name = codes.invented(886_001 + at), f"{site.marker}登记"
    Registration.objects.create(
        delivery=delivery,
        line=at,
        subject=code,
        code=code,
        name=name,
        address=f"{site.marker}住所",
        sited=Sited.FOUND,
        building=site.building,
    )
    verdict = PairingVerdict.objects.create(
        enterprise=site.tenant,
        subject=f"another-{at}",
        is_same=False,
        roster_words=site.tenant.name,
        registry_words=f"{site.marker}别家",
        score=0.5,
        by_words="某人",
    )
    planted.verdicts.append(verdict.pk)


def _differ(site: Site, at: int, delivery: Delivery, planted: Planted) -> None:
    code, name = codes.invented(886_001 + at), f"{site.marker}登记"
    opening = Opening(name, f"{site.marker}差异", site.building.pk, site.place.pk, site.tenant.pk)
    (matter,) = open_many(DISCREPANCY, [opening], console("试验"))
    row = Discrepancy.objects.create(
        kind="moved",
        subject=f"{site.tenant.pk}@{site.building.pk}",
        facts="0" * 64,
        name=name,
        words=f"{site.marker}差异",
        building=site.building,
        enterprise=site.tenant,
        registered=code,
        matter_id=matter,
        opened_on=date(2024, 5, 31),
    )
    Change.objects.create(
        kind="moved_in",
        day=date(2024, 5, 31),
        delivery=delivery,
        subject=code,
        name=name,
        building=site.building,
    )
    proposal = NameProposal.objects.create(
        building=site.building, name=f"{site.marker}俗称", count=3, example=f"{site.marker}住所"
    )
    planted.discrepancies.append(row.pk)
    planted.matters.append(matter)
    planted.proposals.append(proposal.pk)


def forbidden(planted: Planted, person: Person) -> dict[str, str]:
    """What was registered is the readers' alone, whatever else a person sees of the building."""
    told = {} if person.role in DISTRICT else {LOST: "an address without a building"}
    if person.role not in READERS:
        for word in ("登记", "住所", "别家", "差异", "俗称"):
            told |= {f"{marker}{word}": "registry" for marker in ("甲鎏", "乙鎏", "丙鎏", "丁鎏")}
    return told
