"""事项规则: tried to be broken in SQL."""

import pytest

from demo import factories
from louyu.kernel.testing import refused_by, sql
from louyu.registers.matters.models import Matter
from louyu.registers.matters.services import open_matter
from louyu.registers.organizations.models import Role

pytestmark = pytest.mark.django_db


NOWHERE = "level = 'building', with_building = true, building_id = null"


@pytest.fixture
def matter() -> Matter:
    building = factories.building(factories.place_tree().street)
    actor = factories.actor(Role.OFFICE)
    return open_matter(kind="coordination", text="试验事项", building=building, actor=actor)


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("matter_words_known", "state = 'forgotten'"),
        ("matter_words_known", "level = 'province'"),
        ("matter_satisfaction_1_to_5", "state = 'closed', closed_at = now(), satisfaction = 6"),
        ("matter_closed_with_its_day", "state = 'closed'"),
        ("matter_closed_with_its_day", "satisfaction = 5"),
        ("matter_at_a_building_has_one", "level = 'building'"),
        (
            "matter_at_a_building_has_one",
            "level = 'building', with_building = true, building_id = null",
        ),
        ("matter_at_a_street_has_one", "place_id = null"),
        ("matter_for_an_enterprise_names_it", "for_enterprise = true"),
    ],
)
def test_a_thread_that_contradicts_itself_is_refused(
    matter: Matter, rule: str, change: str
) -> None:
    with refused_by(rule):
        sql(f"UPDATE matters_matter SET {change} WHERE id = %s", [matter.pk])


def test_one_thread_has_one_owner(matter: Matter) -> None:
    body, person = factories.organization(), factories.user()
    with refused_by("matter_one_owner"):
        sql(
            "UPDATE matters_matter SET owner_user_id = %s, owner_body_id = %s WHERE id = %s",
            [person.pk, body.pk, matter.pk],
        )


def test_a_step_of_an_unknown_kind_is_refused(matter: Matter) -> None:
    with refused_by("matter_step_known"):
        sql("UPDATE matters_matterstep SET act = 'lost' WHERE matter_id = %s", [matter.pk])


def test_a_joint_answer_has_its_time_and_a_body_joins_once(matter: Matter) -> None:
    insert = "INSERT INTO matters_jointhandling (matter_id, body_id, answer) VALUES (%s, %s, %s)"
    body = factories.organization()
    with refused_by("joint_answer_has_its_time"):
        sql(insert, [matter.pk, body.pk, "已办"])
    sql(insert, [matter.pk, body.pk, ""])
    with refused_by("joint_once_per_body"):
        sql(insert, [matter.pk, body.pk, ""])


def test_a_holiday_is_off_or_worked() -> None:
    with refused_by("holiday_kind_known"):
        sql("INSERT INTO matters_holiday (day, kind, name) VALUES ('2026-10-01', 'half', '')")
