"""分工与事项: named people, visits and matters of every site, and a 代办 between strangers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from demo import factories
from louyu.registers.assignments.models import Assignment, Capacity, Delegation, Visit
from louyu.registers.matters.models import Level, Matter
from louyu.registers.matters.services import open_matter
from louyu.registers.organizations.models import ADMINISTRATORS, Role, User

if TYPE_CHECKING:
    from tests.scope.world import Person, World


@dataclass
class Planted:
    """Each list in the order of the sites."""

    delegation: Delegation
    requests: list[Matter] = field(default_factory=list)
    doubts: list[Matter] = field(default_factory=list)
    of_buildings: list[Assignment] = field(default_factory=list)
    of_enterprises: list[Assignment] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    named: list[User] = field(default_factory=list)


def plant(world: World) -> Planted:
    today = timezone.localdate()
    giver = factories.user(Role.EXPERT, name="卯鎏委托")
    receiver = factories.user(Role.EXPERT, name="卯鎏代办")
    planted = Planted(
        Delegation.objects.create(
            giver=giver, receiver=receiver, start=today, end=today + timedelta(days=5)
        )
    )
    office = factories.actor(Role.OFFICE)
    for number, site in enumerate(world.sites):
        member = factories.user(Role.EXPERT, name=f"辰鎏{number}成员")
        planted.named.append(member)
        held = {"capacity": Capacity.TEAM_MEMBER, "start": factories.LONG_AGO, "user": member}
        planted.of_buildings.append(Assignment.objects.create(building=site.building, **held))
        planted.of_enterprises.append(
            Assignment.objects.create(
                enterprise=site.tenant, **held | {"user": factories.user(name=f"巳鎏{number}成员")}
            )
        )
        visitor = factories.user(name=f"午鎏{number}走访人")
        planted.visits.append(
            Visit.objects.create(
                visitor=visitor, building=site.building, day=today, findings=f"午鎏{number}见闻"
            )
        )
        told = {"building": site.building, "actor": office}
        planted.requests.append(
            open_matter(
                kind="request",
                text=f"未鎏{number}诉求",
                enterprise=site.tenant,
                level=Level.BUILDING,
                **told,
            )
        )
        planted.doubts.append(open_matter(kind="data_doubt", text=f"申鎏{number}疑问", **told))
    return planted


def in_line(person: Person, number: int) -> bool:
    """Above the building in the line 楼→街→区."""
    if person.role in {Role.OFFICE, Role.LEADER}:
        return True
    return person.role == Role.STREET and number in person.sees


def reads_request(person: Person, number: int) -> bool:
    looks_after = person.role in {Role.LIAISON, Role.OPERATOR} and number in person.sees
    return in_line(person, number) or looks_after or person.tenant_of == number


def forbidden(planted: Planted, person: Person) -> dict[str, str]:
    # The office may name anybody on duty; that one stands in for the other is still not told.
    names = ("卯鎏", "辰鎏", "巳鎏", "午鎏")
    told = {} if person.role == Role.OFFICE else {"卯鎏": "somebody else's 代办"}
    for number in range(4):
        if number not in person.sees:
            told[f"辰鎏{number}成员"] = f"who is named for site {number}"
            if person.tenant_of != number:
                told[f"巳鎏{number}成员"] = f"who is named for the tenant of site {number}"
        if not in_line(person, number):
            told[f"午鎏{number}"] = f"a visit to site {number}"
            told[f"申鎏{number}"] = f"a matter of the street of site {number}"
        if not reads_request(person, number):
            told[f"未鎏{number}"] = f"a request from site {number}"
    if person.role in ADMINISTRATORS:
        # Who keeps the accounts reads everybody's name there, and nothing of their work.
        kept = {marker: whose for marker, whose in told.items() if not marker.startswith(names)}
        return kept | {f"午鎏{number}见闻": "what a visit found" for number in range(4)}
    return told
