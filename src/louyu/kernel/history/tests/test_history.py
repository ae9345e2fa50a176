"""变更历史: written however a row was changed, with the person and the act, and never rewritten."""

from typing import Any

import pytest
from django.apps import apps

from demo import factories
from louyu.kernel.history import acting
from louyu.kernel.testing import refused_by, sql
from louyu.registers.buildings.models import Building
from louyu.registers.organizations.models import Role

pytestmark = pytest.mark.django_db

Events: Any = Building.pgh_event_model  # type: ignore[attr-defined]


@pytest.fixture
def tower() -> Building:
    return factories.building(factories.place_tree().street, name="旧名")


def _labels(tower: Building) -> list[str]:
    rows = Events.objects.filter(pgh_obj_id=tower.pk).order_by("pgh_id")
    return list(rows.values_list("pgh_label", flat=True))


def test_raw_sql_leaves_a_trace(tower: Building) -> None:
    sql("UPDATE buildings_building SET name = '新名' WHERE id = %s", [tower.pk])
    sql("DELETE FROM buildings_lifestagechange WHERE building_id = %s", [tower.pk])
    sql("DELETE FROM buildings_building WHERE id = %s", [tower.pk])
    assert _labels(tower) == ["insert", "update", "delete"]
    assert Events.objects.filter(pgh_obj_id=tower.pk, name="旧名").exists()


def test_an_update_that_changes_nothing_leaves_none(tower: Building) -> None:
    sql("UPDATE buildings_building SET name = name WHERE id = %s", [tower.pk])
    assert _labels(tower) == ["insert"]


def test_a_set_of_rows_leaves_a_trace_for_each(tower: Building) -> None:
    factories.building(tower.place)
    sql("UPDATE buildings_building SET floors_above = 9")
    assert Events.objects.filter(pgh_label="update").count() == 2


def test_the_trace_names_the_person_and_the_act(tower: Building) -> None:
    actor = factories.actor(Role.OFFICE, name="试验甲")
    with acting(actor, "building_renamed", reason="更名批复"):
        sql("UPDATE buildings_building SET name = '新名' WHERE id = %s", [tower.pk])
    facts = Events.objects.get(pgh_label="update").pgh_context.metadata
    assert facts == {
        "user": actor.user_id,
        "name": "试验甲",
        "event": "building_renamed",
        "reason": "更名批复",
    }


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE buildings_buildingevent SET name = '抹去'",
        "DELETE FROM buildings_buildingevent",
    ],
)
def test_history_is_append_only(tower: Building, statement: str) -> None:
    with refused_by("Cannot update or delete rows from buildings_buildingevent"):
        sql(statement)


def test_every_history_table_is_append_only(tower: Building) -> None:
    events = [model for model in apps.get_models() if hasattr(model, "pgh_tracked_model")]
    assert len(events) > 10
    loose = [
        model.__name__
        for model in events
        if "append_only" not in {t.name for t in model._meta.triggers}  # type: ignore[attr-defined]
    ]
    assert loose == []
