"""提醒测试素材: a building that is due, its liaison with an address, and a channel that listens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from demo import factories
from demo.factories import PlaceTree
from louyu.engines.measures import Period
from louyu.engines.messaging import Message, Receipt, Refusal
from louyu.journey.collection.models import Duty, DutyState
from louyu.journey.collection.opening import open_month
from louyu.journey.collection.reminders.line import Line
from louyu.journey.collection.reminders.models import Contact, Via
from louyu.registers.assignments.models import Assignment, Capacity
from louyu.registers.buildings.models import LifeStage
from louyu.registers.organizations.actors import console
from louyu.registers.organizations.models import Role, User

# Its last working day is Friday 30 October: three working days before is Tuesday the 27th.
MONTH = Period("2026-10")


class Listener:
    """Takes every message, or answers what it is told to."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, Message]] = []
        self.refuses = ""

    def send(self, address: str, message: Message) -> Receipt | Refusal:
        if self.refuses:
            return Refusal(self.refuses)
        self.taken.append((address, message))
        return Receipt(f"r-{len(self.taken)}")


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def line(listener: Listener) -> Line:
    return Line(Via.WECOM, listener, "https://louyu.example")


@pytest.fixture
def tree() -> PlaceTree:
    return factories.place_tree()


@pytest.fixture
def liaison() -> User:
    person = factories.user(Role.LIAISON, organization=factories.organization(), name="试联络")
    Contact.objects.create(user=person, via=Via.WECOM, address="shilianluo")
    return person


@pytest.fixture
def due(tree: PlaceTree, liaison: User) -> Callable[..., Duty]:
    """One more building of the liaison, in the month of October."""

    def of(
        name: str, *, state: DutyState = DutyState.OPEN, why: str = "", who: User = liaison
    ) -> Duty:
        building = factories.building(tree.street, name=name, life_stage=LifeStage.IN_USE)
        Assignment.objects.create(
            capacity=Capacity.LIAISON, user=who, building=building, start=factories.LONG_AGO
        )
        opened = open_month(month=MONTH, day=date(2026, 10, 1), actor=console("试验"))
        duty = opened.cycle.buildings_due.get(building=building)
        if state != DutyState.OPEN:
            duty.state, duty.why, duty.version = state, why, 2
            duty.save()
        return duty

    return of


@pytest.fixture(autouse=True)
def nothing_set_up(settings: Any) -> None:
    settings.MESSAGES = {}


@pytest.fixture
def set_up(settings: Any, nothing_set_up: None) -> None:
    settings.MESSAGES = {
        "channel": "wecom",
        "site": "https://louyu.example",
        "base": "https://qyapi.weixin.qq.com",
        "corp_id": f"ww{uuid4().hex[:8]}",
        "agent_id": 1,
        "secret": "invented",
    }
