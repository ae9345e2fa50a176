"""采集测试素材: a building with tenants, an empty room and its liaison, in an opened month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from demo import factories
from demo.factories import PlaceTree
from louyu.engines.measures import Period
from louyu.journey.collection.answering import Answers, TenantSaid, hand_in
from louyu.journey.collection.models import Duty, Submission, Verdict
from louyu.journey.collection.opening import open_month
from louyu.kernel.scope import Actor
from louyu.registers.assignments.models import Assignment, Capacity
from louyu.registers.buildings.models import Building, LifeStage, Unit
from louyu.registers.occupancy.models import Occupancy
from louyu.registers.organizations.actors import actor_of, console
from louyu.registers.organizations.models import Role, User


@pytest.fixture
def tree() -> PlaceTree:
    return factories.place_tree()


@dataclass
class Round:
    """Three tenants: one whose lease has run out, two that came lately; one empty room."""

    tree: PlaceTree
    building: Building
    liaison: User
    overdue: Occupancy
    lately: list[Occupancy]
    room: Unit

    @property
    def actor(self) -> Actor:
        return actor_of(self.liaison)

    def open(self) -> Duty:
        today = timezone.localdate()
        opened = open_month(month=Period.of(today), day=today, actor=console("试验"))
        return opened.cycle.buildings_due.get(building=self.building)

    def hand_in(self, duty: Duty, *said: TenantSaid, **more: Any) -> Submission:
        duty.refresh_from_db()
        told: dict[str, Any] = {"rest_unchanged": True} | {
            key: more.pop(key) for key in ("rest_unchanged", "rooms", "words") if key in more
        }
        return hand_in(
            duty=duty,
            key=more.get("key") or uuid4(),
            base=more.get("base", duty.version),
            answers=Answers(tenants=said, **told),
            actor=more.get("actor") or self.actor,
        )

    def stays(self) -> TenantSaid:
        """The answer to the one question there is."""
        return TenantSaid(self.overdue, Verdict.STAYS)


@pytest.fixture
def a_round(tree: PlaceTree) -> Round:
    today = timezone.localdate()
    building = factories.building(tree.street, name="试验塔楼", life_stage=LifeStage.IN_USE)
    body = factories.organization()
    liaison = factories.user(Role.LIAISON, organization=body, name="试联络")
    Assignment.objects.create(
        capacity=Capacity.LIAISON, user=liaison, building=building, start=factories.LONG_AGO
    )
    rooms = [factories.unit(building, number=f"10{n}") for n in range(5)]
    overdue = factories.occupancy(
        factories.enterprise(name="试验到期有限公司"),
        rooms[0],
        start=today - timedelta(days=30),
        lease_expiry=today - timedelta(days=3),
    )
    lately = [
        factories.occupancy(
            factories.enterprise(name=f"试验新到{n}有限公司"),
            rooms[n],
            start=today - timedelta(days=n),
        )
        for n in (1, 2)
    ]
    factories.vacancy(rooms[3], start=today - timedelta(days=9))
    return Round(tree, building, liaison, overdue, lately, rooms[3])


def long_before(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)
