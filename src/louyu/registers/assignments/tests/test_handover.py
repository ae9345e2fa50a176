"""交接与代办: effective on the next request; old months unchanged; never a clearance."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from demo import factories
from louyu.kernel.scope import Actor
from louyu.registers.assignments.models import Assignment, Capacity, Delegation
from louyu.registers.assignments.queries import colleagues
from louyu.registers.assignments.services import (
    DelegationRefused,
    HandoverRefused,
    delegate,
    hand_over,
    take_back,
)
from louyu.registers.buildings.models import Building
from louyu.registers.organizations.actors import actor_of
from louyu.registers.organizations.models import Clearance, Organization, Role, User

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@dataclass
class Street:
    """Twelve buildings of one company; 张三 is named for all of them, 李四 works there too."""

    tree: factories.PlaceTree
    company: Organization
    buildings: list[Building]
    zhang: User
    li: User
    officer: Actor

    @property
    def held(self) -> list[int]:
        rows = Assignment.objects.unscoped("test").filter(user=self.zhang, end=None)
        return list(rows.values_list("pk", flat=True))

    def hand_over(self, *, day: date | None = None, numbers: list[int] | None = None) -> int:
        return hand_over(
            assignments=self.held if numbers is None else numbers,
            receiver=self.li,
            day=day or timezone.localdate(),
            actor=self.officer,
        )


@pytest.fixture
def street() -> Street:
    tree = factories.place_tree()
    company = factories.organization("property_manager")
    buildings = [factories.building(tree.street) for _ in range(12)]
    zhang = factories.user(Role.LIAISON, organization=company, name="张三")
    li = factories.user(Role.LIAISON, organization=company, name="李四")
    for building in buildings:
        factories.party(building, company)
        Assignment.objects.create(
            capacity=Capacity.LIAISON, user=zhang, building=building, start=factories.LONG_AGO
        )
    officer = factories.actor(Role.STREET, place=tree.street)
    return Street(tree, company, buildings, zhang, li, officer)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_twelve_buildings_change_hands_between_two_requests(street: Street) -> None:
    old, new = signed_in(street.zhang), signed_in(street.li)
    address = street.buildings[7].get_absolute_url()
    assert (old.get(address).status_code, new.get(address).status_code) == (200, 404)
    assert street.hand_over() == 12
    assert (old.get(address).status_code, new.get(address).status_code) == (404, 200)
    assert old.get(f"{address}roster.xlsx").status_code == 404


def test_what_was_stays_with_who_it_was(street: Street) -> None:
    street.hand_over()
    yesterday = timezone.localdate() - DAY
    then = Assignment.objects.unscoped("test").filter(during__contains=yesterday)
    assert {row.user for row in then} == {street.zhang}
    now = Assignment.objects.unscoped("test").filter(during__contains=timezone.localdate())
    assert {row.user for row in now} == {street.li}


def test_the_past_cannot_be_handed_over(street: Street) -> None:
    with pytest.raises(HandoverRefused, match="不能早于今天"):
        street.hand_over(day=timezone.localdate() - DAY)


def test_a_street_cannot_hand_over_in_another_street(street: Street) -> None:
    street.officer = factories.actor(Role.STREET, place=street.tree.other_street)
    with pytest.raises(HandoverRefused, match="不归您安排"):
        street.hand_over()


def test_half_a_handover_is_none(street: Street) -> None:
    gone = Assignment.objects.unscoped("test").filter(user=street.zhang).latest("pk")
    numbers = street.held
    gone.end = timezone.localdate() - DAY
    gone.save()
    with pytest.raises(HandoverRefused):
        street.hand_over(numbers=numbers)
    assert not Assignment.objects.unscoped("test").filter(user=street.li).exists()


def test_who_holds_no_such_duty_cannot_take_over(street: Street) -> None:
    street.li = factories.user(Role.COMMUNITY, place=street.tree.community)
    street.officer = factories.actor(Role.OFFICE)
    with pytest.raises(HandoverRefused, match="楼宇联络员"):
        street.hand_over()


def test_handing_over_many_asks_no_more_than_handing_over_one(street: Street) -> None:
    with CaptureQueriesContext(connection) as one:
        street.hand_over(numbers=street.held[:1])
    with CaptureQueriesContext(connection) as many:
        street.hand_over()
    assert len(many) <= len(one)


def test_the_page_hands_over_what_is_ticked_once(street: Street) -> None:
    person = factories.user(Role.STREET, place=street.tree.street)
    client = signed_in(person)
    page = client.get("/responsibilities/handover/", {"giver": street.zhang.pk})
    told = {
        "giver": street.zhang.pk,
        "key": page.context["key"],
        "assignment": street.held[:5],
        "receiver": street.li.pk,
        "day": timezone.localdate().isoformat(),
    }
    for _ in range(2):
        assert client.post("/responsibilities/handover/", told).status_code == 302
    mine = Assignment.objects.unscoped("test").filter(user=street.li)
    assert mine.count() == 5


def test_standing_in_opens_what_the_other_is_named_for_until_its_day(street: Street) -> None:
    person = signed_in(street.li)
    address = street.buildings[0].get_absolute_url()
    today = timezone.localdate()
    actor = actor_of(street.zhang)
    delegate(giver=street.zhang, receiver=street.li, start=today, end=today, actor=actor)
    assert person.get(address).status_code == 200
    Delegation.objects.unscoped("test").update(start=today - DAY * 2, end=today - DAY)
    assert person.get(address).status_code == 404


def test_what_was_taken_back_opens_nothing(street: Street) -> None:
    today = timezone.localdate()
    actor = actor_of(street.zhang)
    delegate(giver=street.zhang, receiver=street.li, start=today, end=today + DAY, actor=actor)
    take_back(delegation=Delegation.objects.unscoped("test").get(), actor=actor)
    assert signed_in(street.li).get(street.buildings[0].get_absolute_url()).status_code == 404


def test_standing_in_never_hands_on_a_clearance(street: Street) -> None:
    factories.duty(street.zhang, Role.DEPARTMENT)
    Clearance.objects.create(user=street.zhang, kind="tax", start=factories.LONG_AGO, basis="试验")
    today = timezone.localdate()
    actor = actor_of(street.zhang)
    assert actor.clearances
    delegate(giver=street.zhang, receiver=street.li, start=today, end=today, actor=actor)
    assert not actor_of(street.li).clearances


def test_only_a_colleague_of_the_same_body_stands_in(street: Street) -> None:
    stranger = factories.user(Role.LIAISON, organization=factories.organization())
    today = timezone.localdate()
    told = {"start": today, "end": today, "actor": actor_of(street.zhang)}
    with pytest.raises(DelegationRefused, match="同一单位"):
        delegate(giver=street.zhang, receiver=stranger, **told)


def test_holding_the_same_role_for_no_body_makes_nobody_a_colleague() -> None:
    first, second = factories.user(Role.EXPERT), factories.user(Role.EXPERT)
    assert second not in colleagues(first)


def test_who_left_hands_nothing_to_who_stands_in(street: Street) -> None:
    today = timezone.localdate()
    told = {"start": today, "end": today, "actor": actor_of(street.zhang)}
    delegate(giver=street.zhang, receiver=street.li, **told)
    street.zhang.duties.update(end=today - DAY)
    assert signed_in(street.li).get(street.buildings[0].get_absolute_url()).status_code == 404
