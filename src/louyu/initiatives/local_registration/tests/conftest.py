"""试验活动: two streets, a firm of each that is registered elsewhere, and a campaign over both."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from demo import factories
from louyu.initiatives.local_registration import services
from louyu.initiatives.local_registration.models import Campaign, Consent, Entry
from louyu.initiatives.local_registration.proposing import add
from louyu.initiatives.local_registration.services import Answer
from louyu.journey.matching.models import Registration
from louyu.journey.matching.running import compare
from louyu.kernel.files.services import store
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Building
from louyu.registers.deliveries.models import DataClass, Delivery
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.organizations.actors import actor_of, console
from louyu.registers.organizations.models import Organization, OrganizationKind, Role, User
from tests.browser import browser_context, chromium, page

__all__ = ["browser_context", "chromium", "page"]

ELSEWHERE = "烟台市莱山区市场监督管理局"
HERE = "烟台市芝罘区市场监督管理局"


@dataclass
class Service:
    """`firms` sit in `tower` of the first street, `other_firm` in the other street."""

    tree: factories.PlaceTree = field(default_factory=factories.place_tree)
    day: date = field(default_factory=timezone.localdate)

    def __post_init__(self) -> None:
        self.office_user = factories.user(Role.OFFICE, name="试区办")
        self.clerk = factories.user(Role.STREET, place=self.tree.street, name="试街道")
        self.leader_user = factories.user(Role.LEADER, name="试领导")
        self.tower = factories.building(self.tree.street, name="试验塔楼")
        self.other_tower = factories.building(self.tree.other_street, name="试验彼楼")
        self.firms = [self.firm(f"试验{word}有限公司", self.tower) for word in "甲乙丙"]
        self.other_firm = self.firm("试验丁有限公司", self.other_tower)
        self.campaign = Campaign.objects.create(
            name="试验活动",
            basis="试验文件",
            place=self.tree.district,
            start=self.day - timedelta(days=30),
            end=self.day + timedelta(days=30),
        )

    @property
    def office(self) -> Actor:
        return actor_of(self.office_user)

    @property
    def street(self) -> Actor:
        return actor_of(self.clerk)

    def firm(self, name: str, house: Building, authority: str = ELSEWHERE, **stay: Any) -> Any:
        made = factories.enterprise(name=name, registration_authority=authority)
        factories.occupancy(made, factories.unit(house), **stay)
        return made

    def compare(self) -> None:
        compare(console("test"))

    def list_all(self) -> list[Entry]:
        self.compare()
        add(campaign=self.campaign, enterprises=None, actor=self.office)
        return self.entries()

    def entries(self) -> list[Entry]:
        """Of the firms in the order in which they were made."""
        return list(self.campaign.listed_firms.order_by("enterprise_id"))

    def entry(self) -> Entry:
        """Of the first firm, listed."""
        return self.list_all()[0]

    def visited(self) -> Entry:
        entry = self.entry()
        services.visit(entries=[entry.pk], day=self.day, actor=self.street)
        return entry

    def answered(self, entry: Entry, *, agrees: bool = True) -> Consent:
        answer = Answer(agrees, "试答复", "经理", "paper", self.day)
        services.record(entry=entry, answer=answer, actor=self.street)
        return Consent.objects.unscoped("test").get(entry=entry)

    def speaker_of(self, firm: Enterprise) -> User:
        body = factories.organization(
            OrganizationKind.ENTERPRISE, name=firm.name, uscc=firm.uscc or ""
        )
        return factories.user(Role.ENTERPRISE, organization=body, name="试企业")

    def registry_tells(self, firm: Enterprise, month: date | None = None, **told: Any) -> None:
        """A list of the registry with this firm in it, and the comparison it leads to."""
        month = (month or self.day).replace(day=1)
        bureau, _ = Organization.objects.unscoped("test").get_or_create(
            kind=OrganizationKind.DEPARTMENT, name="试验登记局"
        )
        file = store(name="名单.csv", chunks=[f"{firm.pk}{month}".encode()], owner_id=None)
        delivery = Delivery.objects.create(
            kind="registrations",
            period=month,
            provider=bureau,
            basis="试验",
            purpose="试验",
            data_class=DataClass.INTERNAL,
            allowed_roles=["office"],
            sha256=file.sha256,
            file=file,
        )
        defaults = {
            "code": firm.uscc or "",
            "address": "试验塔楼",
            "authority": HERE,
            "is_local": True,
        }
        Registration.objects.create(
            delivery=delivery,
            line=1,
            subject=firm.uscc or firm.name,
            name=firm.name,
            **(defaults | told),
        )
        self.compare()


@pytest.fixture
def service(db: None, settings: Any, tmp_path: Path) -> Service:
    settings.FILES_DIR = tmp_path
    return Service()
