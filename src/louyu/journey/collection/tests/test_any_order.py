"""任意次序: submissions in any order against a small model; states equal, no answer vanishes.

The model knows nothing of the database: a duty is a state, a version, the keys it has taken
and the answers it keeps; a tenant is there or left.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from uuid import UUID

import pytest
from django.db import transaction
from django.utils import timezone

from demo import factories
from louyu.journey.collection.answering import Overtaken, TenantSaid
from louyu.journey.collection.models import Cycle, Duty, Verdict
from louyu.journey.collection.steps import accept_all, reopen, send_back
from louyu.journey.collection.tests.conftest import Round
from louyu.kernel.scope import Actor
from louyu.kernel.states import TransitionRefused
from louyu.registers.assignments.models import Assignment, Capacity
from louyu.registers.organizations.actors import actor_of
from louyu.registers.organizations.models import Role, User

pytestmark = pytest.mark.django_db


@dataclass
class Model:
    """What the duty and its asked tenant must be after every act."""

    state: str = "open"
    version: int = 0
    is_closed: bool = False
    is_reopened: bool = False
    is_gone: bool = False
    liaison: int = 0
    kept: dict[UUID, str] = field(default_factory=dict)

    @property
    def moves(self) -> bool:
        return not self.is_closed or self.is_reopened

    def hand_in(self, key: UUID, base: int, says: str, by: int) -> str:
        if by != self.liaison:
            return "not theirs"
        if key in self.kept:
            return "taken before"
        if self.version != base:
            return "overtaken"
        if self.state not in ("open", "submitted", "returned") or not self.moves:
            return "refused"
        self.state, self.version = "submitted", self.version + 1
        self.kept[key], self.is_gone = says, says == Verdict.LEFT
        return "taken"

    def looked_at(self, outcome: str) -> str:
        if self.state != "submitted" or not self.moves:
            return "refused"
        self.state, self.version = outcome, self.version + 1
        return "taken"

    def close(self) -> str:
        self.is_closed = True
        return "taken"

    def reopen(self) -> str:
        self.is_reopened = True
        if self.state == "accepted":
            self.state, self.version = "returned", self.version + 1
        return "taken"


class Played:
    """One real duty with two liaisons, of whom one at a time is named."""

    def __init__(self, a_round: Round, random: Random) -> None:
        self.round, self.random, self.model = a_round, random, Model()
        other = factories.user(Role.LIAISON, organization=factories.organization())
        self.liaisons: list[User] = [a_round.liaison, other]
        self.street: Actor = factories.actor(Role.STREET, place=a_round.tree.street)
        self.office: Actor = factories.actor(Role.OFFICE)
        self.duty = a_round.open()
        # What a phone without network still holds: (key, base, says, by).
        self.held: list[tuple[UUID, int, str, int]] = []

    def act(self) -> None:
        acts = (self.send, self.send, self.hold, self.flush, self.twice, self.stale)
        decided = (self.accept, self.send_back, self.reassign, self.close, self.reopen)
        self.random.choice((*acts, *acts, *decided))()
        self.check()

    def send(self) -> None:
        self._hand_in(self._new())

    def hold(self) -> None:
        self.held.append(self._new())

    def flush(self) -> None:
        held, self.held = self.held, []
        for one in held:
            self._hand_in(one)

    def twice(self) -> None:
        one = self._new()
        self._hand_in(one)
        self._hand_in(one)

    def stale(self) -> None:
        key, _, says, by = self._new()
        self._hand_in((key, max(0, self.model.version - 1), says, by))

    def _new(self) -> tuple[UUID, int, str, int]:
        key = UUID(int=self.random.getrandbits(128), version=4)
        says = self.random.choice((Verdict.STAYS, Verdict.LEFT))
        return key, self.model.version, says, self.random.choice((self.model.liaison, 0))

    def _hand_in(self, one: tuple[UUID, int, str, int]) -> None:
        key, base, says, by = one
        told = TenantSaid(self.round.overdue, Verdict(says))
        if says == Verdict.LEFT:
            told = TenantSaid(
                self.round.overdue, Verdict.LEFT, timezone.localdate(), end_reason="unknown"
            )
        before = self.duty.submissions.count()
        try:
            with transaction.atomic():
                actor = actor_of(self.liaisons[by])
                self.round.hand_in(self.duty, told, key=key, base=base, actor=actor)
            new = self.duty.submissions.count() > before
            outcome = "taken" if new else "taken before"
        except Overtaken:
            outcome = "overtaken"
        except TransitionRefused:
            outcome = "refused"
        except Duty.DoesNotExist:
            outcome = "not theirs"
        assert outcome == self.model.hand_in(key, base, says, by)

    def accept(self) -> None:
        self._looked("accepted", lambda: accept_all(duties=[self.duty.pk], actor=self.street))

    def send_back(self) -> None:
        def act() -> None:
            send_back(duty=self.duty, reason="请改", actor=self.street)

        self._looked("returned", act)

    def _looked(self, outcome: str, act: object) -> None:
        try:
            act()  # type: ignore[operator]
            told = "taken"
        except TransitionRefused:
            told = "refused"
        assert told == self.model.looked_at(outcome)

    def reassign(self) -> None:
        self.model.liaison = 1 - self.model.liaison
        rows = Assignment.objects.unscoped("test").filter(building=self.round.building)
        rows.filter(capacity=Capacity.LIAISON).update(user=self.liaisons[self.model.liaison])

    def close(self) -> None:
        Cycle.objects.unscoped("test").filter(pk=self.duty.cycle_id).update(
            closed_at=timezone.now()
        )
        self.model.close()

    def reopen(self) -> None:
        self.duty.refresh_from_db()
        reopen(duty=self.duty, until=timezone.localdate(), reason="补报", actor=self.office)
        self.model.reopen()

    def check(self) -> None:
        self.duty.refresh_from_db()
        stay = self.round.overdue
        stay.refresh_from_db()
        assert (self.duty.state, self.duty.version) == (self.model.state, self.model.version)
        assert (stay.end is not None) == self.model.is_gone
        rows = self.duty.submissions.order_by("number")
        kept = dict(
            rows.filter(tenant_answers__occupancy=stay).values_list(
                "key", "tenant_answers__verdict"
            )
        )
        assert kept == self.model.kept, "every answer that was taken stands as it was given"
        numbers = list(rows.values_list("number", flat=True))
        assert numbers == list(range(1, len(kept) + 1))


def _play(a_round: Round, orders: int, seed: int) -> None:
    for order in range(orders):
        point = transaction.savepoint()
        played = Played(a_round, Random(seed + order))
        for _ in range(12):
            played.act()
        transaction.savepoint_rollback(point)


def test_any_order_of_acts_ends_as_the_model_says(a_round: Round) -> None:
    _play(a_round, 20, seed=0)


@pytest.mark.long
def test_a_thousand_orders_end_as_the_model_says(a_round: Round) -> None:
    _play(a_round, 1_000, seed=1_000)
