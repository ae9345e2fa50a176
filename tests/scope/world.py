"""试验区: two streets, a park and their rows; every row carries a marker that says whose it is.

Who may see which marker is written down here by hand, from the domain model, and never asked
of the policies under test.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from demo import codes, factories
from louyu.engines.measures import Period
from louyu.journey.publication.models import Countersignature
from louyu.journey.publication.services import draft
from louyu.journey.publication.workflow import FLOW
from louyu.journey.statistics.computing import compute
from louyu.kernel.files.services import store
from louyu.kernel.jobs.services import run_job
from louyu.registers.assignments.models import Assignment, Capacity
from louyu.registers.buildings.models import (
    Building,
    BuildingAlias,
    DoorNumber,
    KeyListing,
    PartyKind,
    Unit,
)
from louyu.registers.deliveries.services import start_import
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.occupancy.models import Occupancy, OccupancyKind
from louyu.registers.organizations.actors import actor_of
from louyu.registers.organizations.models import (
    Clearance,
    ClearanceKind,
    Organization,
    OrganizationKind,
    Role,
    User,
)
from louyu.registers.places.models import Place
from tests.scope.plantings import plantings

# Markers are syllables that no template, label or name of another row contains.
BUILDINGS = ("甲鎏", "乙鎏", "丙鎏", "丁鎏")
UPLOADED = "庚鎏名册"
# What a curious person would type to learn whether it exists.
SEARCHABLE = frozenset(
    {"共席控股", "戊鎏"}
    | {f"QXSCOPE{number}7" for number in range(1, 5)}
    | {f"{name}{word}" for name in BUILDINGS for word in ("旧称", "前租户")}
)


@dataclass
class Site:
    """One building with what is in it, all bearing the same marker."""

    marker: str
    place: Place
    community: Place | None
    number: int
    building: Building = field(init=False)
    units: list[Unit] = field(init=False)
    tenant: Enterprise = field(init=False)
    stay: Occupancy = field(init=False)
    manager: Organization = field(init=False)
    operator: Organization = field(init=False)

    def __post_init__(self) -> None:
        self._build_premises()
        self._build_people()

    @property
    def text_markers(self) -> set[str]:
        return {self.marker, self.code, self.area_text, self.tenant.uscc or ""}

    @property
    def code(self) -> str:
        return f"QXSCOPE{self.number}7"

    @property
    def area(self) -> Decimal:
        """A number no sum or count of other rows happens to be."""
        return Decimal(f"{71_000 + self.number * 811}.37")

    @property
    def area_text(self) -> str:
        return f"{self.area:.2f}"

    def _build_premises(self) -> None:
        m = self.marker
        self.building = factories.building(
            self.place,
            code=self.code,
            name=f"{m}大厦",
            address=f"{m}路{self.number}号",
            community=self.community,
            gross_floor_area=self.area,
            business_area=self.area,
            completed_on=date(2015, 5, 1),
        )
        BuildingAlias.objects.create(building=self.building, name=f"{m}旧称")
        DoorNumber.objects.create(building=self.building, road=f"{m}街", number="9号")
        KeyListing.objects.create(
            building=self.building, start=factories.LONG_AGO, basis=f"{m}依据"
        )
        self.units = [
            factories.unit(self.building, floor=floor, number=f"{m}{floor}01", area=self.area / 8)
            for floor in (1, 2, 3)
        ]
        factories.vacancy(self.units[2])

    def _build_people(self) -> None:
        m = self.marker
        self.tenant = factories.enterprise(
            name=f"{m}商贸有限公司",
            registered_address=f"{m}路{self.number}号101",
            uscc=codes.invented(880_000 + self.number),
        )
        self.stay = factories.occupancy(
            self.tenant,
            self.units[0],
            destination=f"{m}去处",
            rent_yuan=Decimal(f"{self.number}3.17"),
            lease_expiry=timezone.localdate() + timedelta(days=40),
        )
        gone = factories.enterprise(name=f"{m}前租户有限公司")
        factories.occupancy(
            gone,
            self.units[1],
            end=date(2022, 6, 30),
            end_reason="other",
            destination=f"{m}远方",
        )
        self.manager = self._body(OrganizationKind.PROPERTY_MANAGER, "物业")
        self.operator = self._body(OrganizationKind.OPERATOR, "运营")

    def _body(self, kind: OrganizationKind, word: str) -> Organization:
        body = factories.organization(
            kind, name=f"{self.marker}{word}公司", phone=f"0535-66{self.number}"
        )
        factories.party(self.building, body, PartyKind(kind.value))
        return body


@dataclass
class World:
    """Sites 0 and 1 lie in the street, 0 in its community; 2 in the other street, 3 in the park."""

    tree: factories.PlaceTree = field(default_factory=factories.place_tree)
    sites: list[Site] = field(default_factory=list)

    def __post_init__(self) -> None:
        tree = self.tree
        spots = [
            (tree.street, tree.community),
            (tree.street, None),
            (tree.other_street, None),
            (tree.park, None),
        ]
        for number, (marker, spot) in enumerate(zip(BUILDINGS, spots, strict=True), start=1):
            self.sites.append(Site(marker, *spot, number))
        # One enterprise in two streets: each side sees it, and its own side's stay alone.
        self.shared = factories.enterprise(name="共席控股有限公司")
        for site in (self.sites[0], self.sites[2]):
            factories.occupancy(
                self.shared,
                site.units[1],
                kind=OccupancyKind.LEASED,
                rent_yuan=Decimal(f"{site.number}9.41"),
                start=date(2023, 1, 1),
            )
        self.sole_record = factories.enterprise(name="戊鎏备案有限公司", place=tree.other_street)
        # One company in two streets; each lets in its own people.
        self.chain = factories.organization(OrganizationKind.OWNER, name="连锁产权公司")
        for site in (self.sites[1], self.sites[2]):
            factories.party(site.building, self.chain, PartyKind.OWNER)
            Assignment.objects.create(
                building=site.building,
                organization=self.chain,
                capacity=Capacity.OPERATOR,
                start=factories.LONG_AGO,
            )
        self._publish()
        self._send_a_file()
        self.planted: dict[str, Any] = {
            name: part.plant(self) for name, part in plantings().items()
        }

    def _publish(self) -> None:
        """A month of figures; a bulletin of the district and one of a street issued, one draft."""
        actor = factories.actor(Role.OFFICE)
        self.quarter = Period.of(timezone.localdate()).quarter.previous
        earlier = self.quarter.previous
        self.month = self.quarter.last_month
        for period in (earlier.last_month, self.month):
            compute(period=period, actor=actor)
        self.draft = draft(span=self.quarter, place=self.tree.street, actor=actor)
        body = factories.organization(OrganizationKind.DEPARTMENT, name="会签局")
        self.asked = Countersignature.objects.create(bulletin=self.draft, organization=body)
        self.issued = draft(span=self.quarter, place=self.tree.district, actor=actor)
        self.street_bulletin = draft(span=earlier, place=self.tree.other_street, actor=actor)
        for bulletin in (self.issued, self.street_bulletin):
            for step in ("submit", "issue"):
                FLOW.take(bulletin, step, actor=actor)
            bulletin.refresh_from_db()

    def _send_a_file(self) -> None:
        """An import of the office's, checked and waiting for its owner: nobody else's business."""
        owner = factories.user(Role.OFFICE)
        actor = actor_of(owner)
        lines = f"企业名称,统一社会信用代码\n{UPLOADED}有限公司,{codes.invented(887_001)}\n"
        content = lines.encode()
        file = store(name=f"{UPLOADED}.csv", chunks=[content], owner_id=owner.pk)
        self.upload = start_import(actor=actor, kind="enterprises", file=file)
        assert self.upload.job
        run_job(self.upload.job.pk)
        self.upload.refresh_from_db()

    def people(self) -> Iterator["Person"]:
        tree, sites = self.tree, self.sites
        everywhere = frozenset(range(4))
        nowhere: frozenset[int] = frozenset()
        yield self._person("office", everywhere, Role.OFFICE)
        yield self._person("leader", everywhere, Role.LEADER)
        yield self._person("department", everywhere, Role.DEPARTMENT)
        bureau = self.planted["tax"].bureau
        yield self._cleared("tax analyst", everywhere, Role.DEPARTMENT, organization=bureau)
        yield self._person("street", frozenset({0, 1}), Role.STREET, place=tree.street)
        yield self._cleared("cleared street", frozenset({0, 1}), Role.STREET, place=tree.street)
        yield self._person("other street", frozenset({2}), Role.STREET, place=tree.other_street)
        yield self._person("park", frozenset({3}), Role.STREET, place=tree.park)
        yield self._person("community", frozenset({0}), Role.COMMUNITY, place=tree.community)
        yield self._person("liaison", frozenset({1}), Role.LIAISON, organization=sites[1].manager)
        yield self._person(
            "invited liaison",
            frozenset({1}),
            Role.LIAISON,
            organization=self.chain,
            place=tree.street,
        )
        yield self._person(
            "operator", frozenset({2}), Role.OPERATOR, organization=sites[2].operator
        )
        firm = factories.organization(
            OrganizationKind.ENTERPRISE, name="己鎏本人", uscc=sites[0].tenant.uscc
        )
        yield self._person("enterprise", nowhere, Role.ENTERPRISE, organization=firm, tenant_of=0)
        for role in (Role.EXPERT, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR):
            yield self._person(role.value, nowhere, role)
        yield Person("no duty", factories.user(username="nobody"), nowhere)
        yield Person("former liaison", self._former(), nowhere)
        yield Person("visitor", None, nowhere)

    def _cleared(self, *person: Any, **bounds: Any) -> "Person":
        """May read tax beside the duty held; `sign_in` verifies the second factor."""
        one = replace(self._person(*person, **bounds), cleared=True)
        Clearance.objects.create(
            user=one.user, kind=ClearanceKind.TAX, basis="授权书", start=factories.LONG_AGO
        )
        return one

    def _former(self) -> User:
        person = factories.user(username="former")
        yesterday = timezone.localdate() - timedelta(days=1)
        factories.duty(person, Role.LIAISON, organization=self.sites[1].manager, end=yesterday)
        return person

    @staticmethod
    def _person(
        label: str,
        sees: frozenset[int],
        role: Role,
        tenant_of: int | None = None,
        **bounds: object,
    ) -> "Person":
        user = factories.user(role, username=label.replace(" ", "-"), **bounds)
        return Person(label, user, sees, role, tenant_of)


@dataclass(frozen=True)
class Person:
    """`sees`: numbers of the sites this person may know of; `tenant_of`: where they sit."""

    label: str
    user: User | None
    sees: frozenset[int]
    role: str = ""
    tenant_of: int | None = None
    cleared: bool = False

    @property
    def keeps(self) -> str:
        """Which street or park this is an officer of."""
        return self.label.removeprefix("cleared ") if self.role == Role.STREET else ""

    @property
    def sees_district(self) -> bool:
        return self.role in {Role.OFFICE, Role.LEADER, Role.DEPARTMENT}


def forbidden_markers(world: World, person: Person) -> dict[str, str]:
    """Marker → whose it is, for everything this person must never read."""
    forbidden: dict[str, str] = {UPLOADED: "somebody's upload"}
    for number, site in enumerate(world.sites):
        if number in person.sees:
            continue
        forbidden[site.code] = f"site {number}"
        forbidden[site.area_text] = f"site {number}"
        forbidden[f"{site.number}9.41"] = f"site {number}'s rent"
        for word in ("旧称", "街", "依据", "前租户", "远方", "物业", "运营"):
            forbidden[f"{site.marker}{word}"] = f"site {number}"
        if person.tenant_of != number:
            forbidden[site.marker] = f"site {number}"
            forbidden[str(site.tenant.uscc)] = f"site {number}'s tenant"
            forbidden[f"{site.number}3.17"] = f"site {number}'s rent"
    if person.role in {Role.DEPARTMENT, Role.COMMUNITY}:
        # Terms of a lease are for those who look after the building (decision 0045).
        for site in world.sites:
            forbidden[f"{site.number}3.17"] = f"site {site.number}'s rent"
            forbidden[f"{site.number}9.41"] = f"site {site.number}'s rent"
    if not person.sees & {0, 2}:
        forbidden["共席控股"] = "shared enterprise"
    if not (person.sees_district or person.keeps == "other street"):
        forbidden["戊鎏"] = "the other street's record"
    for name, part in plantings().items():
        forbidden |= part.forbidden(world.planted[name], person)
    return forbidden


def unpublished_markers(world: World) -> dict[str, str]:
    """What no public page says to anybody: all a visitor may not know but what is published.

    Published are a building's name, code and areas, and of its offers the terms and the operator.
    """
    forbidden = forbidden_markers(world, Person("visitor", None, frozenset()))
    for site in world.sites:
        for told in (site.marker, site.code, site.area_text, f"{site.marker}运营"):
            forbidden.pop(told)
        forbidden[site.tenant.name] = "a tenant"
    return forbidden
