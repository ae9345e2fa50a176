"""待办规则: one list of what waits, many done at once, and one question for the number."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from demo import factories
from louyu.kernel.inbox import Waiting, sources, told, waiting
from louyu.registers.assignments.services import delegate
from louyu.registers.matters import services
from louyu.registers.matters.models import Matter, MatterState
from louyu.registers.matters.services import open_matter
from louyu.registers.organizations.actors import actor_of
from louyu.registers.organizations.models import Role, User

pytestmark = pytest.mark.django_db


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


class Desk:
    def __init__(self) -> None:
        self.tree = factories.place_tree()
        self.building = factories.building(self.tree.street)
        self.person = factories.user(Role.STREET, place=self.tree.street)
        self.office = factories.actor(Role.OFFICE)
        self.client = signed_in(self.person)

    def open(self, number: int) -> list[int]:
        return [
            open_matter(
                kind="coordination", text=f"第{n}件", building=self.building, actor=self.office
            ).pk
            for n in range(number)
        ]

    def act(self, numbers: list[int], act: str, text: str = "同一答复") -> str:
        told = {"kind": "matters", "act": act, "item": numbers, "text": text, "key": str(uuid4())}
        return self.client.post("/inbox/act/", told, follow=True).content.decode()


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_two_hundred_are_answered_as_one_set(desk: Desk) -> None:
    numbers = desk.open(201)
    url, told = "/inbox/act/", {"kind": "matters", "act": "answer", "text": "已统一办理"}
    with CaptureQueriesContext(connection) as one:
        desk.client.post(url, told | {"item": numbers[:1], "key": str(uuid4())})
    with CaptureQueriesContext(connection) as many:
        desk.client.post(url, told | {"item": numbers[1:], "key": str(uuid4())})
    rows = Matter.objects.unscoped("test")
    assert rows.filter(state=MatterState.ANSWERED).count() == 201
    assert len(many) <= len(one) + 1  # 200 steps are written in two pieces


def test_many_are_handed_up_or_none(desk: Desk) -> None:
    numbers = desk.open(3)
    desk.act(numbers[:1], "hand-up", "请区里协调")
    text = desk.act(numbers, "hand-up", "请区里协调")
    assert "刷新" in text
    levels = Matter.objects.unscoped("test").order_by("pk").values_list("level", flat=True)
    assert list(levels) == ["district", "street", "street"]


def test_what_is_not_theirs_cannot_be_ticked(desk: Desk) -> None:
    (number,) = desk.open(1)
    other = factories.user(Role.STREET, place=desk.tree.other_street)
    desk.client = signed_in(other)
    desk.act([number], "answer")
    assert Matter.objects.unscoped("test").get().state == MatterState.OPEN


def test_a_batch_says_what_it_needs(desk: Desk) -> None:
    assert "请先勾选" in desk.act([], "answer")
    assert "请填写答复" in desk.act(desk.open(1), "answer", " ")
    assert "按种类筛选" in desk.act([1], "burn")


def test_what_is_late_comes_first_under_its_own_heading(desk: Desk) -> None:
    first, late = desk.open(2)
    rows = Matter.objects.unscoped("test")
    rows.filter(pk=late).update(due=timezone.localdate() - timedelta(days=2))
    page = desk.client.get("/inbox/?kind=matters")
    told = [(group.label, [one.pk for one in group.items]) for group in page.context["groups"]]
    assert told[0] == ("超期", [late])
    assert told[1][1] == [first]


def test_the_number_in_the_frame_is_what_the_list_counts(desk: Desk) -> None:
    desk.open(3)
    page = desk.client.get("/inbox/")
    assert page.context["waiting"] == page.context["page"].paginator.count == 4  # and a gap


def test_the_number_costs_one_question(desk: Desk) -> None:
    desk.open(3)
    desk.client.get("/feedback/")
    with CaptureQueriesContext(connection) as asked:
        desk.client.get("/feedback/")
    assert len([query for query in asked if "UNION ALL" in query["sql"]]) == 1


def test_a_building_nobody_looks_after_waits_for_its_street(desk: Desk) -> None:
    page = desk.client.get("/inbox/?kind=no-liaison").content.decode()
    assert desk.building.name in page


def test_one_thing_handed_to_a_colleague_is_in_their_list(desk: Desk) -> None:
    company = factories.organization("property_manager")
    factories.party(desk.building, company)
    giver, receiver = (factories.user(Role.LIAISON, organization=company) for _ in range(2))
    (number,) = desk.open(1)
    street = actor_of(desk.person)
    services.hand_on(matters=[number], user=giver, actor=street)
    client = signed_in(receiver)
    assert not client.get("/inbox/?kind=matters").context["groups"]
    today = timezone.localdate()
    delegate(
        giver=giver,
        receiver=receiver,
        start=today,
        end=today,
        source="matters",
        items=[number],
        actor=actor_of(giver),
    )
    told = client.get("/inbox/?kind=matters").context["groups"]
    assert [one.pk for group in told for one in group.items] == [number]


def test_what_was_handed_over_says_for_whom_and_ones_own_does_not(desk: Desk) -> None:
    giver = factories.user(Role.STREET, place=desk.tree.street, name="张三委")
    numbers = desk.open(3)
    rows = Matter.objects.unscoped("test")
    rows.filter(pk=numbers[0]).update(owner_user=giver)
    rows.filter(pk=numbers[1]).update(owner_user=desk.person)
    today = timezone.localdate()
    between = {"giver": giver, "receiver": desk.person, "start": today, "end": today}
    delegate(**between, actor=actor_of(giver))
    delegate(**between, source="matters", items=numbers[1:], actor=actor_of(giver))
    waits = {one.pk: one.item.note for one in told_of(desk.person)}
    assert waits == {numbers[0]: "代办：张三委", numbers[1]: "", numbers[2]: "代办：张三委"}
    assert desk.client.get("/inbox/").content.decode().count("代办：张三委") == 2
    assert {one.item.note for one in told_of(giver)} == {""}


def told_of(person: User) -> list[Waiting]:
    actor = actor_of(person)
    chosen = [source for source in sources() if source.key == "matters"]
    return told(actor, waiting(actor, chosen))
