"""事项流转: 楼→街→区 and back, joint handling, answers, satisfaction; who may do what."""

from datetime import date
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from demo import factories
from louyu.kernel.scope import Actor
from louyu.kernel.states import TransitionRefused
from louyu.registers.assignments.models import Assignment, Capacity
from louyu.registers.assignments.services import hand_over
from louyu.registers.matters import services
from louyu.registers.matters.calendar import working_days_after
from louyu.registers.matters.models import Holiday, Level, Matter, MatterState, MatterStep
from louyu.registers.matters.services import open_matter
from louyu.registers.organizations.actors import actor_of
from louyu.registers.organizations.models import Organization, Role, User

pytestmark = pytest.mark.django_db


class Line:
    """楼→街→区 over one building with a tenant."""

    def __init__(self) -> None:
        self.tree = factories.place_tree()
        self.building = factories.building(self.tree.street)
        self.company = factories.organization("property_manager")
        factories.party(self.building, self.company)
        self.tenant = factories.enterprise()
        factories.occupancy(self.tenant, factories.unit(self.building))
        self.firm = factories.organization("enterprise", uscc=self.tenant.uscc)
        self.asker = factories.user(Role.ENTERPRISE, organization=self.firm)
        self.liaison = factories.actor(Role.LIAISON, organization=self.company)
        self.street = factories.actor(Role.STREET, place=self.tree.street)
        self.office = factories.actor(Role.OFFICE)
        self.bureau: Organization = factories.organization("department")
        self.department = factories.actor(Role.DEPARTMENT, organization=self.bureau)

    def request(self) -> Matter:
        return open_matter(
            kind="request",
            text="空调太吵",
            building=self.building,
            enterprise=self.tenant,
            actor=actor_of(self.asker),
        )


@pytest.fixture
def line() -> Line:
    return Line()


def reads(matter: Matter, actor: Actor) -> bool:
    return Matter.objects.visible_to(actor).filter(pk=matter.pk).exists()


def now(matter: Matter) -> Matter:
    return Matter.objects.unscoped("test").get(pk=matter.pk)


def test_a_request_climbs_from_the_building_to_the_district(line: Line) -> None:
    matter = line.request()
    told = {"matters": [matter.pk], "text": "请上级协调"}
    assert matter.level == Level.BUILDING
    for actor, level in ((line.liaison, Level.STREET), (line.street, Level.DISTRICT)):
        with pytest.raises(TransitionRefused):
            services.hand_up(**told, actor=line.office)
        services.hand_up(**told, actor=actor)
        assert now(matter).level == level
    with pytest.raises(TransitionRefused, match="已在区级"):
        services.hand_up(**told, actor=line.office)
    assert reads(matter, line.liaison)  # it was with the building, they read on


def test_back_down_it_goes_with_a_reason(line: Line) -> None:
    matter = open_matter(
        kind="coordination", text="临街广告", building=line.building, actor=line.street
    )
    assert (matter.level, reads(matter, line.liaison)) == (Level.DISTRICT, False)
    with pytest.raises(TransitionRefused, match="理由"):
        services.hand_back(matters=[matter.pk], text=" ", actor=line.office)
    services.hand_back(matters=[matter.pk], text="先补材料", actor=line.office)
    assert not reads(matter, line.liaison)
    services.hand_back(matters=[matter.pk], text="请物业补材料", actor=line.street)
    assert (now(matter).level, reads(matter, line.liaison)) == (Level.BUILDING, True)


def test_the_whole_answer_waits_for_every_part(line: Line) -> None:
    matter = open_matter(kind="coordination", text="道路破损", actor=line.office)
    assert not reads(matter, line.department)
    services.join(matters=[matter.pk], body=line.bureau, actor=line.office)
    with pytest.raises(TransitionRefused, match="会办单位"):
        services.answer(matters=[matter.pk], text="已修", actor=line.office)
    services.answer_jointly(matters=[matter.pk], text="已排计划", actor=line.department)
    services.answer(matters=[matter.pk], text="已修", actor=line.office)
    assert now(matter).state == MatterState.ANSWERED
    assert reads(matter, line.department)


def test_a_department_it_was_handed_on_to_answers(line: Line) -> None:
    matter = open_matter(kind="coordination", text="用电增容", actor=line.office)
    services.hand_on(matters=[matter.pk], body=line.bureau, actor=line.office)
    with pytest.raises(TransitionRefused):
        services.answer(matters=[matter.pk], text="已办", actor=line.office)
    assert services.answer(matters=[matter.pk], text="已办", actor=line.department) == 1


def test_who_asked_says_how_content_they_are_or_asks_again(line: Line) -> None:
    matter, asker = line.request(), actor_of(line.asker)
    services.answer(matters=[matter.pk], text="已检修", actor=line.liaison)
    services.reopen(matter=matter, text="还是吵", actor=asker)
    assert now(matter).state == MatterState.OPEN
    services.answer(matters=[matter.pk], text="已更换", actor=line.liaison)
    with pytest.raises(TransitionRefused):
        services.close(matter=matter, satisfaction=5, actor=line.street)
    services.close(matter=matter, satisfaction=4, actor=asker)
    assert (now(matter).state, now(matter).satisfaction) == (MatterState.CLOSED, 4)


def test_every_step_says_who_when_and_what(line: Line) -> None:
    matter = line.request()
    services.hand_up(matters=[matter.pk], text="请街道协调", actor=line.liaison)
    steps = MatterStep.objects.unscoped("test").filter(matter=matter)
    told = [(step.act, step.by_id, step.to_words, step.text) for step in steps]
    assert told == [
        ("opened", line.asker.pk, f"{line.building}联络员", "空调太吵"),
        ("handed_up", line.liaison.user_id, "向阳街道", "请街道协调"),
    ]


def test_an_enterprise_reads_its_own_request_and_nothing_said_about_it(line: Line) -> None:
    asker = actor_of(line.asker)
    about = {"building": line.building, "enterprise": line.tenant, "actor": line.street}
    finding = open_matter(kind="visit_finding", text="大门紧闭", **about)
    for_it = open_matter(kind="request", text="代企业提出", **about)
    other = actor_of(
        factories.user(Role.ENTERPRISE, organization=factories.organization("enterprise"))
    )
    assert (reads(finding, asker), reads(for_it, asker)) == (False, True)
    assert not reads(for_it, other)


def test_a_named_liaison_has_it_and_the_next_one_has_it_next(line: Line) -> None:
    zhang, li = (factories.user(Role.LIAISON, organization=line.company) for _ in range(2))
    row = Assignment.objects.create(
        capacity=Capacity.LIAISON, user=zhang, building=line.building, start=factories.LONG_AGO
    )
    matter = line.request()
    assert (reads(matter, actor_of(zhang)), reads(matter, actor_of(li))) == (True, False)
    hand_over(assignments=[row.pk], receiver=li, day=timezone.localdate(), actor=line.street)
    assert (reads(matter, actor_of(zhang)), reads(matter, actor_of(li))) == (False, True)
    assert services.answer(matters=[matter.pk], text="已办", actor=actor_of(li)) == 1


def test_the_same_key_opens_one_thread(line: Line) -> None:
    told = {"kind": "data_doubt", "text": "面积不符", "key": "discrepancy:7", "actor": line.office}
    assert open_matter(**told).pk == open_matter(**told).pk
    assert Matter.objects.unscoped("test").count() == 1


def test_due_days_skip_weekends_and_holidays_and_count_days_worked_instead() -> None:
    assert working_days_after(date(2026, 9, 29), 3) == date(2026, 10, 2)
    for day in range(1, 8):
        Holiday.objects.create(day=date(2026, 10, day))
    Holiday.objects.create(day=date(2026, 10, 10), kind=Holiday.Kind.WORKED)
    assert working_days_after(date(2026, 9, 29), 4) == date(2026, 10, 10)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_an_enterprise_asks_with_one_text_and_one_button(line: Line) -> None:
    client = signed_in(line.asker)
    form = client.get("/matters/new/").context["form"]
    told = {"kind": form["kind"].value(), "building": form["building"].value()}
    told |= {"enterprise": form["enterprise"].value(), "key": form["key"].value()}
    assert told["building"] == line.building.pk
    answer = client.post("/matters/new/", told | {"text": "电梯常坏"}, follow=True)
    matter = Matter.objects.unscoped("test").get()
    assert (matter.level, matter.for_enterprise, matter.title) == (Level.BUILDING, True, "电梯常坏")
    assert "电梯常坏" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_fifty_sendings_of_one_answer_are_one_answer() -> None:
    line = Line()
    matter = line.request()
    person = User.objects.get(pk=line.liaison.user_id)
    told = {"move": "answer", "text": "已检修", "key": str(uuid4())}
    start, answers = Barrier(50), []

    def send() -> None:
        client = signed_in(person)
        start.wait()
        answers.append(client.post(f"/matters/{matter.pk}/move/", told).status_code)
        connections.close_all()

    threads = [Thread(target=send) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [302] * 50
    given = MatterStep.objects.unscoped("test").filter(matter=matter, act="answered")
    assert given.count() == 1
    assert now(matter).state == MatterState.ANSWERED
