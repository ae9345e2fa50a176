"""工作台: what each duty shows first, and that no panel shows more than its list."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from demo.factories import (
    PlaceTree,
    building,
    duty,
    enterprise,
    occupancy,
    organization,
    party,
    place_tree,
    sign_in,
    unit,
    user,
    vacancy,
)
from louyu.journey.statistics.models import PeriodState
from louyu.registers.organizations.models import ADMINISTRATORS, OrganizationKind, Role, User

pytestmark = pytest.mark.django_db
BUDGET = 13


@pytest.fixture
def tree() -> PlaceTree:
    return place_tree()


def client_of(person: User) -> Client:
    client = Client()
    sign_in(client, person)
    return client


def home_of(person: User) -> str:
    return client_of(person).get(reverse("home")).content.decode()


def in_days(days: int) -> Any:
    return timezone.localdate() + timedelta(days=days)


def letting(place: Any, *, name: str, expires: int) -> Any:
    tower = building(place)
    return occupancy(enterprise(name=name), unit(tower), lease_expiry=in_days(expires))


def test_leases_that_end_soon_or_have_ended_are_listed_and_later_ones_not(
    tree: PlaceTree,
) -> None:
    letting(tree.street, name="已到期企业", expires=-3)
    letting(tree.street, name="将到期企业", expires=90)
    letting(tree.street, name="不急的企业", expires=91)
    page = home_of(user(Role.STREET, place=tree.street))
    assert page.index("已到期 3 天") < page.index("90 天后到期")
    assert "不急的企业" not in page


def test_a_stay_that_ended_no_longer_waits_for_its_lease(tree: PlaceTree) -> None:
    stay = letting(tree.street, name="已迁出企业", expires=10)
    stay.end, stay.end_reason = in_days(-1), "lease_end"
    stay.save()
    assert "已迁出企业" not in home_of(user(Role.OFFICE))


@pytest.mark.parametrize("role", [Role.DEPARTMENT, Role.COMMUNITY])
def test_who_may_not_read_lease_terms_gets_no_list_of_them(tree: PlaceTree, role: str) -> None:
    tower = building(tree.street, community=tree.community)
    occupancy(enterprise(name="将到期企业"), unit(tower), lease_expiry=in_days(5))
    client = client_of(user(role, place=tree.community))
    assert "将到期企业" not in client.get(reverse("home")).content.decode()
    assert client.get(reverse("attention", args=["leases"])).status_code == 404


def test_a_street_sees_no_other_streets_concerns(tree: PlaceTree) -> None:
    letting(tree.other_street, name="别街企业", expires=5)
    tower = building(tree.other_street, name="别街大厦")
    vacancy(unit(tower))
    client = client_of(user(Role.STREET, place=tree.street))
    pages = [reverse("home"), *(reverse("attention", args=[k]) for k in ("leases", "vacancies"))]
    for url in pages:
        page = client.get(url).content.decode()
        assert "别街企业" not in page
        assert "别街大厦" not in page


def test_the_number_beside_a_list_is_the_number_of_its_rows(tree: PlaceTree) -> None:
    tower = building(tree.street)
    for _ in range(7):
        vacancy(unit(tower))
    client = client_of(user(Role.OFFICE))
    assert '<span class="tag">7 项</span>' in client.get(reverse("home")).content.decode()
    full = client.get(reverse("attention", args=["vacancies"])).content.decode()
    assert full.count("起空置") == 7


def test_the_longest_vacancy_comes_first_and_fit_out_is_none(tree: PlaceTree) -> None:
    tower = building(tree.street)
    vacancy(unit(tower, number="短"), start=in_days(-10))
    vacancy(unit(tower, number="长"), start=in_days(-300))
    vacancy(unit(tower, number="装"), start=in_days(-900), state="fit_out")
    page = home_of(user(Role.OFFICE))
    assert page.index("空置 300 天") < page.index("空置 10 天")
    assert "空置 900 天" not in page


def test_a_liaison_finds_the_stacking_plan_of_own_buildings_only(tree: PlaceTree) -> None:
    body = organization(OrganizationKind.PROPERTY_MANAGER)
    own, other = building(tree.street, name="自管大厦"), building(tree.street, name="他管大厦")
    party(own, body)
    page = home_of(user(Role.LIAISON, organization=body))
    assert f"/buildings/{own.pk}/?view=plan" in page
    assert other.name not in page


def test_an_enterprise_sees_its_own_stays_and_nobody_elses(tree: PlaceTree) -> None:
    tower = building(tree.street)
    mine, other = enterprise(name="本企业"), enterprise(name="邻居企业")
    occupancy(mine, unit(tower, number="2602"))
    occupancy(other, unit(tower))
    body = organization(OrganizationKind.ENTERPRISE, uscc=mine.uscc)
    page = home_of(user(Role.ENTERPRISE, organization=body))
    assert "本企业" in page
    assert "2602" in page
    assert "邻居企业" not in page


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_an_administrator_sees_how_many_accounts_there_are_and_no_business(
    tree: PlaceTree, role: str
) -> None:
    letting(tree.street, name="将到期企业", expires=5)
    tower = building(tree.street)
    vacancy(unit(tower))
    page = home_of(user(role))
    assert "账号概况" in page
    assert "将到期企业" not in page
    assert tower.name not in page


@pytest.mark.parametrize(("role", "words"), [(Role.EXPERT, "没有待办"), (None, "没有岗位")])
def test_who_has_nothing_to_do_is_told_so(role: str | None, words: str) -> None:
    assert words in home_of(user(role))


def test_two_duties_show_the_panels_of_both(tree: PlaceTree) -> None:
    mine = enterprise(name="本企业")
    occupancy(mine, unit(building(tree.street)))
    person = user(Role.STREET, place=tree.street)
    duty(
        person,
        Role.ENTERPRISE,
        organization=organization(OrganizationKind.ENTERPRISE, uscc=mine.uscc),
    )
    page = home_of(person)
    assert "空置最久" in page
    assert "我的企业与入驻" in page


@pytest.mark.parametrize(
    "role", [Role.OFFICE, Role.LEADER, Role.DEPARTMENT, Role.STREET, Role.LIAISON]
)
def test_the_home_page_keeps_its_query_budget(tree: PlaceTree, role: str) -> None:
    for number in range(4):
        tower = building(tree.street)
        vacancy(unit(tower))
        occupancy(enterprise(), unit(tower), lease_expiry=in_days(number))
    body = organization(OrganizationKind.PROPERTY_MANAGER)
    party(tower, body)
    bounds: dict[str, Any] = {"organization": body} if role == Role.LIAISON else {}
    bounds |= {"place": tree.street} if role == Role.STREET else {}
    PeriodState.objects.create(period="2026-09-01", computed_at=timezone.now(), computed_by="试验")
    client = client_of(user(role, **bounds))
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse("home")).status_code == 200
    # Savepoints stand for the test's own transaction.
    queries = [q["sql"] for q in asked.captured_queries if "SAVEPOINT" not in q["sql"]]
    assert len(queries) <= BUDGET, "\n".join(q[:160] for q in queries)


def test_lease_terms_stay_hidden_outside_the_duty_that_may_read_them(tree: PlaceTree) -> None:
    """A community officer who is also liaison of one building reads the terms of that one."""
    body = organization(OrganizationKind.PROPERTY_MANAGER)
    own = building(tree.street, community=tree.community)
    other = building(tree.street, community=tree.community)
    party(own, body)
    occupancy(enterprise(name="自管楼企业"), unit(own), lease_expiry=in_days(5))
    occupancy(enterprise(name="他管楼企业"), unit(other), lease_expiry=in_days(5))
    person = user(Role.COMMUNITY, place=tree.community)
    duty(person, Role.LIAISON, organization=body)
    page = home_of(person)
    assert "自管楼企业" in page
    assert "他管楼企业" not in page
