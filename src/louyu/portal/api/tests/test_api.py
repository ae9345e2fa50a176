"""接口: the rows of the pages, the rules of the forms, one effect for one key."""

import re
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from demo import factories
from demo.factories import PlaceTree
from louyu.kernel.resource import all_resources
from louyu.portal.api.root import FOR_OFFICIALS
from louyu.portal.api.tests.conftest import Program, token_of
from louyu.portal.models import ApiCall, ApiToken
from louyu.registers.buildings.models import Building
from louyu.registers.organizations.models import DutyRole, Role

pytestmark = pytest.mark.django_db
Made = Callable[..., Program]


def sent(tree: PlaceTree, **more: Any) -> dict[str, Any]:
    told = {"name": "甲楼", "code": "A-1", "place": tree.street.pk, "use": "office"}
    return told | {"life_stage": "in_use"} | more


def test_the_description_is_openapi_3_1(client: Client) -> None:
    told = client.get("/api/v1/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    open_ones = {one.key for one in all_resources()} - FOR_OFFICIALS
    assert {f"/api/v1/{key}" for key in open_ones} <= set(told["paths"])


@pytest.mark.parametrize("query", ["", "q=乙", "use=hotel", "sort=-name", "sort=name&size=20"])
def test_a_list_holds_the_rows_of_the_page_in_its_order(
    tree: PlaceTree, client: Client, query: str
) -> None:
    for name, use in (("甲楼", "office"), ("乙楼", "hotel"), ("丙楼", "hotel")):
        factories.building(tree.street, name=name, use=use)
    factories.building(tree.other_street, name="他街楼")
    person = factories.user(Role.STREET, place=tree.street)
    factories.sign_in(client, person)
    page = client.get(f"/buildings/?{query}").content.decode()
    told = (
        Program(token_of(person))
        .client.get(f"/api/v1/buildings?{query}", HTTP_AUTHORIZATION=f"Bearer {token_of(person)}")
        .json()
    )
    shown = re.findall(r'<a href="/buildings/(\d+)/"', page)
    assert [str(row["id"]) for row in told["items"]] == list(dict.fromkeys(shown))
    assert f'共 <b class="num">{told["count"]}</b>' in page


def test_a_long_page_takes_as_many_queries_as_a_short_one(tree: PlaceTree, program: Made) -> None:
    reader = program()
    factories.building(tree.street)
    with CaptureQueriesContext(connection) as short:
        assert reader.get("buildings").json()["count"] == 1
    for _ in range(5):
        factories.building(tree.other_street)
    with CaptureQueriesContext(connection) as long:
        assert reader.get("buildings").json()["count"] == 6
    assert len(long) == len(short)


def test_a_filter_without_sense_is_refused(tree: PlaceTree, program: Made) -> None:
    answer = program().get("buildings", place="99999999")
    assert (answer.status_code, answer.json()["problems"][0]["field"]) == (422, "place")


def test_another_streets_row_does_not_exist(tree: PlaceTree, program: Made) -> None:
    theirs = factories.building(tree.other_street)
    street = program(Role.STREET, place=tree.street)
    assert street.get(f"buildings/{theirs.pk}").status_code == 404
    assert street.get(f"buildings/{theirs.pk}/history").status_code == 404
    answer = street.send("PATCH", f"buildings/{theirs.pk}", {"version": 1, "name": "x"})
    assert answer.status_code == 404


def test_areas_are_exact(tree: PlaceTree, program: Made) -> None:
    row = factories.building(tree.street, gross_floor_area="12345.67", business_area=None)
    told = program().get(f"buildings/{row.pk}").json()
    assert told["gross_floor_area"] == "12345.67"
    assert told["place"] == {"id": tree.street.pk, "name": "向阳街道"}


@pytest.mark.parametrize("change", ["revoked_at", "expires_on", "owner"])
def test_a_token_ends(tree: PlaceTree, program: Made, change: str) -> None:
    caller, yesterday = program(), timezone.localdate() - timedelta(days=1)
    assert caller.get("buildings").status_code == 200
    if change == "owner":
        ApiToken.objects.get().owner.__class__.objects.update(is_active=False)
    else:
        ApiToken.objects.update(**{change: timezone.now() if change == "revoked_at" else yesterday})
    assert caller.get("buildings").status_code == 401


def test_a_token_sees_no_more_than_its_owner_does_today(tree: PlaceTree, program: Made) -> None:
    factories.building(tree.street)
    street = program(Role.STREET, place=tree.street)
    assert street.get("buildings").json()["count"] == 1
    DutyRole.objects.update(end=timezone.localdate() - timedelta(days=1))
    assert street.get("buildings").json()["count"] == 0


def test_what_is_stored_of_a_token_opens_nothing(tree: PlaceTree, program: Made) -> None:
    program()
    assert Program(ApiToken.objects.get().digest).get("buildings").status_code == 401


def test_a_row_is_created_once_for_one_key(tree: PlaceTree, program: Made) -> None:
    office = program()
    first = office.send("POST", "buildings", sent(tree), key="one-sending")
    again = office.send("POST", "buildings", sent(tree), key="one-sending")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert Building.objects.unscoped("test").count() == 1
    other = office.send("POST", "buildings", sent(tree, name="乙楼"), key="one-sending")
    assert other.json()["problems"][0]["code"] == "key_used"


def test_the_forms_sentences_come_with_their_field(tree: PlaceTree, program: Made) -> None:
    told = sent(tree, gross_floor_area="10", business_area="20")
    answer = program().send("POST", "buildings", told)
    assert answer.status_code == 422
    assert "商务面积不能大于总建筑面积" in answer.json()["problems"][0]["message"]
    assert not ApiCall.objects.exists()


def test_a_change_needs_the_version_that_was_read(tree: PlaceTree, program: Made) -> None:
    office = program()
    row = office.send("POST", "buildings", sent(tree)).json()
    path = f"buildings/{row['id']}"
    done = office.send("PATCH", path, {"version": row["version"], "name": "新名", "why": "更名"})
    assert (done.status_code, done.json()["name"], done.json()["code"]) == (200, "新名", "A-1")
    stale = office.send("PATCH", path, {"version": row["version"], "name": "又一名"})
    assert (stale.status_code, stale.json()["stored"]["name"]) == (409, "新名")
    past = office.get(f"{path}/history").json()
    assert past["items"][0]["changes"][0] == {
        "label": "楼宇名称",
        "before": "甲楼",
        "after": "新名",
    }


@pytest.mark.parametrize(
    ("role", "writes", "status"), [(Role.OFFICE, False, 403), (Role.LEADER, True, 403)]
)
def test_who_may_not_write_is_refused(
    tree: PlaceTree, program: Made, role: Role, writes: bool, status: int
) -> None:
    answer = program(role, writes=writes).send("POST", "buildings", sent(tree))
    assert answer.status_code == status
    assert not Building.objects.unscoped("test").exists()


def test_a_browsers_session_may_read_and_not_write(tree: PlaceTree, client: Client) -> None:
    factories.sign_in(client, factories.user(Role.OFFICE))
    assert client.get("/api/v1/buildings").status_code == 200
    answer = client.post("/api/v1/buildings", "{}", content_type="application/json")
    assert answer.status_code == 401


def test_a_field_that_does_not_exist_is_refused(tree: PlaceTree, program: Made) -> None:
    answer = program().send("POST", "buildings", sent(tree, owner="me"))
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (422, "malformed")


@pytest.mark.django_db(transaction=True)
def test_fifty_callers_with_one_key_make_one_row(tree: PlaceTree, program: Made) -> None:
    office, answers = program(), []

    def call() -> None:
        answers.append(office.send("POST", "buildings", sent(tree), key="the-one-key"))
        connection.close()

    threads = [threading.Thread(target=call) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert Building.objects.unscoped("test").count() == 1
