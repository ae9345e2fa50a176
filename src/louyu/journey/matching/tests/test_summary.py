"""七列汇总: who is counted where, who may read it, and what a number of tax may tell to whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from demo import codes, factories
from louyu.engines.disclosure import HIDDEN
from louyu.engines.measures import Period
from louyu.journey.matching.models import Pairing, Registration, Sited, TaxStandingBasis
from louyu.journey.matching.summary.standing import take
from louyu.registers.buildings.models import Building, LifeStage
from louyu.registers.deliveries.models import Delivery
from louyu.registers.enterprises.models import Enterprise, EnterpriseStatus
from louyu.registers.occupancy.models import OccupancyKind
from louyu.registers.organizations.models import Clearance, ClearanceKind, Role, User
from louyu.registers.places.models import Place
from louyu.registers.taxation.kinds import TaxType
from louyu.registers.taxation.lock import opened
from louyu.registers.taxation.models import TaxPayment, TaxView
from louyu.registers.taxation.tests.worlds import YEAR, TaxWorld, delivery

pytestmark = pytest.mark.django_db


@dataclass
class SummaryWorld:
    """Roster, a list of the registry and payments, each told by hand."""

    taxes: TaxWorld = field(default_factory=TaxWorld)
    told: Delivery = field(init=False)
    _serial: Iterator[int] = field(default_factory=lambda: iter(range(1, 100_000)))

    def __post_init__(self) -> None:
        registry = factories.organization("department", name="示范登记机关")
        self.told = delivery(registry, Period(f"{YEAR}-02").first, "registrations")

    @property
    def tree(self) -> factories.PlaceTree:
        return self.taxes.tree

    def building(self, name: str, place: Place | None = None, **fields: Any) -> Building:
        return factories.building(place or self.tree.street, name=name, **fields)

    def registered(self, at: Building | None, **fields: Any) -> Registration:
        number = next(self._serial)
        code = codes.invented(600_000 + number)
        usual = {"subject": code, "code": code, "name": f"登记{number}号有限公司", "line": number}
        usual |= {"delivery": self.told, "sited": Sited.FOUND if at else Sited.NOWHERE}
        usual |= {"building": at, "address": f"某路{number}号"}
        return Registration.objects.unscoped("test").create(**(usual | fields))

    def firm(self, at: Building, kind: str = OccupancyKind.LEASED, **fields: Any) -> Enterprise:
        number = next(self._serial)
        usual = {"name": f"在驻{number}号有限公司", "uscc": codes.invented(650_000 + number)}
        firm = factories.enterprise(**(usual | fields))
        factories.occupancy(firm, building=at, kind=kind)
        return firm

    def pair(self, firm: Enterprise, own: Registration, state: str = "taken") -> None:
        Pairing.objects.unscoped("test").create(
            enterprise=firm, registration=own, state=state, ground="likeness", score=Decimal("0.9")
        )

    def pays(self, own: Registration, yuan: int, month: int = 1) -> None:
        """As a bureau tells it: by the code, whether or not the roster knows it."""
        with opened("write"):
            TaxPayment.objects.unscoped("test").create(
                code=own.code,
                name=own.name,
                tax_type=TaxType.TOTAL,
                yuan=yuan,
                **self.taxes.delivered("tax", month),
            )

    def many(self, at: Building, taxed: int, untaxed: int) -> None:
        for number in range(taxed + untaxed):
            own = self.registered(at)
            self.pays(own, 100 if number < taxed else 0)

    def compare(self) -> bool:
        return take([self.told.pk])


@pytest.fixture
def world(settings: Any) -> SummaryWorld:
    settings.DEMO = False
    return SummaryWorld()


def signed_in(person: User) -> Client:
    client = Client()
    factories.sign_in(client, person)
    return client


def office(*, cleared: bool = False) -> Client:
    person = factories.user(Role.OFFICE)
    if cleared:
        _clear(person)
    return signed_in(person)


def _clear(person: User) -> None:
    Clearance.objects.create(
        user=person, kind=ClearanceKind.TAX, basis="授权书", start=factories.LONG_AGO
    )


def numbers(client: Client, **query: str) -> dict[str, dict[str, object]]:
    """Of the table: name of the line → column → number or word."""
    answer: Any = client.get(reverse("matching-summary"), query)
    assert answer.status_code == 200
    summary = answer.context["summary"]
    lines = [*summary.lines, summary.total]
    return {
        line.subject.name: {
            one.column.key: one.word if one.number is None else one.number for one in line.entries
        }
        for line in lines
    }


def beside(client: Client, column: str) -> int:
    answer: Any = client.get(reverse("matching-summary"), {"level": "buildings"})
    entries = answer.context["summary"].total.entries
    return int(next(one.beside for one in entries if one.column.key == column))


def rows(client: Client, **query: object) -> Any:
    return client.get(reverse("matching-summary-rows"), query)


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


def test_what_is_hidden_is_not_told_by_the_order_of_the_lines(world: SummaryWorld) -> None:
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
    page = office().get(house.get_absolute_url()).content.decode()
    panel = page[page.index("登记、税收、入驻汇总") :]
    assert panel.count("<dt>") >= 7
    assert HIDDEN in panel


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
    assert own.name in [line[0] for line in _lines(file)]
    assert TaxView.objects.unscoped("test").count() == 2
    assert client.get(address.replace("rows/", "rows/export.csv")).status_code == 404


def test_with_the_first_factor_alone_a_clearance_is_none(world: SummaryWorld) -> None:
    house = world.building("甲楼")
    world.many(house, 2, 2)
    world.compare()
    person = factories.user(Role.OFFICE)
    _clear(person)
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(reverse("matching-summary"), {"level": "buildings"})
    if answer.status_code == 200:  # else sent to bind a second factor
        assert numbers(client, level="buildings")["甲楼"]["taxed"] == HIDDEN
    assert rows(client, column="taxed", building=house.pk).status_code in {302, 404}


def _lines(answer: Any) -> list[list[object]]:
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    return [[cell.value for cell in row] for row in book.active.iter_rows()]


def test_the_file_says_what_the_screen_says(world: SummaryWorld) -> None:
    world.many(world.building("大楼"), 9, 9)
    world.many(world.building("全缴楼"), 8, 0)
    world.compare()
    query = {"level": "buildings"}
    file = office().get(reverse("matching-summary-export", args=["xlsx"]), query)
    lines = _lines(file)
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
    assert f"注册有税收：{HIDDEN}；注册无税收：{HIDDEN}" in cells
    assert any("不足 3 户" in str(cell) for cell in cells)
    csv = office().get(reverse("matching-summary-export", args=["csv"]), query)
    assert "全缴楼" in b"".join(csv.streaming_content).decode("utf-8-sig")  # type: ignore[arg-type]
    assert office().get(reverse("matching-summary-export", args=["exe"])).status_code == 404


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
