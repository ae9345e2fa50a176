"""新入驻规则: the code brings the name, the rooms are no longer empty, one tenant stays one."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from demo import codes, factories
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.occupancy.arriving import ArrivalForm
from louyu.registers.occupancy.models import Occupancy
from louyu.registers.occupancy.picking import Room, stacks
from louyu.registers.occupancy.services import begin_stay, end_stay
from louyu.registers.occupancy.tests.conftest import Tower
from louyu.registers.organizations.models import Role

pytestmark = pytest.mark.django_db
CODE = codes.invented(770_001)


@pytest.fixture
def clerk(tower: Tower, client: Client) -> Client:
    client.force_login(factories.user(Role.STREET, place=tower.building.place))
    return client


def _sent(client: Client, tower: Tower, *rooms: str, **fields: Any) -> Any:
    told = {"start": f"{timezone.localdate():%Y-%m-%d}", "kind": "leased"}
    told |= {"units": [tower.rooms[number].pk for number in rooms]}
    return client.post(f"/buildings/{tower.building.pk}/arrival/", told | fields)


def _stays(tower: Tower) -> list[tuple[str, list[str]]]:
    rows = tower.building.occupancies.filter(start=timezone.localdate()).order_by("pk")
    return [
        (str(row.enterprise), [link.unit.number for link in row.unit_links.order_by("pk")])
        for row in rows
    ]


def test_only_rooms_without_a_tenant_are_offered(clerk: Client, tower: Tower) -> None:
    page = clerk.get(f"/buildings/{tower.building.pk}/arrival/").content.decode()
    offered = {number for number, room in tower.rooms.items() if f'value="{room.pk}"' in page}
    assert "301" in offered, "nobody has said anything of it"
    assert {"501", "402", "401"} <= offered
    assert not offered & {"201", "202", "106"}


def test_a_known_code_is_enough(clerk: Client, tower: Tower) -> None:
    factories.enterprise(name="登记在册有限公司", uscc=CODE)
    answer = _sent(clerk, tower, "501", uscc=f" {CODE.lower()} ", name="随手写的名")
    assert answer.status_code == 302
    assert _stays(tower) == [("登记在册有限公司", ["501"])]
    yesterday = timezone.localdate() - timedelta(days=1)
    assert tower.rooms["501"].vacancies.get().end == yesterday


def test_a_new_code_needs_its_name_and_makes_one_enterprise(clerk: Client, tower: Tower) -> None:
    answer = _sent(clerk, tower, "402", "401", uscc=CODE)
    assert "这个代码还没有登记过" in answer.content.decode()
    _sent(clerk, tower, "402", "401", uscc=CODE, name="新来有限公司")
    assert _stays(tower) == [("新来有限公司", ["402", "401"])]
    made = Enterprise.objects.unscoped("test").get(uscc=CODE)
    assert made.place == tower.building.place


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"uscc": "91370602MA3CTEST00"}, "校验不通过"),
        ({}, "请填写代码或企业名称"),
        ({"name": "甲", "start": "2999-01-01"}, "入驻日期不能晚于今天"),
        ({"name": "甲", "start": "昨天"}, "日期请写成"),
        ({"name": "甲", "lease_expiry": "2001-01-01"}, "不能早于入驻日期"),
        ({"name": "甲", "units": []}, "请至少选一间房"),
        ({"name": "甲", "start": "2000-01-01"}, "起空置，入驻日期应在这之后"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(
    clerk: Client, tower: Tower, fields: dict[str, Any], sentence: str
) -> None:
    before = Occupancy.objects.unscoped("test").count()
    answer = _sent(clerk, tower, "501", **fields)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Occupancy.objects.unscoped("test").count() == before
    assert tower.rooms["501"].vacancies.get().end is None


def test_a_room_with_a_tenant_is_not_given_twice(clerk: Client, tower: Tower) -> None:
    assert "所选房源已有企业" in _sent(clerk, tower, "201", name="甲").content.decode()


def test_a_tenant_of_the_building_stays_one_tenant(clerk: Client, tower: Tower) -> None:
    answer = _sent(clerk, tower, "501", uscc=tower.firm.uscc)
    assert "已登记在本楼" in answer.content.decode()
    assert tower.building.occupancies.filter(enterprise=tower.firm).count() == 1


def test_it_leads_back_to_this_site_alone(clerk: Client, tower: Tower) -> None:
    address = f"/buildings/{tower.building.pk}/arrival/"
    told = {"start": f"{timezone.localdate():%Y-%m-%d}", "kind": "leased", "name": "甲"}
    told["units"] = str(tower.rooms["501"].pk)
    assert clerk.post(f"{address}?back=//evil.example/", told).url == (
        tower.building.get_absolute_url()
    )
    told |= {"name": "乙", "units": str(tower.rooms["301"].pk)}
    assert clerk.post(f"{address}?back=/collection/", told).url == "/collection/"


def test_a_full_name_alone_is_the_firm_that_bears_it(clerk: Client, tower: Tower) -> None:
    known = factories.enterprise(name="外区已登记有限公司", uscc=CODE)
    _sent(clerk, tower, "501", name=" 外区已登记有限公司 ")
    assert Enterprise.objects.unscoped("test").filter(name="外区已登记有限公司").count() == 1
    assert tower.building.occupancies.filter(enterprise=known).exists()
    known.refresh_from_db()
    assert known.uscc == CODE, "a name typed without its code takes no code away"


def test_a_name_two_firms_bear_is_nobody_known(clerk: Client, tower: Tower) -> None:
    for _ in range(2):
        factories.enterprise(name="同名有限公司")
    _sent(clerk, tower, "501", name="同名有限公司")
    assert Enterprise.objects.unscoped("test").filter(name="同名有限公司").count() == 3


def test_who_was_only_registered_here_moves_in(clerk: Client, tower: Tower) -> None:
    firm = factories.enterprise(name="原虚拟注册有限公司", uscc=CODE)
    address = factories.occupancy(firm, building=tower.building, kind="address_only")
    assert _sent(clerk, tower, "501", uscc=CODE).status_code == 302
    address.refresh_from_db()
    assert address.end == timezone.localdate() - timedelta(days=1)
    assert _stays(tower) == [("原虚拟注册有限公司", ["501"])]


def test_a_successor_may_come_on_the_last_day_of_who_left(clerk: Client, tower: Tower) -> None:
    room, today = tower.rooms["201"], timezone.localdate()
    for link in room.occupancy_links.filter(occupancy__end=None):
        end_stay(
            stay=link.occupancy,
            day=today,
            reason="cost",
            leaves_vacant=True,
            actor=factories.actor(),
        )
    factories.enterprise(name="接着来的有限公司", uscc=CODE)
    begin_stay(
        enterprise=Enterprise.objects.unscoped("test").get(uscc=CODE),
        units=[room],
        start=today,
        kind="leased",
        actor=factories.actor(),
    )
    assert not room.vacancies.filter(start__gt=today).exists(), "it stood empty on no day"


def test_the_name_is_told_while_the_code_is_typed(clerk: Client, tower: Tower) -> None:
    factories.enterprise(name="边填边认有限公司", uscc=CODE)

    def told(code: str) -> str:
        headers = {"HX-Request": "true", "HX-Target": "known-firm"}
        address = f"/buildings/{tower.building.pk}/arrival/"
        return clerk.get(address, {"uscc": code}, headers=headers).content.decode().strip()

    assert told(f" {CODE.lower()}") == "已登记：边填边认有限公司"
    assert told(CODE[:-1]) == ""
    wrong = CODE[:-1] + ("0" if CODE[-1] != "0" else "1")
    assert told(wrong).startswith("代码校验不通过")
    assert told(codes.invented(770_009)) == "还没有登记过，请填写企业名称"


def _plan(tower: Tower) -> dict[str, dict[str, Room]]:
    form = ArrivalForm(building=tower.building)
    return {
        storey.label: {room.numbers: room for room in storey.rooms}
        for stack in stacks(tower.building, form["units"])
        for storey in stack.storeys
    }


def test_rooms_are_picked_on_the_plan_and_who_is_in_the_others_is_told(tower: Tower) -> None:
    plan = _plan(tower)
    assert list(plan) == ["5F", "4F", "3F", "2F", "1F"]
    assert plan["5F"]["501"].option is not None
    assert plan["5F"]["501"].words == "空置 300㎡"
    taken = plan["2F"]["201—202"]
    assert (taken.option, taken.who) == (None, "烟台试航贸易有限公司")
    assert "106" not in plan["1F"], "not for business"


def test_full_storeys_are_told_together(tower: Tower) -> None:
    form = ArrivalForm(building=tower.building)
    told = [(one.label, one.has_choice) for one in stacks(tower.building, form["units"])]
    assert told == [("5F—3F", True), ("2F", False), ("1F", True)]


def test_a_partly_let_room_can_still_be_picked_and_is_told_once(tower: Tower) -> None:
    shared = _plan(tower)["1F"]["102"]
    assert shared.option is not None
    assert shared.words == "未采集 35㎡"
    assert shared.who


def test_what_was_picked_is_still_picked_when_something_else_is_wrong(
    clerk: Client, tower: Tower
) -> None:
    page = _sent(clerk, tower, "402").content.decode()
    assert re.search(rf'value="{tower.rooms["402"].pk}"[^>]* checked', page)
    assert not re.search(rf'value="{tower.rooms["401"].pk}"[^>]* checked', page)


def test_a_building_without_rooms_says_so(clerk: Client, tower: Tower) -> None:
    bare = factories.building(tower.building.place, name="没有房源的楼")
    page = clerk.get(f"/buildings/{bare.pk}/arrival/").content.decode()
    assert "本楼没有空置或未采集的房源" in page
    assert 'floor-picks"' not in page
