"""授权规则: two administrators of two duties, never oneself; the database keeps it in SQL too."""

from datetime import date
from itertools import product

import pytest
from django.utils import timezone

from demo.factories import duty, organization, place_tree, user
from louyu.kernel.scope import Actor
from louyu.kernel.testing import refused_by, sql
from louyu.registers.organizations.actors import actor_of
from louyu.registers.organizations.grants import (
    GrantRefused,
    decide,
    deciders,
    on_duty,
    propose,
    take_away,
)
from louyu.registers.organizations.models import (
    ADMINISTRATORS,
    Clearance,
    ClearanceKind,
    DutyRole,
    Grant,
    GrantAct,
    Role,
    User,
)

pytestmark = pytest.mark.django_db
BASIS = "试验〔2026〕1号"


@pytest.fixture
def person() -> User:
    return user(Role.DEPARTMENT)


def admin(role: Role) -> Actor:
    return actor_of(user(role))


def clearance(person: User, by: Actor) -> Grant:
    return propose(
        user=person, act=GrantAct.CLEARANCE, basis=BASIS, actor=by, kind=ClearanceKind.TAX
    )


def test_a_proposal_opens_nothing_until_another_administrator_approves(person: User) -> None:
    grant = clearance(person, admin(Role.SECURITY_ADMIN))
    assert not actor_of(person).clearances
    decide(grant, "approve", actor=admin(Role.SYSTEM_ADMIN))
    assert actor_of(person).clearances == {"tax"}


@pytest.mark.parametrize(("first", "second"), list(product(ADMINISTRATORS, repeat=2)))
def test_only_two_different_administrator_duties_make_a_grant(
    person: User, first: Role, second: Role
) -> None:
    if first == Role.AUDITOR:
        with pytest.raises(GrantRefused):
            clearance(person, admin(first))
        return
    grant = clearance(person, admin(first))
    if first == second:
        with pytest.raises(GrantRefused):
            decide(grant, "approve", actor=admin(second))
    else:
        decide(grant, "approve", actor=admin(second))
    assert bool(actor_of(person).clearances) == (first != second)


@pytest.mark.parametrize("role", [Role.LIAISON, Role.OPERATOR, Role.COMMUNITY, Role.EXPERT])
def test_no_clearance_is_asked_for_where_it_opens_nothing(role: Role) -> None:
    tree, by = place_tree(), admin(Role.SECURITY_ADMIN)
    held = user(role, place=tree.community, organization=organization())
    with pytest.raises(GrantRefused, match="岗位不在其中"):
        clearance(held, by)
    propose(user=held, act=GrantAct.DUTY, basis=BASIS, actor=by, role=Role.OFFICE)
    assert clearance(held, by).pk


@pytest.mark.parametrize("role", [role for role in Role if role not in ADMINISTRATORS])
def test_no_business_role_proposes_or_approves(person: User, role: Role) -> None:
    tree = place_tree()
    other = actor_of(user(role, place=tree.street, organization=organization()))
    with pytest.raises(GrantRefused):
        clearance(person, other)
    with pytest.raises(GrantRefused):
        decide(clearance(person, admin(Role.SYSTEM_ADMIN)), "approve", actor=other)


def test_nobody_approves_what_is_for_themselves(person: User) -> None:
    officer = user(Role.SYSTEM_ADMIN)
    grant = propose(
        user=officer,
        act=GrantAct.DUTY,
        basis=BASIS,
        actor=admin(Role.SECURITY_ADMIN),
        role=Role.OFFICE,
        start=date(2030, 1, 1),
    )
    with pytest.raises(GrantRefused):
        decide(grant, "approve", actor=actor_of(officer))
    assert officer not in deciders(grant, on_duty())
    with pytest.raises(GrantRefused, match="自己"):
        clearance(officer, actor_of(officer))


def test_a_refusal_needs_its_reason_and_ends_the_proposal(person: User) -> None:
    grant, auditor = clearance(person, admin(Role.SYSTEM_ADMIN)), admin(Role.AUDITOR)
    with pytest.raises(GrantRefused):
        decide(grant, "refuse", actor=auditor)
    decide(grant, "refuse", actor=auditor, reason="没有文号")
    with pytest.raises(GrantRefused):
        decide(grant, "approve", actor=auditor)
    assert not actor_of(person).clearances


def test_an_approval_that_breaks_a_rule_of_the_database_leaves_the_grant_open(
    person: User,
) -> None:
    grant = propose(
        user=person,
        act=GrantAct.DUTY,
        basis=BASIS,
        actor=admin(Role.SECURITY_ADMIN),
        role=Role.AUDITOR,
    )
    with pytest.raises(GrantRefused, match="互斥"):
        decide(grant, "approve", actor=admin(Role.SYSTEM_ADMIN))
    grant.refresh_from_db()
    assert grant.state == "proposed"


def test_what_is_taken_away_is_gone_with_the_next_request(person: User) -> None:
    decide(clearance(person, admin(Role.SECURITY_ADMIN)), "approve", actor=admin(Role.SYSTEM_ADMIN))
    officer = admin(Role.SECURITY_ADMIN)
    take_away(Clearance.objects.get(user=person), actor=officer, reason="调离")
    assert not actor_of(person).clearances
    take_away(DutyRole.objects.get(user=person), actor=officer, reason="调离")
    assert not actor_of(person).duties


def test_the_same_proposal_waits_once(person: User) -> None:
    officer = admin(Role.SECURITY_ADMIN)
    clearance(person, officer)
    with pytest.raises(GrantRefused, match="重复"):
        clearance(person, officer)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ("decided_by_id = proposed_by_id", "grant_decided_by_another"),
        ("decided_as = proposed_as", "grant_decided_from_another_duty"),
        ("decided_as = 'office'", "grant_decided_from_another_duty"),
        ("decided_by_id = user_id", "grant_never_for_oneself"),
        ("user_id = proposed_by_id", "grant_never_for_oneself"),
        ("decided_by_id = NULL", "grant_state_has_its_record"),
        ("state = 'refused'", "grant_state_has_its_record"),
        ("role = 'office'", "grant_act_complete"),
        ("basis = ''", "grant_has_its_basis"),
    ],
)
def test_the_database_keeps_an_approved_grant_whole(person: User, change: str, rule: str) -> None:
    grant = clearance(person, admin(Role.SECURITY_ADMIN))
    decide(grant, "approve", actor=admin(Role.SYSTEM_ADMIN))
    with refused_by(rule):
        sql(f"UPDATE organizations_grant SET {change} WHERE id = %s", [grant.pk])


CLEAR = (
    "INSERT INTO organizations_clearance (user_id, kind, basis, start) VALUES (%s, 'tax', '试', %s)"
)


def test_a_clearance_is_held_only_beside_a_business_duty() -> None:
    alone, past = user(), user()
    duty(past, Role.OFFICE, end=date(2023, 1, 1))
    for person in (alone, past, user(Role.AUDITOR)):
        with refused_by("clearance_beside_business_duty"):
            sql(CLEAR, [person.pk, "2024-01-01"])


def test_who_is_cleared_becomes_no_administrator(person: User) -> None:
    sql(CLEAR, [person.pk, "2024-01-01"])
    DutyRole.objects.filter(user=person).update(end=date(2024, 6, 1))
    with refused_by("administrator_holds_no_clearance"):
        sql(
            "INSERT INTO organizations_dutyrole (user_id, role, start) VALUES (%s, 'auditor', %s)",
            [person.pk, timezone.localdate()],
        )
