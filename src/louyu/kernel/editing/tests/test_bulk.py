"""批量修改: previewed by each row's own rules, all ticked rows or none, once, with the reason."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from demo import factories
from demo.factories import PlaceTree
from louyu.kernel.history.entries import version
from louyu.registers.buildings.models import Building
from louyu.registers.organizations.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> PlaceTree:
    return factories.place_tree()


@pytest.fixture
def street(client: Client, tree: PlaceTree) -> Client:
    client.force_login(factories.user(Role.STREET, place=tree.street))
    return client


def ticked(*rows: Building, **more: Any) -> dict[str, Any]:
    told = {"key": str(uuid4()), "row": [f"{row.pk}:{version(row)}" for row in rows]}
    return told | more


def uses() -> dict[str, str]:
    return dict(Building.objects.unscoped("test").values_list("name", "use"))


TO_HOTEL = "/buildings/bulk/?use=office&set=use&to-use=hotel"


def test_only_the_rows_ticked_are_changed_with_who_and_why(tree: PlaceTree, street: Client) -> None:
    one = factories.building(tree.street, name="甲", use="office")
    factories.building(tree.street, name="乙", use="office")
    answer = street.post(TO_HOTEL, ticked(one, why="现场核实"))
    assert answer["Location"] == "/buildings/?use=office"
    assert uses() == {"甲": "hotel", "乙": "office"}
    told = street.get(f"/buildings/{one.pk}/history/").content.decode()
    assert "批量修改" in told
    assert "现场核实" in told


def test_the_preview_changes_nothing_and_holds_only_rows_in_sight(
    tree: PlaceTree, street: Client
) -> None:
    factories.building(tree.street, name="本街大厦", use="office")
    factories.building(tree.other_street, name="邻街大厦", use="office")
    page = street.get(TO_HOTEL).content.decode()
    assert "本街大厦" in page
    assert "邻街大厦" not in page
    assert set(uses().values()) == {"office"}


def test_a_row_out_of_sight_stays_as_it_is_and_so_do_the_others(
    tree: PlaceTree, street: Client
) -> None:
    mine = factories.building(tree.street, name="本街大厦", use="office")
    other = factories.building(tree.other_street, name="邻街大厦", use="office")
    assert street.post(TO_HOTEL, ticked(mine, other)).status_code == 422
    assert set(uses().values()) == {"office"}


def test_a_row_changed_since_the_preview_stops_all(tree: PlaceTree, street: Client) -> None:
    one, two = (factories.building(tree.street, name=n, use="office") for n in ("甲", "乙"))
    sent = ticked(one, two)
    two.grade = "A"
    two.save()
    answer = street.post(TO_HOTEL, sent)
    assert answer.status_code == 422
    assert "已被别人改过" in answer.content.decode()
    assert set(uses().values()) == {"office"}


def test_the_same_sending_twice_is_one_change(tree: PlaceTree, street: Client) -> None:
    one = factories.building(tree.street, use="office")
    sent = ticked(one)
    first, second = street.post(TO_HOTEL, sent), street.post(TO_HOTEL, sent)
    assert first["Location"] == second["Location"]
    assert one.pgh_event_model.objects.filter(pgh_obj_id=one.pk, pgh_label="update").count() == 1  # type: ignore[attr-defined]


def test_a_value_the_row_may_not_take_is_told_and_cannot_be_ticked(
    tree: PlaceTree, street: Client
) -> None:
    tower = factories.building(tree.street, name="甲")
    address = "/buildings/bulk/?set=business_area&to-business_area=-5"
    assert "面积不能是负数" in street.get(address).content.decode()
    assert street.post(address, ticked(tower)).status_code == 422


@pytest.mark.parametrize("column", ["code", "name", "id", "managed__x"])
def test_what_tells_rows_apart_is_not_set_for_many(
    tree: PlaceTree, street: Client, column: str
) -> None:
    tower = factories.building(tree.street, name="甲", code="T-1")
    answer = street.post(f"/buildings/bulk/?set={column}&to-{column}=T-2", ticked(tower))
    assert answer.status_code == 422
    tower.refresh_from_db()
    assert (tower.name, tower.code) == ("甲", "T-1")


def test_a_filter_not_understood_selects_nothing(tree: PlaceTree, street: Client) -> None:
    factories.building(tree.street, name="本街大厦")
    address = f"/buildings/bulk/?place={tree.other_street.pk}&set=use&to-use=hotel"
    assert "本街大厦" not in street.get(address).content.decode()


def test_more_rows_than_one_person_can_check_are_refused(
    tree: PlaceTree, street: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("louyu.kernel.editing.bulk.LIMIT", 1)
    rows = [factories.building(tree.street, use="office") for _ in range(2)]
    assert "一次最多修改 1 条" in street.get(TO_HOTEL).content.decode()
    assert street.post(TO_HOTEL, ticked(*rows)).status_code == 422
    assert set(uses().values()) == {"office"}


def test_who_may_not_write_the_row_may_not_write_many(tree: PlaceTree, client: Client) -> None:
    client.force_login(factories.user(Role.LEADER))
    assert client.get("/buildings/bulk/").status_code == 403


def test_the_reason_given_on_the_form_stands_in_the_history(
    tree: PlaceTree, street: Client
) -> None:
    tower = factories.building(tree.street, name="旧名")
    sent = {"name": "新名", "code": tower.code, "use": tower.use, "life_stage": tower.life_stage}
    sent |= {"place": tree.street.pk, "key": uuid4(), "version": version(tower), "why": "更名批复"}
    assert street.post(f"/buildings/{tower.pk}/edit/", sent).status_code == 302
    assert "更名批复" in street.get(f"/buildings/{tower.pk}/history/").content.decode()
