"""一数到底: every indicator of one month is the same number, to the last digit, in every output.

What is expected is worked out here, by hand, from the stored sums; the rows must add up to them.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from html import unescape
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone
from docx import Document as open_word
from pypdf import PdfReader

from demo import factories
from demo.factories import sign_in
from demo.generate import SEED, fill
from louyu.engines.measures import Aggregate, Indicator, Measure, Period
from louyu.journey.matching.models import Registration
from louyu.journey.publication.services import draft
from louyu.journey.statistics.computing import compute
from louyu.journey.statistics.indicators import INDICATORS
from louyu.journey.statistics.models import Figure, StoredFigure, TaxFigure
from louyu.journey.statistics.taxes.indicators import TAX_INDICATORS
from louyu.portal.api.figures import TOLD
from louyu.registers.buildings.models import Building
from louyu.registers.organizations.actors import actor_of
from louyu.registers.organizations.models import User
from louyu.registers.places.models import MANAGING_LEVELS, Place
from louyu.registers.taxation.lock import opened
from louyu.registers.taxation.tests.worlds import delivery

# The column of the rows and what it says of a firm that counts; of EN01 all count.
WHERE = {
    "EN02": ("属地", "区内"),
    "EN03": ("属地", "区内"),
    "EN04": ("主管税务机关", "本区"),
    "WK05": ("登记名单", "一致"),
}
# What a row of the monthly round says of a building that counts, from its cells as they stand.
SAID = ("楼宇", "状态", "按时", "退回次数")
STATES: dict[str, Callable[[tuple[Any, ...]], bool]] = {
    "WK02": lambda said: said[1] == "是",
    "WK02B": lambda said: said[0] in ("待核实", "已核实"),
    "WK02C": lambda said: said[0] == "已核实" and said[2] == 0,
    "WK02D": lambda said: said[0] == "已核实",
}
EVERY: tuple[Indicator, ...] = (*INDICATORS, *TAX_INDICATORS)
CENT, ONE, TEN_THOUSAND = Decimal("0.01"), Decimal(1), Decimal(10_000)
# The annex of the bulletin with a line for each street: its columns in their order.
ANNEX = ("SP01", "SP02", "SP04", "SP05", "SP06", "SP13", "SP07", "SP08", "EN01", "EN02")
LAYERS = {"rate": "SP07", "vacant": "SP06"}

# Yuan since January, from the highest floor down.
BANDS = (
    (100_000_000, "1 亿元及以上"),
    (50_000_000, "5,000 万—1 亿元"),
    (10_000_000, "1,000—5,000 万元"),
    (1_000_000, "100—1,000 万元"),
    (Decimal("-Infinity"), "不足 100 万元"),
)


@dataclass(frozen=True)
class World:
    client: Client
    period: Period
    district: Place
    bulletin: str


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """The demo, made once: the tests here only read."""
    folder = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), override_settings(FILES_DIR=folder), transaction.atomic():
        yield _world()
        transaction.set_rollback(True)


def _world() -> World:
    today = timezone.localdate()
    fill(seed=SEED, base=today)
    office = User.objects.get(username="office")
    quarter = Period.of(today).quarter.previous
    district = Place.objects.get(parent=None)
    _list_of(quarter.last_month)
    compute(period=quarter.last_month, actor=actor_of(office))
    made = draft(span=quarter, place=district, actor=actor_of(office))
    client = Client()
    sign_in(client, office)
    return World(client, quarter.last_month, district, f"/bulletins/{made.pk}/")


def _list_of(month: Period) -> None:
    """The registry's list of the month: of every second firm that the demo's lists tell."""
    provider = factories.organization("department", name="试验登记机关")
    told = delivery(provider, month.first, "registrations")
    known = Registration.objects.unscoped("every second of them").order_by("subject", "pk")
    firms = known.distinct("subject").values_list("subject", "code", "name")
    Registration.objects.bulk_create(
        Registration(delivery=told, line=line, subject=subject, code=code, name=name)
        for line, (subject, code, name) in enumerate(firms)
        if line % 2
    )


def stored(indicator: Indicator, period: Period, **of: Any) -> StoredFigure:
    model = Figure if indicator in INDICATORS else TaxFigure
    rows = model.objects.unscoped("what the outputs are held against")
    with opened("read"):
        return rows.get(indicator=indicator.code, period=period.first, **of)


def by_hand(indicator: Indicator, figure: StoredFigure, *, building: bool = False) -> str:
    """As offices print it: 万㎡ and 万元 with two digits, percent with two, counts whole."""
    number, divisor = figure.numerator, figure.denominator
    if indicator.measure is Measure.RATE:
        value = (number / divisor * 100).quantize(CENT, ROUND_HALF_UP)
    elif indicator.measure is Measure.PER_AREA:
        value = (number / divisor).quantize(ONE, ROUND_HALF_UP)
    elif indicator.measure in (Measure.COUNT, Measure.BUILDINGS):
        value = number.quantize(ONE)
    elif indicator.measure is Measure.AREA and building:
        value = number.quantize(CENT)
    else:
        value = (number / TEN_THOUSAND).quantize(CENT, ROUND_HALF_UP)
    return f"{value:,}"


def text_of(answer: Any) -> str:
    """A page without its marks and spaces."""
    return re.sub(r"\s|<[^>]*>", "", unescape(answer.content.decode()))


def sheet_of(answer: Any) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(BytesIO(answer.getvalue())).worksheets[0].values)


def below(rows: list[tuple[Any, ...]], column: str) -> list[Any]:
    """The cells under a header, wherever the table begins."""
    at = next(number for number, row in enumerate(rows) if column in row)
    return [row[rows[at].index(column)] for row in rows[at + 1 :]]


def test_the_whole_district_in_pages_files_and_answers(world: World) -> None:
    client, query = world.client, f"?period={world.period}&place={world.district.code}"
    book = sheet_of(client.get(f"/figures/export.xlsx{query}"))
    cells = dict(zip(below(book, "指标代码"), below(book, "数值"), strict=True))
    lines = client.get(f"/figures/export.csv{query}").getvalue().decode("utf-8-sig")
    answer = json.loads(client.get(f"/api/v1/figures{query}").content)
    told = {one["indicator"]: one["text"] for one in answer["items"]}
    for indicator in EVERY:
        figure = stored(indicator, world.period, place=world.district, building=None)
        number = by_hand(indicator, figure)
        page = text_of(client.get(f"/figures/{indicator.code}/{query}"))
        rows = text_of(client.get(f"/figures/{indicator.code}/rows/{query}"))
        assert f"本期数{number}" in page, indicator.code
        assert f"{indicator.name}{number}" in rows, indicator.code
        assert Decimal(str(cells[indicator.code])) == Decimal(number.replace(",", ""))
        of_csv = next(line for line in lines.splitlines() if f",{indicator.code}," in line)
        assert Decimal(of_csv.split(",")[5]) == Decimal(number.replace(",", ""))
        # The interface tells no tax (decisions 0093, 0103).
        assert told.get(indicator.code) == (number if indicator.code in TOLD else None)


def test_the_rows_add_up_to_the_number(world: World) -> None:
    query = f"?period={world.period}&place={world.district.code}"
    for indicator in INDICATORS:
        figure = stored(indicator, world.period, place=world.district, building=None)
        rows = sheet_of(world.client.get(f"/figures/{indicator.code}/rows/export.xlsx{query}"))
        if indicator.facts == "projects" and indicator.aggregate is Aggregate.DISTINCT:
            assert len(set(below(rows, "楼宇"))) == figure.numerator, indicator.code
            continue
        if indicator.code in STATES:
            answers = [row[1:] for row in zip(*(below(rows, one) for one in SAID), strict=True)]
            assert sum(map(STATES[indicator.code], answers)) == figure.numerator, indicator.code
            continue
        if indicator.aggregate is Aggregate.DISTINCT:
            column, here = WHERE.get(indicator.code, ("属地", ""))
            firms = zip(below(rows, "企业"), below(rows, column), strict=True)
            counted = {name for name, at in firms if here in ("", at)}
            assert len(counted) == figure.numerator, indicator.code
            continue
        assert total(below(rows, "计入分子")) == figure.numerator, indicator.code
        if figure.denominator is not None:
            assert total(below(rows, "计入分母")) == figure.denominator, indicator.code


def total(cells: list[Any]) -> Decimal:
    return sum((Decimal(str(cell)) for cell in cells), Decimal(0))


def test_each_street_in_page_word_and_pdf_of_the_bulletin(world: World) -> None:
    page = text_of(world.client.get(world.bulletin))
    word = "".join(
        re.sub(r"\s", "", "".join(cell.text for cell in row.cells))
        for table in open_word(BytesIO(file_of(world, "word"))).tables
        for row in table.rows
    )
    sheets = PdfReader(BytesIO(file_of(world, "pdf"))).pages
    pdf = re.sub(r"\s", "", "".join(sheet.extract_text() for sheet in sheets))
    lines = list(annex(world))
    assert len(lines) == Place.objects.filter(level__in=MANAGING_LEVELS).count()
    for line in lines:
        for output in (page, word, pdf):
            assert line in output


def annex(world: World) -> Iterator[str]:
    """Each line run together, so that a number in the wrong column would not be found."""
    for place in Place.objects.filter(level__in=MANAGING_LEVELS):
        named = "全区" if place == world.district else place.name
        yield named + "".join(
            by_hand(one, stored(one, world.period, place=place, building=None))
            for code in ANNEX
            for one in INDICATORS
            if one.code == code
        )


def file_of(world: World, ending: str) -> bytes:
    content: bytes = world.client.get(f"{world.bulletin}{ending}/").getvalue()
    return content


def drawn(page: str) -> list[dict[str, Any]]:
    found = re.search(r'id="map-drawing" type="application/json">(.*?)</script>', page, re.S)
    assert found
    spots: list[dict[str, Any]] = json.loads(found[1])["spots"]
    return spots


@pytest.mark.parametrize("layer", LAYERS)
def test_each_building_on_the_map(world: World, layer: str) -> None:
    indicator = next(one for one in INDICATORS if one.code == LAYERS[layer])
    page = world.client.get(f"/map/?layer={layer}").content.decode()
    spots = {spot["url"]: spot["value"] for spot in drawn(page)}
    told = 0
    for building in Building.objects.unscoped("all of them").filter(life_stage="in_use"):
        figure = stored(indicator, world.period, building=building)
        if figure.known and figure.numerator:
            number = by_hand(indicator, figure, building=True)
            assert spots[f"/buildings/{building.pk}/"].split()[0] == number, building.name
            told += 1
    assert told


def test_tax_on_the_map_is_the_band_of_the_number(world: World) -> None:
    indicator = next(one for one in TAX_INDICATORS if one.code == "TX01")
    page = world.client.get("/map/?layer=tax").content.decode()
    spots = {spot["url"]: spot["value"] for spot in drawn(page)}
    bands = set()
    for building in Building.objects.unscoped("all of them").filter(life_stage="in_use"):
        figure = stored(indicator, world.period, building=building)
        if figure.known:
            band = next(band for floor, band in BANDS if figure.numerator >= floor)
            assert spots[f"/buildings/{building.pk}/"] == band, building.name
            bands.add(band)
    assert len(bands) > 1
