"""搜索: what is found, and that nothing outside one's view is found or counted."""

from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from demo.factories import PlaceTree, building, enterprise, occupancy, place_tree, unit, user
from louyu.registers.organizations.models import Role, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> PlaceTree:
    return place_tree()


def found(person: User, text: str) -> str:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(f"{reverse('search')}?q={quote(text)}").content.decode()


def test_two_characters_of_a_name_find_it(tree: PlaceTree) -> None:
    tower = building(tree.street, name="滨海金融中心")
    occupancy(enterprise(name="烟台金帆贸易有限公司"), unit(tower))
    page = found(user(Role.OFFICE), "金融")
    assert "滨海金融中心" in page
    assert "金帆" in found(user(Role.OFFICE), "金帆")


def test_part_of_a_code_finds_the_enterprise(tree: PlaceTree) -> None:
    firm = enterprise(name="烟台金帆贸易有限公司", place=tree.street)
    assert firm.name in found(user(Role.OFFICE), str(firm.uscc)[4:12])


def test_another_streets_building_is_neither_found_nor_counted(tree: PlaceTree) -> None:
    building(tree.street, name="滨海金融中心")
    building(tree.other_street, name="东山金融大厦")
    page = found(user(Role.STREET, place=tree.street), "金融")
    assert "滨海金融中心" in page
    assert "东山金融大厦" not in page
    assert '<span class="tag">1 条</span>' in page


@pytest.mark.parametrize(
    "role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR, Role.EXPERT]
)
def test_who_sees_no_business_data_finds_none(tree: PlaceTree, role: str) -> None:
    building(tree.street, name="滨海金融中心")
    page = found(user(role), "金融")
    assert "滨海金融中心" not in page
    assert "没有与“金融”相符的" in page


def test_an_empty_box_lists_nothing(tree: PlaceTree) -> None:
    tower = building(tree.street)
    assert tower.name not in found(user(Role.OFFICE), " ")


def test_a_fragment_holds_the_results_only(tree: PlaceTree) -> None:
    tower = building(tree.street, name="滨海金融中心")
    client = Client()
    client.force_login(user(Role.OFFICE), backend="django.contrib.auth.backends.ModelBackend")
    asked = {"HX-Request": "true", "HX-Target": "results"}
    page = client.get(reverse("search"), {"q": "金融"}, headers=asked).content.decode()
    assert tower.name in page
    assert "<html" not in page
