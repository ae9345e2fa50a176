"""差异的办理: a visit writes what it found, a correction, right as it is; the liaison is asked."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from demo import codes, factories
from louyu.engines.measures import Period
from louyu.journey.collection.models import Question
from louyu.journey.collection.opening import open_month
from louyu.journey.matching.models import Discrepancy
from louyu.journey.matching.tests.conftest import District, line
from louyu.kernel.inbox import sources
from louyu.registers.assignments.models import Visit
from louyu.registers.buildings.models import LifeStage
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.matters.models import Matter
from louyu.registers.occupancy.models import OccupancyKind
from louyu.registers.organizations.actors import actor_of, console
from louyu.registers.organizations.models import Role, User

TODAY = timezone.localdate()
AT_ONE, AT_TWO = "烟台市芝罘区澄湾路3号望澜大厦101", "烟台市芝罘区云帆街8号霁川中心101"
CODE = {serial: codes.invented(serial) for serial in range(61_000, 61_010)}


def only(**conditions: Any) -> Discrepancy:
    return Discrepancy.objects.unscoped("test").get(closed_on=None, **conditions)


def sent(client: Client, row: Discrepancy, **told: str) -> Any:
    return client.post(f"/matching/discrepancies/{row.pk}/act/", told)


def visited(client: Client, row: Discrepancy, outcome: str, **more: str) -> Any:
    told = {"day": TODAY.isoformat(), "findings": "现场看过"} | more
    return sent(client, row, move="visit", outcome=outcome, **told)


def test_found_in_the_building_the_firm_joins_the_roster(
    client: Client, street: User, district: District
) -> None:
    district.sends("2026-09", [line(CODE[61_000], "只挂名有限公司", AT_ONE)])
    district.compares()
    client.force_login(street)
    row = only(kind="absent")
    assert visited(client, row, "here").status_code == 302
    firm = Enterprise.objects.unscoped("test").get(uscc=CODE[61_000])
    (stay,) = district.stays(firm, TODAY)
    assert (stay.building, stay.kind, stay.start_is_reported) == (district.one, "leased", True)
    assert Visit.objects.unscoped("test").get().building == district.one
    assert Matter.objects.unscoped("test").get().state == "closed"
    ran = district.compares()
    assert (ran.taken, district.told()) == (1, [])


def test_a_mere_address_is_known_as_one(client: Client, street: User, district: District) -> None:
    district.sends("2026-09", [line(CODE[61_000], "只挂名有限公司", AT_ONE)])
    district.compares()
    client.force_login(street)
    visited(client, only(kind="absent"), "address")
    firm = Enterprise.objects.unscoped("test").get(uscc=CODE[61_000])
    assert [stay.kind for stay in district.stays(firm, TODAY)] == [OccupancyKind.ADDRESS_ONLY]
    district.compares()
    assert district.told() == []


def test_who_has_left_leaves_the_roster(client: Client, street: User, district: District) -> None:
    firm = district.firm(61_000, "注销有限公司")
    district.sends("2026-09", [line(CODE[61_000], "注销有限公司", AT_ONE, status="注销")])
    district.compares()
    client.force_login(street)
    visited(client, only(kind="deregistered"), "left")
    assert district.stays(firm, TODAY + timedelta(days=1)) == []
    assert district.told() == []


def test_who_is_still_there_stays_and_is_not_asked_about_again(
    client: Client, street: User, district: District
) -> None:
    firm = district.firm(61_000, "注销有限公司")
    district.sends("2026-09", [line(CODE[61_000], "注销有限公司", AT_ONE, status="注销")])
    district.compares()
    client.force_login(street)
    visited(client, only(kind="deregistered"), "here")
    district.compares()
    assert district.told() == []
    assert len(district.stays(firm, TODAY)) == 1


def test_the_roster_takes_the_name_the_registry_has(
    client: Client, street: User, district: District
) -> None:
    firm = district.firm(61_000, "旧名有限公司")
    district.sends("2026-09", [line(CODE[61_000], "新名有限公司", AT_ONE)])
    district.compares()
    client.force_login(street)
    sent(client, only(kind="mismatch"), move="correct")
    firm.refresh_from_db()
    assert firm.name == "新名有限公司"
    district.compares()
    assert district.told() == []


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"move": "visit", "outcome": "here", "day": "", "findings": "看过"}, "请填写走访日期"),
        ({"move": "visit", "outcome": "", "day": "2026-01-01", "findings": "看过"}, "请选择走访"),
        ({"move": "visit", "outcome": "here", "day": "2026-01-01", "findings": " "}, "请写明现场"),
        (
            {"move": "visit", "outcome": "here", "day": "2099-01-01", "findings": "看"},
            "不能晚于今天",
        ),
        ({"move": "right", "reason": ""}, "请写明为什么"),
        ({"move": "correct"}, "请在企业或楼层图页面更正"),
        ({"move": "fly"}, "没有这个操作"),
    ],
)
def test_what_is_lacking_is_said_and_nothing_written(
    client: Client, street: User, district: District, told: dict[str, str], says: str
) -> None:
    district.firm(61_000, "无档有限公司")
    district.sends("2026-09", [line(CODE[61_001], "某家有限公司", "烟台市芝罘区青年路1号")])
    district.compares()
    client.force_login(street)
    answer = sent(client, only(kind="unregistered"), **told)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Visit.objects.unscoped("test").exists()
    assert only(kind="unregistered").matter.state == "open"


def test_many_are_right_as_they_are_for_one_reason(
    client: Client, street: User, district: District
) -> None:
    for serial in (61_000, 61_001):
        district.firm(serial, f"无档{serial}有限公司")
    district.sends("2026-09", [line(CODE[61_002], "某家有限公司", "烟台市芝罘区青年路1号")])
    district.compares()
    rows = [row.pk for row in Discrepancy.objects.unscoped("test")]
    client.force_login(street)
    client.post("/matching/discrepancies/right/", {"row": rows, "reason": "市局登记"})
    district.compares()
    assert district.told() == []


def test_a_street_settles_its_own_alone(client: Client, street: User, district: District) -> None:
    district.firm(61_000, "无档有限公司", district.two)
    district.sends("2026-09", [line(CODE[61_001], "某家有限公司", "烟台市芝罘区青年路1号")])
    district.compares()
    row = only()
    client.force_login(street)
    assert client.get(f"/matching/discrepancies/{row.pk}/").status_code == 404
    assert sent(client, row, move="right", reason="不归我").status_code == 404
    client.post("/matching/discrepancies/right/", {"row": [row.pk], "reason": "不归我"})
    assert only().pk == row.pk
    assert list(client.get("/matching/discrepancies/").context["page"]) == []


def test_the_street_finds_one_item_a_building_and_no_matter_of_each(
    street: User, district: District
) -> None:
    for serial in (61_000, 61_001):
        district.firm(serial, f"无档{serial}有限公司")
    district.sends("2026-09", [line(CODE[61_002], "某家有限公司", "烟台市芝罘区青年路1号")])
    district.compares()
    actor = actor_of(street)
    waiting = {one.key: [one.tell(row) for row in one.rows(actor)] for one in sources()}
    assert [item.title for item in waiting["discrepancies"]] == ["比对差异 2 条待核实：望澜大厦"]
    assert waiting["matters"] == []


def test_next_month_the_liaison_is_asked_about_the_doubtful_alone(district: District) -> None:
    """Without a word of what the registry says."""
    lately = TODAY - timedelta(days=5)
    district.one.life_stage = LifeStage.IN_USE
    district.one.save()
    district.firm(61_000, "相符有限公司", start=lately)
    district.firm(61_001, "注销有限公司", start=lately)
    district.sends(
        "2026-09",
        [
            line(CODE[61_000], "相符有限公司", AT_ONE),
            line(CODE[61_001], "注销有限公司", AT_ONE, status="注销"),
        ],
    )
    district.compares()
    manager = factories.organization()
    factories.user(Role.LIAISON, organization=manager)
    factories.party(district.one, manager, kind="property_manager")
    open_month(month=Period.of(TODAY), day=TODAY, actor=console("试验"))
    asked = Question.objects.unscoped("test").filter(duty__building=district.one)
    (question,) = asked
    assert question.occupancy.enterprise.name == "注销有限公司"
    assert "注销" not in question.words
