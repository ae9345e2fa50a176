"""登记与修改: saved once, in scope, never over another's change; refusals stand at the field."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from demo import codes, factories
from demo.factories import PlaceTree
from louyu.kernel.editing.form import OUT_OF_SIGHT
from louyu.kernel.history.entries import version
from louyu.kernel.resource.choices import _limits
from louyu.registers.buildings.models import Building, PartyKind, Unit
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.organizations.models import Role, User
from louyu.registers.places.queries import managing

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> PlaceTree:
    return factories.place_tree()


@pytest.fixture
def street(client: Client, tree: PlaceTree) -> Client:
    client.force_login(factories.user(Role.STREET, place=tree.street))
    return client


def entered(place: Any, **fields: Any) -> dict[str, Any]:
    told = {"name": "滨海大厦", "code": "B-1", "use": "office", "life_stage": "in_use"}
    return told | {"place": place.pk, "key": str(uuid4())} | fields


def errors(response: Any) -> dict[str, list[str]]:
    assert response.status_code == 422
    return {name: list(found) for name, found in response.context["form"].errors.items()}


def test_a_street_adds_a_building_of_its_own(tree: PlaceTree, street: Client) -> None:
    answer = street.post("/buildings/new/", entered(tree.street, gross_floor_area="41000.5"))
    made = Building.objects.unscoped("test").get()
    assert answer["Location"] == f"/buildings/{made.pk}/"
    assert (made.name, str(made.gross_floor_area)) == ("滨海大厦", "41000.50")
    assert made.pgh_event_model.objects.get().pgh_context.metadata["event"] == "building_created"


def test_a_street_cannot_write_into_another_street(tree: PlaceTree, street: Client) -> None:
    refused = errors(street.post("/buildings/new/", entered(tree.other_street)))
    assert list(refused) == ["place"]
    tower = factories.building(tree.street)
    moved = entered(tree.other_street, version=version(tower))
    assert list(errors(street.post(f"/buildings/{tower.pk}/edit/", moved))) == ["place"]
    elsewhere = factories.building(tree.other_street)
    room = {"building": elsewhere.pk, "floor": 1, "number": "101", "area": 9, "use": "business"}
    assert "building" in errors(street.post("/units/new/", room | {"key": str(uuid4())}))
    assert Unit.objects.unscoped("test").count() == 0


def test_nobody_writes_a_record_out_of_their_own_sight(
    tree: PlaceTree, street: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second belt: it holds even where the choices were declared too wide."""
    monkeypatch.setitem(_limits, ("buildings", "place"), lambda actor: managing())
    refused = errors(street.post("/buildings/new/", entered(tree.other_street)))
    assert refused == {"__all__": [OUT_OF_SIGHT]}
    assert Building.objects.unscoped("test").count() == 0


def test_a_liaison_adds_units_where_they_work_and_nowhere_else(
    tree: PlaceTree, client: Client
) -> None:
    company = factories.organization()
    tower = factories.building(tree.street)
    factories.party(tower, company, PartyKind.PROPERTY_MANAGER)
    client.force_login(factories.user(Role.LIAISON, organization=company))
    room = {"floor": 26, "number": "2601", "area": "440", "use": "business"}
    mine = room | {"building": tower.pk, "key": str(uuid4())}
    assert client.post("/units/new/", mine).status_code == 302
    theirs = room | {"building": factories.building(tree.street).pk, "key": str(uuid4())}
    assert "building" in errors(client.post("/units/new/", theirs))


def test_a_liaison_cannot_change_a_building(tree: PlaceTree, client: Client) -> None:
    company = factories.organization()
    tower = factories.building(tree.street)
    factories.party(tower, company)
    client.force_login(factories.user(Role.LIAISON, organization=company))
    assert client.get(f"/buildings/{tower.pk}/edit/").status_code == 403
    assert client.post("/buildings/new/", entered(tree.street)).status_code == 403
    assert Building.objects.unscoped("test").count() == 1


def test_a_streets_new_enterprise_belongs_to_the_street(tree: PlaceTree, street: Client) -> None:
    told = {"name": "试验贸易", "kind": "enterprise", "status": "active", "key": str(uuid4())}
    assert list(errors(street.post("/enterprises/new/", told))) == ["place"]
    told |= {"place": tree.street.pk, "uscc": f" {codes.invented(7).lower()} "}
    assert street.post("/enterprises/new/", told).status_code == 302
    assert Enterprise.objects.unscoped("test").get().uscc == codes.invented(7)


@pytest.mark.parametrize(
    ("field", "fields", "said"),
    [
        ("business_area", {"business_area": 9, "gross_floor_area": 8}, "不能大于总建筑面积"),
        ("gross_floor_area", {"gross_floor_area": -1}, "不能是负数"),
        ("longitude", {"longitude": "12.5", "latitude": "37.5"}, "经纬度"),
        ("completed_on", {"completed_on": "2014-13-01"}, "日期"),
        ("name", {"name": ""}, "必填"),
    ],
)
def test_a_rule_speaks_at_the_field_it_is_about(
    tree: PlaceTree, street: Client, field: str, fields: dict[str, Any], said: str
) -> None:
    refused = errors(street.post("/buildings/new/", entered(tree.street) | fields))
    assert list(refused) == [field]
    assert said in refused[field][0]


def test_a_taken_name_and_a_taken_code_are_told(tree: PlaceTree, street: Client) -> None:
    factories.building(tree.street, name="滨海大厦")
    refused = errors(street.post("/buildings/new/", entered(tree.street)))
    assert refused == {"name": ["该街道/园区已有同名楼宇，请核对是否重复登记。"]}
    taken = factories.enterprise(place=tree.other_street)
    told = {"name": "甲", "kind": "enterprise", "status": "active", "place": tree.street.pk}
    told |= {"uscc": taken.uscc, "key": str(uuid4())}
    assert "联系区楼宇办" in errors(street.post("/enterprises/new/", told))["uscc"][0]


def test_a_wrong_check_digit_is_told(tree: PlaceTree, street: Client) -> None:
    code = codes.invented(7)
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    told = {"name": "甲", "kind": "enterprise", "status": "active", "place": tree.street.pk}
    refused = errors(street.post("/enterprises/new/", told | {"uscc": wrong, "key": str(uuid4())}))
    assert "校验不通过" in refused["uscc"][0]


def test_the_floor_is_typed_and_made_when_it_is_new(tree: PlaceTree, street: Client) -> None:
    tower = factories.building(tree.street, floors_below=2)
    room = {"building": tower.pk, "floor": "-2", "number": "B201", "area": 9, "use": "parking"}
    for floor, sentence in ((0, "没有 0 层"), (-3, "登记地下 2 层")):
        sent = room | {"floor": floor, "key": str(uuid4())}
        assert sentence in str(errors(street.post("/units/new/", sent)))
    for number in ("B201", "B202"):
        sent = room | {"number": number, "key": str(uuid4())}
        assert street.post("/units/new/", sent).status_code == 302
    floors = {one.floor_id for one in Unit.objects.unscoped("test").select_related("floor")}
    assert len(floors) == 1
    one = Unit.objects.unscoped("test").select_related("floor").first()
    assert one is not None
    assert one.floor.number == -2
    assert street.get(f"/units/{one.pk}/edit/").context["form"]["floor"].value() == -2


def test_a_sending_repeated_changes_nothing_more(tree: PlaceTree, street: Client) -> None:
    sent = entered(tree.street)
    first, second = (street.post("/buildings/new/", sent) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Building.objects.unscoped("test").count() == 1


def test_a_page_without_its_key_saves_nothing(tree: PlaceTree, street: Client) -> None:
    assert "失效" in str(errors(street.post("/buildings/new/", entered(tree.street, key=""))))
    assert Building.objects.unscoped("test").count() == 0


def test_two_changes_at_once_show_both_values(tree: PlaceTree, street: Client) -> None:
    tower = factories.building(tree.street, name="原名", code="B-1")
    page = street.get(f"/buildings/{tower.pk}/edit/")
    tower.name, tower.floors_above = "他人改名", 12
    tower.save()
    sent = entered(tree.street, name="我改名", version=page.context["version"])
    answer = street.post(f"/buildings/{tower.pk}/edit/", sent)
    assert "有人改过" in str(errors(answer))
    told = {label: (now, mine) for label, now, mine in answer.context["differences"]}
    assert told["楼宇名称"] == ("他人改名", "我改名")
    assert told["地上层数（层）"] == ("12", "（空）")
    tower.refresh_from_db()
    assert tower.name == "他人改名"
    again = sent | {"version": answer.context["version"], "key": str(answer.context["key"])}
    assert street.post(f"/buildings/{tower.pk}/edit/", again).status_code == 302
    tower.refresh_from_db()
    assert tower.name == "我改名"


def test_a_record_of_another_place_keeps_it(tree: PlaceTree, street: Client) -> None:
    """A tenant here that another street put on file may be corrected, not taken over."""
    firm = factories.enterprise(place=tree.other_street, name="原名")
    factories.occupancy(firm, factories.unit(factories.building(tree.street)))
    told = {"name": "新名", "kind": "enterprise", "status": "active", "uscc": firm.uscc}
    told |= {"place": tree.street.pk, "version": version(firm), "key": str(uuid4())}
    assert street.post(f"/enterprises/{firm.pk}/edit/", told).status_code == 302
    firm.refresh_from_db()
    assert (firm.name, firm.place) == ("新名", tree.other_street)


@pytest.mark.django_db(transaction=True)
def test_the_same_sending_many_times_at_once_is_one_change(tree: PlaceTree) -> None:
    person: User = factories.user(Role.STREET, place=tree.street)
    sent = entered(tree.street)

    def send(_: int) -> str:
        try:
            one = Client()
            one.force_login(person)
            return str(one.post("/buildings/new/", sent)["Location"])
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = set(pool.map(send, range(8)))
    made = Building.objects.unscoped("test").get()
    assert answers == {f"/buildings/{made.pk}/"}
