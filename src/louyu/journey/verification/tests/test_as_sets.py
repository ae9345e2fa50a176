"""成批办理: opening a month and accepting it ask the database as often for twelve as for two."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from demo import factories
from demo.factories import PlaceTree
from louyu.engines.measures import Period
from louyu.journey.collection.answering import Answers, hand_in
from louyu.journey.collection.models import Duty, DutyState
from louyu.journey.collection.opening import open_month
from louyu.journey.verification.services import accept
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import LifeStage
from louyu.registers.organizations.actors import actor_of, console
from louyu.registers.organizations.models import Role, User

pytestmark = pytest.mark.django_db
FEW, MANY = 2, 12


@pytest.fixture
def tree() -> PlaceTree:
    return factories.place_tree()


@pytest.fixture
def clerk(tree: PlaceTree) -> User:
    return factories.user(Role.STREET, place=tree.street)


def _build(tree: PlaceTree, count: int) -> None:
    for _ in range(count):
        house = factories.building(tree.street, life_stage=LifeStage.IN_USE)
        factories.occupancy(factories.enterprise(), factories.unit(house), start=factories.LONG_AGO)


def _opened(back: int) -> tuple[list[Duty], int]:
    today = timezone.localdate()
    month = Period.of(today).shifted(-back)
    with CaptureQueriesContext(connection) as asked:
        cycle = open_month(month=month, day=today, actor=console("试验")).cycle
    return list(cycle.buildings_due.all()), len(asked)


def _accepted(duties: list[Duty], clerk: Actor) -> int:
    office = factories.actor(Role.OFFICE)
    for duty in duties:
        duty.questions.all().delete()
        signed = Answers(rest_unchanged=True)
        hand_in(duty=duty, key=uuid4(), base=0, answers=signed, actor=office)
    with CaptureQueriesContext(connection) as asked:
        accept(looked_at={duty.pk: 1 for duty in duties}, actor=clerk)
    rows = Duty.objects.unscoped("test").filter(pk__in=[duty.pk for duty in duties])
    assert set(rows.values_list("state", flat=True)) == {DutyState.ACCEPTED}
    return len(asked)


def test_opening_and_accepting_work_on_sets(tree: PlaceTree, clerk: User) -> None:
    _build(tree, FEW)
    few, opening_few = _opened(1)
    accepting_few = _accepted(few, actor_of(clerk))
    _build(tree, MANY - FEW)
    many, opening_many = _opened(0)
    assert (len(few), len(many)) == (FEW, MANY)
    assert opening_many == opening_few
    assert _accepted(many, actor_of(clerk)) == accepting_few


def test_the_desk_asks_as_often_for_twelve_buildings_as_for_two(
    tree: PlaceTree, clerk: User, client: Client
) -> None:
    client.force_login(clerk)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/verification/").status_code == 200
        return len(queries)

    _build(tree, FEW)
    _opened(0)
    asked()  # what is asked once a minute, such as whose session it is
    few = asked()
    _build(tree, MANY - FEW)
    _opened(0)
    assert asked() == few
