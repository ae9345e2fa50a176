"""保存的筛选与列: one's own, opened within one's scope; columns left out by the address."""

import pytest
from django.test import Client

from demo import factories
from demo.factories import PlaceTree
from louyu.kernel.testing import refused_by
from louyu.kernel.views.models import SavedView
from louyu.registers.organizations.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> PlaceTree:
    return factories.place_tree()


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(factories.user(Role.OFFICE))
    return client


def saved() -> list[tuple[str, str]]:
    return list(SavedView.objects.unscoped("test").values_list("name", "query"))


def test_a_saved_filter_keeps_conditions_order_and_columns(tree: PlaceTree, office: Client) -> None:
    factories.building(tree.street, name="滨海甲座", use="hotel")
    factories.building(tree.street, name="滨海乙座", use="office")
    query = "q=&use=office&sort=-name&without=code&without=place&page=3"
    answer = office.post(f"/buildings/?{query}", {"name": "办公楼"})
    assert saved() == [("办公楼", "sort=-name&use=office&without=code&without=place")]
    page = office.get(answer["Location"]).content.decode()
    assert "滨海乙座" in page
    assert "滨海甲座" not in page
    assert 'aria-current="page">办公楼</a>' in page


def test_the_same_name_replaces_what_it_stood_for(office: Client) -> None:
    office.post("/buildings/?use=office", {"name": "常用"})
    office.post("/buildings/?use=hotel", {"name": "常用"})
    assert saved() == [("常用", "use=hotel")]


@pytest.mark.parametrize("name", ["", "   ", "长" * 21])
def test_a_filter_without_a_usable_name_is_not_saved(office: Client, name: str) -> None:
    page = office.post("/buildings/?use=office", {"name": name}, follow=True)
    assert "没有保存" in page.content.decode()
    assert saved() == []


def test_conditions_too_long_to_keep_are_refused(office: Client) -> None:
    page = office.post(f"/buildings/?q={'a' * 1001}", {"name": "长"}, follow=True)
    assert "太长" in page.content.decode()
    assert saved() == []


def test_nobody_sees_or_deletes_anothers_filter(client: Client, office: Client) -> None:
    office.post("/buildings/?use=office", {"name": "私用筛选"})
    view = SavedView.objects.unscoped("test").get()
    other = Client()
    other.force_login(factories.user(Role.OFFICE))
    assert "私用筛选" not in other.get("/buildings/?use=office").content.decode()
    assert other.post("/buildings/", {"forget": view.pk}).status_code == 404
    assert office.post("/enterprises/", {"forget": view.pk}).status_code == 404
    assert len(saved()) == 1
    office.post("/buildings/", {"forget": view.pk})
    assert saved() == []


def test_a_filter_saved_under_a_wider_duty_opens_only_what_the_duty_of_today_shows(
    tree: PlaceTree, client: Client
) -> None:
    factories.building(tree.street, name="本街大厦", use="office")
    factories.building(tree.other_street, name="邻街大厦", use="office")
    person = factories.user(Role.STREET, place=tree.street)
    SavedView.objects.unscoped("test").create(
        owner_id=person.pk, resource="buildings", name="旧", query="use=office"
    )
    client.force_login(person)
    page = client.get("/buildings/?use=office").content.decode()
    assert "本街大厦" in page
    assert "邻街大厦" not in page


def test_a_column_left_out_is_gone_from_the_list_and_still_sorts_it(
    tree: PlaceTree, office: Client
) -> None:
    for name, code in (("甲", "ZZ-9"), ("乙", "ZZ-1")):
        factories.building(tree.street, name=name, code=code)
    assert "ZZ-9" in office.get("/buildings/").content.decode()
    page = office.get("/buildings/?without=code&without=name&sort=code").content.decode()
    assert "ZZ-9" not in page
    assert page.index(">乙</a>") < page.index(">甲</a>"), "the name stays, and the order"


def test_the_database_holds_one_filter_per_name_and_none_without() -> None:
    rows = SavedView.objects.unscoped("test")
    told = {"owner_id": 1, "resource": "buildings", "query": ""}
    rows.create(**told, name="甲")
    with refused_by("saved_view_once_per_name"):
        rows.create(**told, name="甲")
    with refused_by("saved_view_named"):
        rows.create(**told, name="")
