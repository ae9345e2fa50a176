"""自愿登记服务: of every site a firm that agreed, and a campaign of the other street's own."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from louyu.initiatives.local_registration.models import Campaign, Consent, Entry, EntryState, Step
from louyu.registers.organizations.models import Role

if TYPE_CHECKING:
    from tests.scope.world import Person, World

DAY = date(2024, 3, 1)


@dataclass
class Planted:
    """Rows in the order of the sites."""

    campaign: int
    elsewhere: int
    entries: list[int] = field(default_factory=list)
    consents: list[int] = field(default_factory=list)


def plant(world: World) -> Planted:
    today = timezone.localdate()
    during = {"start": today, "end": today + timedelta(days=30)}
    district, elsewhere = (
        Campaign.objects.create(name=f"{mark}活动", basis=f"{mark}文件", place=place, **during)
        for mark, place in (("亥鎏", world.tree.district), ("子鎏", world.tree.other_street))
    )
    planted = Planted(district.pk, elsewhere.pk)
    for number, site in enumerate(world.sites):
        entry = Entry.objects.create(
            campaign=district,
            enterprise=site.tenant,
            building=site.building,
            words=f"寅鎏{number}情况",
            listed_on=DAY,
        )
        consent = Consent.objects.create(
            entry=entry,
            agrees=True,
            person=f"丑鎏{number}",
            way="paper",
            day=DAY,
            told="告知",
            by_words="记录",
        )
        entry.state = EntryState.CONSENTED
        entry.save()
        Step.objects.create(
            entry=entry, act="visited", day=DAY, text=f"寅鎏{number}见闻", by_words=""
        )
        planted.entries.append(entry.pk)
        planted.consents.append(consent.pk)
    return planted


def reads(person: Person, number: int) -> bool:
    if person.role in {Role.OFFICE, Role.LEADER}:
        return True
    return person.role == Role.STREET and number in person.sees


def forbidden(planted: Planted, person: Person) -> dict[str, str]:
    """Who of a firm said yes is for whoever works with it, and for the firm; no leader reads it."""
    told = {}
    officials = {Role.OFFICE, Role.LEADER, Role.STREET}
    if person.role not in officials | {Role.ENTERPRISE}:
        told["亥鎏"] = "the campaign of the district"
    if person.role not in {Role.OFFICE, Role.LEADER} and person.keeps != "other street":
        told["子鎏"] = "the other street's campaign"
    for number in range(4):
        if not reads(person, number):
            told[f"寅鎏{number}"] = f"the entry of site {number}"
        works = reads(person, number) and person.role != Role.LEADER
        if not works and person.tenant_of != number:
            told[f"丑鎏{number}"] = f"who spoke for the tenant of site {number}"
    return told
