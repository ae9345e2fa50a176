"""七列汇总: who is counted where, and who may read it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from demo import factories
from louyu.engines.disclosure import HIDDEN
from louyu.engines.measures import Period
from louyu.journey.matching.summary.standing import take
from louyu.journey.matching.summary.tests.worlds import (
    SummaryWorld,
    beside,
    numbers,
    office,
    rows,
    signed_in,
)
from louyu.registers.buildings.models import LifeStage
from louyu.registers.enterprises.models import EnterpriseStatus
from louyu.registers.occupancy.models import OccupancyKind
from louyu.registers.organizations.models import Role
from louyu.registers.taxation.tests.worlds import YEAR, delivery

pytestmark = pytest.mark.django_db


def test_who_is_on_site_is_counted_by_the_registration_taken_for_it(world: SummaryWorld) -> None:
    house = world.building("甲楼")
    elsewhere = world.building("乙楼", world.tree.other_street)
    world.pair(world.firm(house), world.registered(house))
    world.pair(world.firm(house), world.registered(elsewhere))  # here, whichever its address
    world.pair(world.firm(house), world.registered(None, is_local=False))
    world.pair(world.firm(house), world.registered(house, status=EnterpriseStatus.DEREGISTERED))
    world.firm(house)  # in no list
    world.pair(world.firm(house), world.registered(None), state="asked")
    world.pair(world.firm(house, OccupancyKind.ADDRESS_ONLY), world.registered(house))
    world.compare()
    told = numbers(office(), level="buildings")["甲楼"]
    assert (told["registered"], told["unregistered"]) == (2, 3)
    assert beside(office(), "registered") == 1


def test_an_enterprise_in_two_buildings_counts_once_above_them(world: SummaryWorld) -> None:
    first, second = world.building("甲楼"), world.building("乙楼")
    third = world.building("丙楼", world.tree.other_street)
    firm = world.firm(first)
    for house in (second, third):
        factories.occupancy(firm, building=house)
    world.pair(firm, world.registered(first))
    world.compare()
    by_building = numbers(office(), level="buildings")
    assert [by_building[name]["registered"] for name in ("甲楼", "乙楼", "丙楼")] == [1, 1, 1]
    by_place = numbers(office(), level="places")
    assert [by_place[name]["registered"] for name in ("向阳街道", "东山街道", "芝罘区")] == [1] * 3


def test_registered_here_and_not_on_site_here(world: SummaryWorld) -> None:
    house, other = world.building("甲楼"), world.building("乙楼")
    world.pair(world.firm(house), world.registered(house))
    world.pair(world.firm(house, OccupancyKind.ADDRESS_ONLY), world.registered(house))
    world.pair(world.firm(other), world.registered(house))  # sits in another building
    world.registered(house)  # on no roster
    world.registered(house, status=EnterpriseStatus.DEREGISTERED)
    world.registered(house, is_local=False)
    world.registered(None)
    world.pair(world.firm(house), world.registered(house), state="asked")
    world.compare()
    told = numbers(office(), level="buildings")
    assert [told[name]["virtual"] for name in ("甲楼", "乙楼", "芝罘区")] == [3, 0, 3]
    assert beside(office(), "virtual") == 1


def test_one_subject_of_two_registries_counts_once_as_the_later_tells(world: SummaryWorld) -> None:
    house, moved_to = world.building("甲楼"), world.building("乙楼")
    old = world.registered(house)
    provider = factories.organization("department", name="另一登记机关")
    later = delivery(provider, Period(f"{YEAR}-03").first, "registrations")
    world.registered(moved_to, subject=old.subject, code=old.code, delivery=later)
    take([world.told.pk, later.pk])
    told = numbers(office(), level="buildings")
    assert (told["甲楼"]["virtual"], told["乙楼"]["virtual"]) == (0, 1)


def test_areas_are_those_of_the_building_page_and_silence_is_no_nought(world: SummaryWorld) -> None:
    house = world.building("甲楼", business_area=Decimal(500))
    factories.vacancy(factories.unit(house, area=Decimal("120.5")))
    world.building("未报楼", business_area=Decimal(900))
    world.building("在建楼", business_area=Decimal(70), life_stage=LifeStage.UNDER_CONSTRUCTION)
    world.compare()
    told = numbers(office(), level="buildings")
    assert (told["甲楼"]["vacant"], told["甲楼"]["uncollected"]) == (
        Decimal("120.50"),
        Decimal("379.50"),
    )
    assert (told["未报楼"]["vacant"], told["未报楼"]["registered"]) == ("未采集", "未采集")
    assert told["未报楼"]["uncollected"] == 900
    assert told["在建楼"]["vacant"] == "不计"
    assert told["芝罘区"]["uncollected"] == Decimal("1279.50")


def test_before_any_list_was_compared_nothing_is_matched(world: SummaryWorld) -> None:
    world.firm(world.building("甲楼"))
    told = numbers(office(), level="buildings")["甲楼"]
    assert {told[key] for key in ("registered", "unregistered", "virtual", "taxed")} == {"未比对"}
    assert rows(office(), column="virtual", place=world.tree.street.code).status_code == 404


def test_a_street_reads_its_own(world: SummaryWorld) -> None:
    world.firm(world.building("甲楼"))
    world.firm(world.building("外楼", world.tree.other_street))
    world.compare()
    client = signed_in(factories.user(Role.STREET, place=world.tree.street))
    assert set(numbers(client, level="buildings")) == {"甲楼", "向阳街道"}
    for code in (world.tree.district.code, world.tree.other_street.code):
        answer = client.get(reverse("matching-summary"), {"place": code})
        assert answer.status_code == 404


@pytest.mark.parametrize("role", [Role.LIAISON, Role.OPERATOR, Role.COMMUNITY, Role.DEPARTMENT])
def test_others_find_no_page_and_no_panel(world: SummaryWorld, role: Role) -> None:
    house = world.building("甲楼", community=world.tree.community)
    body = factories.organization("property_manager")
    factories.party(house, body)
    world.compare()
    place = world.tree.community if role == Role.COMMUNITY else None
    bound = {"organization": body} if role in (Role.LIAISON, Role.OPERATOR) else {}
    client = signed_in(factories.user(role, place=place, **bound))
    assert client.get(reverse("matching-summary")).status_code == 404
    assert rows(client, column="virtual", building=house.pk).status_code == 404
    page = client.get(house.get_absolute_url())
    if page.status_code == 200:
        assert "登记、税收、入驻汇总" not in page.content.decode()


def test_the_panel_of_a_building_tells_its_seven_numbers(world: SummaryWorld) -> None:
    house = world.building("甲楼")
    world.registered(house)
    world.pays(world.registered(house), 1)
    world.compare()
    client, address = office(), reverse("matching-summary-building", args=[house.pk])
    assert f'hx-get="{address}"' in client.get(house.get_absolute_url()).content.decode()
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert part.count("<dt>") == 7
    assert HIDDEN in part
    assert "<main" not in part
    assert part.strip() in client.get(address).content.decode()


def test_rows_are_the_firms_of_the_number(world: SummaryWorld) -> None:
    house = world.building("甲楼")
    firm = world.firm(house)
    world.pair(firm, world.registered(house, name="登记的名称有限公司"))
    alone = world.registered(house, name="只有地址有限公司")
    world.compare()
    on_site = rows(office(), column="registered", building=house.pk).content.decode()
    assert firm.get_absolute_url() in on_site
    assert "登记的名称有限公司" in on_site
    virtual = rows(office(), column="virtual", building=house.pk)
    assert [one.name for one in virtual.context["firms"]] == [alone.name]
    assert alone.address in virtual.content.decode()


def test_the_number_of_questions_does_not_grow(world: SummaryWorld) -> None:
    def asked(client: Client) -> int:
        address = reverse("matching-summary")
        with CaptureQueriesContext(connection) as queries:
            answer: HttpResponse = client.get(address, {"level": "buildings"})
        assert answer.status_code == 200
        return len(queries)

    house = world.building("楼")
    world.pair(world.firm(house), world.registered(house))
    world.compare()
    client = office()
    asked(client)
    few = asked(client)
    for number in range(8):
        house = world.building(f"楼{number}")
        for _ in range(4):
            world.pair(world.firm(house), world.registered(house))
    assert asked(client) == few <= 24
