"""状态: only declared transitions, by their roles, from the state that is stored."""

from typing import Any

import pytest

from demo import factories
from louyu.kernel.scope import Actor
from louyu.kernel.states import Transition, TransitionRefused, Workflow
from louyu.registers.buildings.models import Building, LifeStage
from louyu.registers.organizations.models import Role

pytestmark = pytest.mark.django_db

entered: list[tuple[str, str]] = []
FLOW = Workflow(
    state_field="life_stage",
    transitions=(
        Transition("close", "停用", (LifeStage.IN_USE,), LifeStage.IDLE, (Role.OFFICE,), True),
        Transition("reopen", "启用", (LifeStage.IDLE,), LifeStage.IN_USE, (Role.OFFICE,)),
    ),
    on_enter={LifeStage.IDLE: lambda row, *, actor, reason: entered.append((actor.name, reason))},
)


@pytest.fixture
def tower() -> Building:
    entered.clear()
    return factories.building(factories.place_tree().street)


@pytest.fixture
def office() -> Actor:
    return factories.actor(Role.OFFICE)


def test_a_transition_changes_the_stored_state_and_runs_its_hook(
    tower: Building, office: Actor
) -> None:
    FLOW.take(tower, "close", actor=office, reason="空置三年")
    tower.refresh_from_db()
    assert tower.life_stage == LifeStage.IDLE
    assert entered == [(office.name, "空置三年")]


@pytest.mark.parametrize(
    ("name", "reason", "role", "message"),
    [
        ("demolish", "x", Role.OFFICE, "没有这个操作"),
        ("close", " ", Role.OFFICE, "需要填写理由"),
        ("close", "x", Role.LEADER, "您的岗位不能"),
        ("reopen", "", Role.OFFICE, "状态已被他人改变"),
    ],
)
def test_anything_else_is_refused_and_changes_nothing(
    tower: Building, name: str, reason: str, role: str, message: str
) -> None:
    with pytest.raises(TransitionRefused, match=message):
        FLOW.take(tower, name, actor=factories.actor(role), reason=reason)
    tower.refresh_from_db()
    assert (tower.life_stage, entered) == (LifeStage.IN_USE, [])


def test_the_stored_state_counts_not_the_one_on_an_old_page(tower: Building, office: Actor) -> None:
    on_the_page: Any = Building.objects.unscoped("test").get(pk=tower.pk)
    FLOW.take(tower, "close", actor=office, reason="x")
    with pytest.raises(TransitionRefused, match="状态已被他人改变"):
        FLOW.take(on_the_page, "close", actor=office, reason="x")


def test_a_page_offers_what_the_actor_may_do(tower: Building, office: Actor) -> None:
    offered = [t.name for t in FLOW.open_to(tower, office)]
    assert (offered, FLOW.open_to(tower, factories.actor(Role.LEADER))) == (["close"], [])
