"""税收两列: what a number tells of tax, and to whom."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from demo import factories
from louyu.engines.disclosure import HIDDEN
from louyu.journey.matching.models import Registration, TaxStandingBasis
from louyu.journey.matching.summary.tests.worlds import (
    SummaryWorld,
    clear,
    lines_of,
    numbers,
    office,
    rows,
)
from louyu.registers.organizations.models import Role
from louyu.registers.taxation.models import TaxView
from louyu.registers.taxation.tests.worlds import YEAR

pytestmark = pytest.mark.django_db


def test_tax_is_what_was_paid_since_january_less_refunds(world: SummaryWorld) -> None:
    house = world.building("甲楼")
    world.many(house, 6, 6)
    refunded, late = world.registered(house), world.registered(house)
    world.pays(refunded, 50)
    world.pays(refunded, -50, 2)
    world.pays(late, 10, 2)
    nameless = world.registered(house, code="", subject="无代码|某路")  # nobody can tell
    assert nameless.code == ""
    world.compare()
    told = numbers(office(cleared=True), level="buildings")["甲楼"]
    assert (told["taxed"], told["untaxed"]) == (7, 7)
    answer = office().get(reverse("matching-summary")).content.decode()
    assert "没有代码、不能与税款比对 1 户" in answer
    assert f"{YEAR}年1–2月累计" in answer


def test_a_registration_without_code_is_told_by_the_code_of_its_enterprise(
    world: SummaryWorld,
) -> None:
    house = world.building("甲楼")
    own = world.registered(house, code="", subject="无代码|某路")
    firm = world.firm(house)
    world.pair(firm, own)
    world.taxes.pay(firm, 100, 1)
    world.compare()
    assert numbers(office(cleared=True), level="buildings")["甲楼"]["taxed"] == 1


def test_months_after_a_gap_are_not_counted(world: SummaryWorld) -> None:
    house = world.building("甲楼")
    world.many(house, 3, 3)
    late = world.registered(house)
    world.pays(late, 10, 3)
    world.compare()
    assert TaxStandingBasis.objects.unscoped("test").get().months == 1
    assert numbers(office(cleared=True), level="buildings")["甲楼"]["untaxed"] == 4


def test_without_january_tax_is_unreported(world: SummaryWorld) -> None:
    own = world.registered(world.building("甲楼"))
    world.pays(own, 10, 2)
    world.compare()
    assert numbers(office(cleared=True), level="buildings")["甲楼"]["taxed"] == "未报送"


def test_few_on_either_side_are_told_to_the_cleared_alone(world: SummaryWorld) -> None:
    """And with them what they could be worked out from; the totals stay."""
    world.many(world.building("大楼"), 9, 9)
    world.many(world.building("全缴楼"), 8, 0)
    world.many(world.building("另一楼"), 12, 12)
    world.many(world.building("别处楼", world.tree.other_street), 5, 5)
    world.compare()
    told = numbers(office(), level="buildings")
    hidden = {name for name, columns in told.items() if columns["taxed"] == HIDDEN}
    assert hidden == {"全缴楼", "大楼"}
    assert {name for name, columns in told.items() if columns["untaxed"] == HIDDEN} == hidden
    assert told["芝罘区"]["taxed"] == 34
    exact = numbers(office(cleared=True), level="buildings")
    assert (exact["全缴楼"]["taxed"], exact["全缴楼"]["untaxed"]) == (8, 0)


def test_what_is_hidden_is_not_told_by_the_order_of_thelines_of(world: SummaryWorld) -> None:
    for name, taxed in (("乙楼", 2), ("甲楼", 0), ("丙楼", 1)):
        world.many(world.building(name), taxed, 4)
    world.compare()
    orders = [
        list(numbers(office(), level="buildings", sort=sort)) for sort in ("taxed", "-taxed", "")
    ]
    assert orders[0] == orders[1] == orders[2]


def test_a_new_address_tells_nothing_of_tax_before_the_next_list(world: SummaryWorld) -> None:
    """Else whoever says where a firm is registered would watch the two columns move."""
    first, second = world.building("甲楼"), world.building("乙楼")
    for house in (first, second):
        world.many(house, 6, 6)
    assert world.compare()
    before = numbers(office(), level="buildings")
    firm = Registration.objects.unscoped("test").filter(building=first).order_by("pk").first()
    assert firm is not None
    firm.building = second
    firm.save()
    assert not world.compare()
    after = numbers(office(), level="buildings")
    assert [after[name]["taxed"] for name in ("甲楼", "乙楼")] == [6, 6]
    assert after["乙楼"]["virtual"] == before["乙楼"]["virtual"] + 1  # type: ignore[operator]
    world.pays(firm, 1, 2)  # the next month of tax is in force
    assert world.compare()
    assert numbers(office(), level="buildings")["乙楼"]["taxed"] == 7


def test_a_month_that_may_not_be_shown_closes_both_columns(world: SummaryWorld) -> None:
    world.taxes.records[1] = {"valid_until": timezone.localdate().replace(year=YEAR - 1)}
    world.many(world.building("甲楼"), 6, 6)
    world.compare()
    client = office(cleared=True)
    told = numbers(client, level="buildings")["甲楼"]
    assert (told["taxed"], told["untaxed"]) == ("期限已过", "期限已过")
    assert rows(client, column="taxed", place=world.tree.street.code).status_code == 404
    page = client.get(reverse("matching-summary")).content.decode()
    assert "使用期限" in page


def test_names_who_paid_are_read_by_the_cleared_for_a_purpose_and_logged(
    world: SummaryWorld,
) -> None:
    house = world.building("甲楼")
    own = world.registered(house, name="缴税有限公司")
    world.pays(own, 5)
    other = world.registered(house, name="未缴有限公司")
    world.compare()
    address = f"{reverse('matching-summary-rows')}?column=taxed&building={house.pk}"
    assert office().get(address).status_code == 404
    assert office().post(address, {"purpose": "核对纳税情况", "form": "html"}).status_code == 404
    client = office(cleared=True)
    asked = client.get(address)
    assert own.name not in asked.content.decode()
    assert client.post(address, {"purpose": "看", "form": "html"}).status_code == 422
    assert not TaxView.objects.unscoped("test").exists()
    told = client.post(address, {"purpose": "核对纳税情况", "form": "html"}).content.decode()
    assert own.name in told
    assert other.name not in told
    view = TaxView.objects.unscoped("test").get()
    assert (view.purpose, view.rows, view.building_id) == ("核对纳税情况", 1, house.pk)
    file = client.post(address, {"purpose": "核对纳税情况", "form": "xlsx"})
    assert own.name in [line[0] for line in lines_of(file)]
    assert TaxView.objects.unscoped("test").count() == 2
    assert client.get(address.replace("rows/", "rows/export.csv")).status_code == 404


def test_with_the_first_factor_alone_a_clearance_is_none(world: SummaryWorld) -> None:
    house = world.building("甲楼")
    world.many(house, 2, 2)
    world.compare()
    person = factories.user(Role.OFFICE)
    clear(person)
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(reverse("matching-summary"), {"level": "buildings"})
    if answer.status_code == 200:  # else sent to bind a second factor
        assert numbers(client, level="buildings")["甲楼"]["taxed"] == HIDDEN
    assert rows(client, column="taxed", building=house.pk).status_code in {302, 404}


def test_the_file_says_what_the_screen_says(world: SummaryWorld) -> None:
    world.many(world.building("大楼"), 9, 9)
    world.many(world.building("全缴楼"), 8, 0)
    world.compare()
    query = {"level": "buildings"}
    file = office().get(reverse("matching-summary-export", args=["xlsx"]), query)
    lines = lines_of(file)
    cells = [cell for line in lines for cell in line]
    assert numbers(office(), level="buildings")["全缴楼"]["taxed"] == HIDDEN
    heading = next(line for line in lines if "注册有税收（家）" in line)
    own = next(line for line in lines if line[0] == "全缴楼")
    told = dict(zip(heading, own, strict=True))
    assert (told["注册有税收（家）"], told["注册无税收（家）"], told["虚拟注册（家）"]) == (
        None,
        None,
        8,
    )
    assert f"注册有税收：{HIDDEN}；注册无税收：{HIDDEN}" in str(told["说明"])
    assert any("不足 3 户" in str(cell) for cell in cells)
    csv = office().get(reverse("matching-summary-export", args=["csv"]), query)
    assert "全缴楼" in b"".join(csv.streaming_content).decode("utf-8-sig")  # type: ignore[arg-type]
    assert office().get(reverse("matching-summary-export", args=["exe"])).status_code == 404
