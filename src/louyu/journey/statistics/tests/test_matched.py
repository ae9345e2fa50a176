"""比对一致率: tenants found in the registry's list of the month; without a list nothing is told."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from demo import factories
from louyu.engines.measures import Period
from louyu.journey.matching.models import Pairing, PairingVerdict, Registration
from louyu.journey.statistics.indicators import BY_CODE
from louyu.journey.statistics.queries import reading_of
from louyu.journey.statistics.rows import rows_of, totals_of
from louyu.journey.statistics.services import freeze
from louyu.journey.statistics.subjects import Subject
from louyu.journey.statistics.tests.worlds import MONTH, OFFICE, computed
from louyu.registers.buildings.models import Building
from louyu.registers.deliveries.models import Delivery
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.organizations.models import Role
from louyu.registers.taxation.tests.worlds import delivery

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> factories.PlaceTree:
    return factories.place_tree()


@pytest.fixture
def house(tree: factories.PlaceTree) -> Building:
    return factories.building(tree.street, name="甲楼", stage_since=factories.LONG_AGO)


def listed(month: Period = MONTH) -> Delivery:
    return delivery(factories.organization("department"), month.first, "registrations")


def registered(told: Delivery, **fields: Any) -> Registration:
    number = Registration.objects.unscoped("test").count() + 1
    usual = {"subject": f"主体{number}", "name": "登记有限公司", "line": number, "delivery": told}
    return Registration.objects.unscoped("test").create(**(usual | fields))


def tenant(house: Building, **fields: Any) -> Enterprise:
    firm = factories.enterprise()
    factories.occupancy(firm, building=house, **fields)
    return firm


def pair(firm: Enterprise, own: Registration, state: str = "taken") -> None:
    Pairing.objects.unscoped("test").create(
        enterprise=firm, registration=own, state=state, ground="likeness", score=1
    )


def text(house: Building, month: Period = MONTH) -> str:
    return reading_of(OFFICE, Subject(house.place, house), month, BY_CODE["WK05"]).text


def test_who_is_taken_for_an_active_registration_of_the_month_is_matched(house: Building) -> None:
    told = listed()
    pair(tenant(house), registered(told, is_local=False))  # wherever it is registered
    pair(tenant(house), registered(told, status="deregistered"))
    pair(tenant(house), registered(told), state="asked")
    tenant(house)
    tenant(house, kind="address_only")
    computed()
    assert text(house) == "25.00"
    rows = rows_of(OFFICE, BY_CODE["WK05"], Subject(house.place, house), MONTH)
    assert (totals_of(BY_CODE["WK05"], rows).numerator, rows.count()) == (1, 4)


def test_of_who_has_left_since_the_code_tells(house: Building) -> None:
    told = listed()
    firm, other = tenant(house), tenant(house)
    for one in (firm, other):
        registered(told, subject=one.uscc, code=one.uscc)
    PairingVerdict.objects.create(
        enterprise=other,
        subject=other.uscc,
        is_same=False,
        roster_words="甲",
        registry_words="乙",
        score=1,
        by_words="某人",
    )
    computed()
    assert text(house) == "50.00"


def test_an_enterprise_in_two_buildings_counts_once_above_them(
    tree: factories.PlaceTree, house: Building
) -> None:
    told = listed()
    second = factories.building(tree.street, name="乙楼", stage_since=factories.LONG_AGO)
    firm = tenant(house)
    factories.occupancy(firm, building=second)
    pair(firm, registered(told))
    tenant(second)
    computed()
    figure = reading_of(OFFICE, Subject(tree.street), MONTH, BY_CODE["WK05"]).value
    assert figure
    assert (figure.numerator, figure.denominator) == (1, 2)


def test_a_month_without_a_list_of_its_own_is_not_compared(house: Building) -> None:
    told = listed(MONTH.shifted(1))
    pair(tenant(house), registered(told))
    computed()
    assert text(house) == "未比对"


def test_a_list_that_was_replaced_counts_no_more(house: Building) -> None:
    told = listed()
    pair(tenant(house), registered(told))
    rows = Delivery.objects.unscoped("test").filter(pk=told.pk)
    rows.update(replaced_at=told.created_at)
    computed()
    assert text(house) == "未比对"


def test_a_frozen_month_keeps_what_it_was_compared_with(house: Building) -> None:
    told = listed()
    firm = tenant(house)
    pair(firm, registered(told))
    computed()
    freeze(periods=[MONTH], reason="试验", actor=OFFICE)
    Pairing.objects.unscoped("test").all().delete()
    assert text(house) == "100.00"


@pytest.mark.parametrize(
    ("role", "status", "told"),
    [(Role.OFFICE, 200, True), (Role.DEPARTMENT, 200, False), (Role.LIAISON, 404, False)],
)
def test_which_firm_is_not_found_readers_of_the_comparison_are_told(
    client: Client, house: Building, role: Role, status: int, told: bool
) -> None:
    pair(tenant(house), registered(listed()))
    tenant(house)
    computed()
    body = factories.organization("property_manager")
    factories.party(house, body)
    bound = {"organization": body} if role == Role.LIAISON else {}
    client.force_login(
        factories.user(role, **bound), backend="django.contrib.auth.backends.ModelBackend"
    )
    query = {"period": str(MONTH), "place": house.code}
    answer = client.get(reverse("figure-rows", args=["WK05"]), query)
    assert answer.status_code == status
    assert ("未对上" in answer.content.decode()) is told
