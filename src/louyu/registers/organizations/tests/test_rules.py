"""岗位规则: 三员分立 and the bounds of roles, tried to be broken in SQL."""

from itertools import combinations_with_replacement

import pytest
from django.db import IntegrityError, transaction

from demo import factories
from louyu.kernel.testing import refused_by, sql
from louyu.registers.organizations.models import (
    ADMINISTRATORS,
    AREA_BOUND,
    BODY_BOUND,
    DutyRole,
    Role,
    User,
)

pytestmark = pytest.mark.django_db

ALONE = "duty_administrators_hold_nothing_else"
GRANT = (
    "INSERT INTO organizations_dutyrole (user_id, role, place_id, organization_id, start) "
    "VALUES (%s, %s, %s, %s, %s)"
)


@pytest.fixture
def bounds() -> tuple[int, int]:
    return factories.place_tree().street.pk, factories.organization().pk


def _grant(person: User, role: str, bounds: tuple[int, int], start: str = "2024-01-01") -> None:
    sql(GRANT, [person.pk, role, *bounds, start])


@pytest.mark.parametrize(("first", "second"), list(combinations_with_replacement(Role.values, 2)))
def test_an_administrator_holds_no_second_kind_of_duty(
    first: str, second: str, bounds: tuple[int, int]
) -> None:
    person = factories.user()
    _grant(person, first, bounds)
    forbidden = first != second and not {first, second}.isdisjoint(ADMINISTRATORS)
    if forbidden:
        with refused_by(ALONE):
            _grant(person, second, bounds, "2025-01-01")
        return
    _grant(person, second, bounds, "2025-01-01")
    assert DutyRole.objects.filter(user=person).count() == 2


def test_a_duty_cannot_be_turned_into_a_forbidden_one(bounds: tuple[int, int]) -> None:
    person = factories.user()
    _grant(person, Role.STREET, bounds)
    _grant(person, Role.OFFICE, bounds)
    with refused_by(ALONE):
        sql(
            "UPDATE organizations_dutyrole SET role = 'auditor'"
            " WHERE user_id = %s AND role = 'street'",
            [person.pk],
        )


def test_an_ended_duty_does_not_stand_in_the_way_and_cannot_be_reopened(
    bounds: tuple[int, int],
) -> None:
    person = factories.user()
    _grant(person, Role.STREET, bounds)
    sql("UPDATE organizations_dutyrole SET \"end\" = '2024-12-31' WHERE user_id = %s", [person.pk])
    _grant(person, Role.AUDITOR, bounds, "2025-01-01")
    with refused_by(ALONE):
        sql(
            'UPDATE organizations_dutyrole SET "end" = NULL '
            "WHERE user_id = %s AND role = 'street'",
            [person.pk],
        )


@pytest.mark.parametrize("role", AREA_BOUND)
def test_a_role_over_an_area_needs_its_place(role: str, bounds: tuple[int, int]) -> None:
    with refused_by("duty_area_role_has_place"):
        sql(GRANT, [factories.user().pk, role, None, bounds[1], "2024-01-01"])


@pytest.mark.parametrize("role", BODY_BOUND)
def test_a_role_for_a_body_needs_its_organization(role: str, bounds: tuple[int, int]) -> None:
    with refused_by("duty_body_role_has_organization"):
        sql(GRANT, [factories.user().pk, role, bounds[0], None, "2024-01-01"])


def test_roles_are_the_declared_words(bounds: tuple[int, int]) -> None:
    with refused_by("duty_role_known"):
        sql(GRANT, [factories.user().pk, "superuser", *bounds, "2024-01-01"])


def test_a_username_names_one_person_and_an_organization_has_one_name() -> None:
    first, second = factories.user(), factories.user()
    with refused_by("organizations_user_username_key"):
        sql(
            "UPDATE organizations_user SET username = %s WHERE id = %s",
            [first.username, second.pk],
        )
    one, other = factories.organization(), factories.organization()
    with refused_by("organization_name_once"):
        sql("UPDATE organizations_organization SET name = %s WHERE id = %s", [one.name, other.pk])


def test_of_all_sets_of_duties_none_joins_an_administrator_to_anything(
    bounds: tuple[int, int],
) -> None:
    """All 2^n sets, put into the database as they are (A6)."""
    roles = list(Role.values)
    numbers = range(1 << len(roles))
    people = User.objects.bulk_create(
        User(username=f"set-{number}", name="试验人员", password="!") for number in numbers
    )
    stored, allowed, told = set(), set(), set()
    for number, person in zip(numbers, people, strict=True):
        held = [role for place, role in enumerate(roles) if number >> place & 1]
        if len(held) < 2 or not set(held) & set(ADMINISTRATORS):
            allowed.add(number)
        try:
            with transaction.atomic():
                DutyRole.objects.bulk_create(
                    DutyRole(
                        user=person,
                        role=role,
                        place_id=bounds[0],
                        organization_id=bounds[1],
                        start=factories.LONG_AGO,
                    )
                    for role in held
                )
            stored.add(number)
        except IntegrityError as refusal:
            told.add(refusal.__cause__.diag.constraint_name)  # type: ignore[union-attr]
    assert stored == allowed
    assert told == {ALONE}
