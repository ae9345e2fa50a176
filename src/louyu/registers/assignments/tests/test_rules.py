"""分工规则: tried to be broken in SQL, past every form and service."""

from datetime import date
from typing import Any

import pytest

from demo import factories
from louyu.kernel.testing import refused_by, sql
from louyu.registers.organizations.models import Role

pytestmark = pytest.mark.django_db

INSERT = (
    "INSERT INTO assignments_assignment"
    ' (capacity, user_id, organization_id, building_id, enterprise_id, start, "end", basis)'
    " VALUES (%s, %s, %s, %s, %s, %s, %s, '')"
)


class Ground:
    def __init__(self) -> None:
        tree = factories.place_tree()
        self.building = factories.building(tree.street).pk
        self.enterprise = factories.enterprise().pk
        self.user = factories.user(Role.OFFICE).pk
        self.other = factories.user(Role.OFFICE).pk
        self.body = factories.organization().pk

    def insert(self, capacity: str = "liaison", **told: Any) -> int:
        given = {"user": self.user, "building": self.building, "start": date(2026, 1, 1)} | told
        keys = ("user", "body", "building", "enterprise", "start", "end")
        return sql(INSERT, [capacity, *(given.get(key) for key in keys)])


@pytest.fixture
def ground() -> Ground:
    return Ground()


def test_either_a_person_or_a_body_answers(ground: Ground) -> None:
    with refused_by("assignment_one_answers"):
        ground.insert(body=ground.body)
    with refused_by("assignment_one_answers"):
        ground.insert(user=None)


def test_either_a_building_or_an_enterprise_is_answered_for(ground: Ground) -> None:
    with refused_by("assignment_one_subject"):
        ground.insert(enterprise=ground.enterprise)
    with refused_by("assignment_one_subject"):
        ground.insert(building=None)


def test_a_capacity_nobody_knows_is_refused(ground: Ground) -> None:
    with refused_by("assignment_capacity_known"):
        ground.insert("chief")


def test_an_assignment_cannot_end_before_it_began(ground: Ground) -> None:
    with refused_by("range lower bound"):
        ground.insert(end=date(2025, 1, 1))


@pytest.mark.parametrize("capacity", ["liaison", "street_officer", "leader"])
@pytest.mark.parametrize("subject", ["building", "enterprise"])
def test_only_one_person_holds_a_single_capacity_at_a_time(
    ground: Ground, capacity: str, subject: str
) -> None:
    about = {"building": None} | {subject: getattr(ground, subject)}
    ground.insert(capacity, end=date(2026, 6, 30), **about)
    with refused_by(f"assignment_one_at_a_time_per_{subject}"):
        ground.insert(capacity, user=ground.other, start=date(2026, 6, 30), **about)
    assert ground.insert(capacity, user=ground.other, start=date(2026, 7, 1), **about) == 1


def test_of_the_other_capacities_there_may_be_several(ground: Ground) -> None:
    for capacity in ("department", "advisor", "team_member", "operator", "community_officer"):
        ground.insert(capacity)
        assert ground.insert(capacity, user=ground.other) == 1


def test_a_visit_is_to_somebody_for_a_known_purpose(ground: Ground) -> None:
    insert = (
        "INSERT INTO assignments_visit (visitor_id, building_id, day, purpose, findings)"
        " VALUES (%s, %s, '2026-01-01', %s, '')"
    )
    with refused_by("visit_of_somebody"):
        sql(insert, [ground.user, None, "service"])
    with refused_by("visit_purpose_known"):
        sql(insert, [ground.user, ground.building, "check-in"])


def test_a_delegation_goes_to_somebody_else_and_ends(ground: Ground) -> None:
    insert = (
        'INSERT INTO assignments_delegation (giver_id, receiver_id, start, "end", source, item)'
        " VALUES (%s, %s, '2026-01-01', %s, %s, %s)"
    )
    with refused_by("delegation_to_somebody_else"):
        sql(insert, [ground.user, ground.user, "2026-01-02", "", None])
    with refused_by("delegation_ends"):
        sql(insert, [ground.user, ground.other, None, "", None])
    with refused_by("delegation_of_one_or_all"):
        sql(insert, [ground.user, ground.other, "2026-01-02", "matters", None])
