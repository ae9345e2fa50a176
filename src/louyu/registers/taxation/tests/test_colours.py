"""涉税着色规则: who may colour a plan by tax, what it says, and that every view is in the log."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from demo import codes, factories
from louyu.registers.buildings.models import Building, Unit
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.occupancy.tests.conftest import block_classes, text_of
from louyu.registers.organizations.models import Clearance, Role, User
from louyu.registers.taxation.colours import PURPOSE, WHAT, latest_run
from louyu.registers.taxation.lock import opened
from louyu.registers.taxation.models import TaxPayment, TaxView
from louyu.registers.taxation.tests.worlds import YEAR, TaxWorld

pytestmark = pytest.mark.django_db
BY_TAX = "?colour=tax"
VIEWS = ("", "&view=table", "&view=print", "&shade=band_2", "&view=table&sort=shade", "&q=万元")
# Room → yuan paid in January and again in February; None: the bureau says nothing of the firm.
PAID = {"101": 30_000, "102": 50_000, "103": 6_000_000, "104": None}


@pytest.fixture
def world() -> TaxWorld:
    return TaxWorld()


@pytest.fixture
def tower(world: TaxWorld) -> Building:
    building = factories.building(world.tree.street, name="分档大厦")
    for number, yuan in PAID.items():
        let(world, building, number, yuan)
    return building


def let(world: TaxWorld, building: Building, number: str, yuan: int | None) -> Enterprise:
    room = factories.unit(building, floor=1, number=number, area=Decimal(100))
    return world.firm(room, yuan or 0, months=(1, 2) if yuan else ())


def cleared(role: Role = Role.DEPARTMENT, **bounds: Any) -> User:
    person = factories.user(role, **bounds)
    Clearance.objects.create(user=person, kind="tax", basis="授权书", start=factories.LONG_AGO)
    return person


def as_(person: User) -> Client:
    client = Client()
    factories.sign_in(client, person)
    return client


def plan_of(building: Building, query: str = BY_TAX) -> str:
    return f"/buildings/{building.pk}/{query}"


def views() -> list[TaxView]:
    return list(TaxView.objects.unscoped("test").order_by("pk"))


def plain(text: str) -> str:
    """Without what differs from one answer to the next whatever is asked for."""
    return re.sub(r'(nonce|value|"X-CSRFToken": )="?[\w-]{16,}"?', "", text)


def test_every_tenant_has_its_band_and_silence_a_shade_of_its_own(tower: Building) -> None:
    text = text_of(as_(cleared()).get(plan_of(tower)))
    classes = block_classes(text)
    told = {room: re.findall(r"c-\w+", css)[0] for room, css in classes.items()}
    assert told == {"101": "c-band_1", "102": "c-band_2", "103": "c-band_6", "104": "c-unreported"}
    assert "税收 10–50万元 第1号商贸有限公司" in text
    assert re.search(r">10–50万 [^<]*第1号商贸<", text)
    assert re.search(r">未报送 [^<]*第3号商贸<", text)
    assert "2026年1月至2026年2月连续 2 个月" in text
    assert "图上 4 家，有记录的 3 家，其余 1 家未报送，不是 0" in text
    shown = text[text.index('class="plan-tools"') : text.index('class="card panel"')]
    for sum_ in ("60,000", "100,000", "12,000,000", "6.00", "10.00", "1,200.00"):
        assert sum_ not in shown


def test_a_refund_lowers_the_sum_and_what_came_before_the_firm_is_its_own(
    world: TaxWorld, tower: Building
) -> None:
    world.pay(world.firms[1], -10_000, 2)
    code = codes.invented(799_998)
    with opened("write"):
        TaxPayment.objects.unscoped("a test's own").create(
            code=code, name="后登记", tax_type="total", yuan=700_000, **world.delivered("tax", 1)
        )
    late = factories.enterprise(name="后登记有限公司", uscc=code)
    factories.occupancy(late, factories.unit(tower, floor=1, number="105", area=Decimal(50)))
    classes = block_classes(text_of(as_(cleared()).get(plan_of(tower))))
    assert "c-band_1" in classes["102"]
    assert "c-band_3" in classes["105"]


@pytest.mark.parametrize("query", VIEWS)
def test_every_view_that_shows_it_is_in_the_log_and_in_no_cache(
    tower: Building, query: str
) -> None:
    person = cleared()
    answer = as_(person).get(plan_of(tower, BY_TAX + query))
    assert answer["Cache-Control"] == "no-store"
    [view] = views()
    assert (view.user_id, view.purpose, view.what) == (person.pk, PURPOSE, WHAT)
    assert (view.building_id, view.rows) == (tower.pk, 3)
    assert view.form == ("print" if "print" in query else "html")


def test_the_card_tells_of_its_block_and_the_log_says_so(tower: Building) -> None:
    client = as_(cleared())
    room = Unit.objects.unscoped("test").get(building=tower, number="103")
    header = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "unit-card"}
    card = text_of(client.get(plan_of(tower, f"{BY_TAX}&unit={room.pk}"), **header))
    assert '<span class="tag c-band_6">税收 ≥1000万元</span>' in card
    assert [view.rows for view in views()] == [1]


@pytest.mark.parametrize("view", ["tenants", "names", "work", "history"])
def test_a_view_without_blocks_keeps_the_colour_and_reads_nothing(
    tower: Building, view: str
) -> None:
    text = text_of(as_(cleared()).get(plan_of(tower, f"{BY_TAX}&view={view}")))
    assert 'href="?colour=tax"' in text
    assert "band_" not in text
    assert views() == []


def _uncleared() -> dict[str, Callable[[TaxWorld], User]]:
    def street(world: TaxWorld) -> User:
        return factories.user(Role.STREET, place=world.tree.street)

    def liaison(world: TaxWorld) -> User:
        keeper = factories.organization("property_manager", name="管家")
        for building in Building.objects.unscoped("test"):
            factories.party(building, keeper)
        return cleared(Role.LIAISON, organization=keeper)

    return {
        "office": lambda world: factories.user(Role.OFFICE),
        "leader": lambda world: factories.user(Role.LEADER),
        "department": lambda world: factories.user(Role.DEPARTMENT),
        "street": street,
        "cleared liaison": liaison,
    }


@pytest.mark.parametrize("query", VIEWS)
@pytest.mark.parametrize("who", _uncleared())
def test_to_everybody_else_there_is_no_such_colour(
    world: TaxWorld, tower: Building, who: str, query: str
) -> None:
    """The same bytes as of a colour nobody ever heard of."""
    client = as_(_uncleared()[who](world))
    text = text_of(client.get(plan_of(tower, BY_TAX + query)))
    assert plain(text) == plain(text_of(client.get(plan_of(tower, "?colour=mauve" + query))))
    for word in ("colour=tax", "涉税", "税收档次", "c-band", "c-unreported"):
        assert word not in text
    assert views() == []


def test_without_the_second_factor_a_clearance_opens_no_colour(tower: Building) -> None:
    client = Client()
    client.force_login(cleared(), backend="django.contrib.auth.backends.ModelBackend")
    text = text_of(client.get(plan_of(tower)))
    assert "分档大厦" in text
    assert "colour=tax" not in text
    assert "c-band" not in text
    assert views() == []


def test_a_cleared_street_colours_its_own_buildings_alone(world: TaxWorld, tower: Building) -> None:
    """Also where another duty lets it see a building elsewhere."""
    keeper = factories.organization("property_manager", name="管家")
    abroad = factories.building(world.tree.other_street, name="邻街大厦")
    factories.party(abroad, keeper)
    let(world, abroad, "901", 800_000)
    person = cleared(Role.STREET, place=world.tree.street)
    factories.duty(person, Role.LIAISON, organization=keeper)
    client = as_(person)
    assert "c-band_6" in text_of(client.get(plan_of(tower)))
    text = text_of(client.get(plan_of(abroad)))
    assert "901" in text
    assert "colour=tax" not in text
    assert "c-band" not in text


def test_a_withheld_month_and_all_before_it_are_left_out_and_said_so(
    world: TaxWorld, tower: Building
) -> None:
    world.records[4] = {"valid_until": timezone.localdate().replace(year=YEAR - 1)}
    for month in (3, 4, 5):
        world.pay(world.firms[0], 2_000_000, month)
    text = text_of(as_(cleared()).get(plan_of(tower)))
    assert "2026年5月至2026年5月连续 1 个月" in text
    assert "c-band_4" in block_classes(text)["101"]
    assert "c-unreported" in block_classes(text)["103"]
    told = re.search(r"涉税：2026年5月[^<]*", text)
    assert told
    assert "2026年4月数据使用期限" in told[0]


def test_before_anything_was_delivered_all_are_silent(world: TaxWorld) -> None:
    building = factories.building(world.tree.street, name="无数大厦")
    let(world, building, "101", None)
    text = text_of(as_(cleared()).get(plan_of(building)))
    assert "c-unreported" in block_classes(text)["101"]
    assert "税务部门还没有提供可以显示的月份" in text


def test_the_months_are_the_last_without_a_gap_at_most_a_year_and_over() -> None:
    def months(*numbers: int) -> list[date]:
        """Counted from January 2025."""
        return [date(2025 + n // 12, n % 12 + 1, 1) for n in numbers]

    day = date(2026, 11, 29)
    assert latest_run(months(*range(24)), day) == months(*range(21, 9, -1))
    assert latest_run(months(2, 3, 5, 6), day) == months(6, 5)
    assert latest_run([], day) == []


def test_queries_do_not_grow_with_the_tenants(world: TaxWorld, tower: Building) -> None:
    client = as_(cleared())
    client.get(plan_of(tower))

    def count(query: str = BY_TAX) -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(plan_of(tower, query))
        return len(queries)

    before = count()
    for number in range(201, 209):
        let(world, tower, str(number), 123_000)
    assert count() == before
    assert before - count("") <= 10
