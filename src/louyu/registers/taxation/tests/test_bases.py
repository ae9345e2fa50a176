"""税收口径: what each counts, and that their difference tells nobody what protection hides."""

import csv
from collections.abc import Iterator
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from demo import factories
from louyu.engines.disclosure import Key, Shown, protect
from louyu.engines.disclosure.tests.attacker import attack
from louyu.registers.enterprises.models import Enterprise, Industry
from louyu.registers.organizations.models import Role
from louyu.registers.taxation.bases import BASES, BOTH, FULL, NO_ESTATE, RECURRENT
from louyu.registers.taxation.kinds import TaxType
from louyu.registers.taxation.tests.people import analyst, client_of
from louyu.registers.taxation.tests.worlds import YEAR, TaxWorld, unzipped
from louyu.registers.taxation.years import RULES, building_key, tax_year

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> TaxWorld:
    """In the street a building of two payers between two of six and a seventh, a developer.

    The developer paid 50,000 of VAT and 400,000 of a tax that comes once, each month.
    """
    for code, name in (("K", "房地产业"), ("I", "信息技术服务业")):
        Industry.objects.create(code=code, name=name)
    world = TaxWorld()
    street = world.tree.street
    world.building("双户大厦", street, [110_000, 120_000])
    world.building("六户大厦", street, [100_000] * 6)
    tower = world.building("开发大厦", street, [130_000] * 6)
    developer = world.firm(tower.units.get(), 50_000)
    for month in (1, 2):
        world.pay(developer, 400_000, month, TaxType.LAND_APPRECIATION)
    world.building("邻街大厦", world.tree.other_street, [140_000] * 6)
    of_industry(world.firms, "I")
    of_industry([developer], "K")
    return world


def of_industry(firms: list[Enterprise], code: str) -> None:
    for firm in firms:
        firm.industry_code = code
        firm.save()


def sums(client: Client, **asked: str) -> dict[str, Decimal | None]:
    """Yuan since January by the name of the row."""
    display = client.get(reverse("tax"), asked).context["display"]
    return {line.row.name: line.entries[-1].yuan for line in [*display.lines, *display.foot]}


@pytest.mark.parametrize(
    ("basis", "yuan"),
    [(FULL, 2_460_000), (NO_ESTATE, 1_560_000), (RECURRENT, 1_660_000), (BOTH, 1_560_000)],
    ids=lambda value: getattr(value, "key", ""),
)
def test_each_basis_counts_what_it_says(world: TaxWorld, basis: Any, yuan: int) -> None:
    client = client_of(analyst())
    told = sums(client, place=world.tree.street.code, basis=basis.key)
    assert told["开发大厦"] == yuan
    assert told["六户大厦"] == 1_200_000
    page = client.get(reverse("tax"), {"place": world.tree.street.code, "basis": basis.key})
    assert f"口径：{basis.label}税收" in page.content.decode()


def test_on_every_basis_the_buildings_and_what_is_in_none_of_them_are_the_whole(
    world: TaxWorld,
) -> None:
    world.pay_unlisted("外地公司", Decimal("77777.77"), 1)
    client = client_of(analyst())
    for basis in BASES:
        for place in (world.tree.district, world.tree.street):
            display = client.get(reverse("tax"), {"basis": basis.key, "place": place.code}).context[
                "display"
            ]
            for at, total in enumerate(display.total.entries):
                assert total.yuan == sum(line.entries[at].yuan or 0 for line in display.lines)
                if display.overall:
                    apart = display.apart.entries[at].yuan or 0
                    assert display.overall.entries[at].yuan == total.yuan + apart
        assert display.overall is None  # of the street, to which no payer without a stay belongs


def test_what_differs_by_more_than_a_tenth_is_told_on_both(world: TaxWorld) -> None:
    client = client_of(analyst())

    def contrasts(**asked: str) -> dict[str, list[tuple[Any, Decimal]]]:
        asked["place"] = world.tree.street.code
        lines = client.get(reverse("tax"), asked).context["display"].lines
        return {x.row.name: [(c.basis, c.yuan) for c in x.contrasts] for x in lines}

    told = contrasts()
    assert told["开发大厦"] == [(NO_ESTATE, 1_560_000), (RECURRENT, 1_660_000)]
    assert told["六户大厦"] == []
    assert contrasts(basis=RECURRENT.key)["开发大厦"] == [(FULL, 2_460_000)]


def test_a_difference_of_just_a_tenth_is_not_more_than_a_tenth(world: TaxWorld) -> None:
    tower = world.building("十户大厦", world.tree.other_street, [10_000] * 10)
    of_industry([world.firms[-1]], "K")
    client = client_of(analyst())
    display = client.get(reverse("tax"), {"place": world.tree.other_street.code}).context["display"]
    line = next(one for one in display.lines if one.row.building_id == tower.pk)
    assert line.entries[-1].yuan == 200_000
    assert line.contrasts == []


def test_a_building_all_of_real_estate_is_zero_without_it_and_not_unreported(
    world: TaxWorld,
) -> None:
    world.building("纯开发大厦", world.tree.street, [90_000])
    of_industry([world.firms[-1]], "K")
    told = sums(client_of(analyst()), place=world.tree.street.code, basis=NO_ESTATE.key)
    assert told["纯开发大厦"] == 0


def test_what_cannot_be_taken_out_stays_in_and_is_told(world: TaxWorld) -> None:
    tower = world.building("合计大厦", world.tree.street, [])
    world.declare(tower, 900_000, payers=9, shares=(20, 35), month=1)
    of_industry(world.firms[:1], "")
    client = client_of(analyst())
    asked = {"place": world.tree.street.code, "basis": BOTH.key}
    assert sums(client, **asked)["合计大厦"] == 900_000
    page = client.get(reverse("tax"), asked).content.decode()
    assert "行业不明的纳税户 1 户、22.00 万元" in page
    assert "只提供合计的楼宇 1 幢、90.00 万元" in page


def test_a_total_by_tax_loses_what_comes_once(world: TaxWorld) -> None:
    tower = world.building("合计大厦", world.tree.street, [])
    world.declare(tower, 900_000, payers=9, shares=(20, 35), month=1)
    world.declare(tower, 60_000, payers=2, shares=(70, 100), month=1, tax=TaxType.DEED)
    told = sums(client_of(analyst()), place=world.tree.street.code, basis=RECURRENT.key)
    assert told["合计大厦"] == 900_000


# Who must not learn what protection hides: they are offered the one protected table and no other.


@pytest.fixture(params=[Role.LEADER, Role.STREET])
def outsider(request: Any, world: TaxWorld) -> Client:
    bounds = {"place": world.tree.street} if request.param == Role.STREET else {}
    return client_of(factories.user(request.param, **bounds))


def test_no_other_basis_is_there_for_readers_of_protected_sums(
    outsider: Client, world: TaxWorld
) -> None:
    place = world.tree.street.code
    for basis in BASES[1:]:
        asked = {"place": place, "basis": basis.key}
        for address in _addresses():
            assert outsider.get(address, asked).status_code == 404
    page = outsider.get(reverse("tax"), {"place": place, "basis": FULL.key})
    assert page.context["display"].tax.basis is FULL
    words = page.content.decode()
    assert not any(basis.label in words for basis in BASES[1:])


def _addresses() -> list[str]:
    files = [reverse("tax-export", args=[ending]) for ending in ("csv", "xlsx")]
    return [reverse("tax"), *files, reverse("tax-concentration")]


def test_an_attacker_with_every_variant_page_and_file_recovers_nothing_hidden(
    outsider: Client, world: TaxWorld
) -> None:
    """All numbers that any address answers with, put into one system of equations."""
    table = tax_year(YEAR).table
    gathered: dict[Key, Decimal] = {}
    names = {row.name: row.key for row in tax_year(YEAR).rows.values()}
    for asked in _questions(world):
        for name, period, yuan in _answers(outsider, asked):
            if name not in names:
                continue  # sums of two rows that are told as well
            key = Key(names[name], *_column(period))
            assert gathered.setdefault(key, yuan) == yuan, "a second number for the same cell"
    shown = {
        Key(row, month, so_far): Shown(gathered.get(Key(row, month, so_far)))
        for row in table.parents
        for month in range(len(table.months))
        for so_far in (False, True)
    }
    hidden = [key for key, one in tax_year(YEAR).protected.items() if one.reason]
    assert hidden
    assert not gathered.keys() & set(hidden)
    bounds = attack(table, shown)
    for key in hidden:
        cell = tax_year(YEAR).cell(key)
        assert cell
        low, high = bounds[key]
        assert low <= float(cell.value) * 0.9 + 1, key
        assert high >= float(cell.value) * 1.1 - 1, key


def _questions(world: TaxWorld) -> Iterator[dict[str, str]]:
    for place in (world.tree.district, world.tree.street, world.tree.other_street):
        for basis in (None, *BASES):
            yield {"place": place.code} | ({"basis": basis.key} if basis else {})


def _answers(client: Client, asked: dict[str, str]) -> Iterator[tuple[str, str, Decimal]]:
    page = client.get(reverse("tax"), asked)
    if page.status_code == 200:
        display = page.context["display"]
        for line in [*display.lines, *display.foot]:
            assert not line.contrasts
            for entry in line.entries:
                if entry.yuan is not None:
                    yield line.row.name, entry.period, entry.yuan
    file = client.get(reverse("tax-export", args=["csv"]), asked)
    if file.status_code == 200:
        text = b"".join(file.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
        for row in csv.DictReader(StringIO(text)):
            if row["税收（元）"]:
                period = row["统计期"].removeprefix(f"{YEAR}年")
                yield row["范围"], period, Decimal(row["税收（元）"])


def _column(period: str) -> tuple[int, bool]:
    number = int(period.removesuffix("累计").removesuffix("月").rsplit("–")[-1].removesuffix("月"))
    return number - 1, period.endswith("累计")


def test_the_attacker_succeeds_where_each_basis_is_protected_by_itself(world: TaxWorld) -> None:
    """Why they are not offered: seven payers are told, six are told, the seventh is the rest."""
    tower = next(row for row in tax_year(YEAR).rows.values() if row.name == "开发大厦")
    key = Key(building_key(tower.building_id or 0), 0)
    full, less = (
        protect(tax_year(YEAR, basis).table, RULES)[key].value for basis in (FULL, NO_ESTATE)
    )
    assert full is not None
    assert less is not None
    assert full - less == 450_000


def test_a_table_of_another_basis_is_never_protected_and_told(world: TaxWorld) -> None:
    with pytest.raises(ValueError, match="full table"):
        _ = tax_year(YEAR, NO_ESTATE).protected


def test_the_file_has_the_basis_in_every_row_and_both_where_they_differ(world: TaxWorld) -> None:
    client = client_of(factories.user(Role.OFFICE))
    asked = {"place": world.tree.street.code}
    text = b"".join(client.get(reverse("tax-export", args=["csv"]), asked).streaming_content)  # type: ignore[attr-defined]
    rows = list(csv.DictReader(StringIO(text.decode("utf-8-sig"))))
    told = {
        (row["范围"], row["口径"]): Decimal(row["税收（元）"])
        for row in rows
        if row["统计期"] == f"{YEAR}年1–2月累计"
    }
    assert told["开发大厦", "全口径"] == 2_460_000
    assert told["开发大厦", "扣除房地产业"] == 1_560_000
    assert ("六户大厦", "扣除房地产业") not in told
    book = client.get(reverse("tax-export", args=["xlsx"]), asked | {"basis": RECURRENT.key})
    body = unzipped(b"".join(book.streaming_content))  # type: ignore[attr-defined]
    assert "口径：经常性税收（不计契税、土地增值税、耕地占用税）" in body
