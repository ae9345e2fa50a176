"""统计指标页: page, workbook and command tell the same, each to whom it may."""

import io
import json
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from demo import factories
from louyu.journey.statistics.indicators import BY_CODE
from louyu.journey.statistics.models import PeriodState
from louyu.journey.statistics.overview import COLUMNS
from louyu.journey.statistics.queries import area_bases, parts_of, values_of
from louyu.journey.statistics.readable import EVERY_CODE
from louyu.journey.statistics.rows import rows_of
from louyu.journey.statistics.services import COMPUTE_JOB, freeze
from louyu.journey.statistics.subjects import Subject
from louyu.journey.statistics.tests.worlds import MONTH, OFFICE, computed, settle
from louyu.kernel.commands import run
from louyu.kernel.jobs.models import Job
from louyu.kernel.jobs.services import run_job
from louyu.registers.buildings.models import Building
from louyu.registers.organizations.models import Role, User

pytestmark = pytest.mark.django_db
PERIOD = {"period": str(MONTH)}


@pytest.fixture
def tree() -> factories.PlaceTree:
    return factories.place_tree()


def _area(business: int) -> dict[str, int]:
    return {"gross_floor_area": business, "business_area": business}


@pytest.fixture
def house(tree: factories.PlaceTree) -> Building:
    """A computed month: two buildings in the street, one across the border."""
    house = factories.building(tree.street, name="甲楼", code="A-1", **_area(30_000))
    settle(factories.unit(house, area=12_345))
    factories.vacancy(factories.unit(house, area=6_789))
    factories.building(tree.street, name="乙楼", code="A-2", **_area(500))
    foreign = factories.building(tree.other_street, name="界外楼", code="B-1", **_area(7_777))
    settle(factories.unit(foreign, area=7_777))
    computed()
    return house


def _client(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def office(house: Building) -> Client:
    return _client(factories.user(Role.OFFICE))


@pytest.fixture
def clerk(house: Building, tree: factories.PlaceTree) -> Client:
    return _client(factories.user(Role.STREET, place=tree.street))


def _workbook(client: Client, **query: str) -> dict[str, list[tuple[Any, ...]]]:
    answer = client.get("/figures/export.xlsx", PERIOD | query)
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def _table(rows: list[tuple[Any, ...]], first: str) -> list[dict[str, Any]]:
    start = next(i for i, row in enumerate(rows) if row[0] == first)
    return [dict(zip(rows[start], row, strict=True)) for row in rows[start + 1 :] if row[0]]


def test_page_workbook_and_command_tell_the_same(
    office: Client, tree: factories.PlaceTree, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = office.get("/figures/", PERIOD | {"place": tree.street.code}).context["overview"]
    run(["figures", "--period", str(MONTH), "--place", tree.street.code, "--json"])
    told = json.loads(capsys.readouterr().out)
    sheets = _workbook(office, place=tree.street.code)
    written = {row["指标代码"]: row for row in _table(sheets["指标"], "代码")}
    for code, reading in shown.readings.items():
        assert told["figures"][code]["text"] == reading.text
        assert written[code]["数值"] == (None if reading.number is None else float(reading.number))
        assert written[code]["环比"] == reading.on_previous.text
        assert written[code]["口径"] == EVERY_CODE[code].basis
    parts = {part["place"]["name"]: part["figures"] for part in told["parts"]}
    lines = {row["名称"]: row for row in _table(sheets["分项"], "名称")}
    assert set(parts) == {"甲楼", "乙楼"}
    for subject, readings in shown.lines:
        for code, reading in zip(COLUMNS, readings, strict=True):
            header = f"{BY_CODE[code].name}（{reading.unit}）"
            number = None if reading.number is None else float(reading.number)
            assert lines[subject.name][header] == number
            assert parts[subject.name][code]["text"] == reading.text


def test_a_workbook_says_what_when_and_who(office: Client) -> None:
    head = "\n".join(str(row[0]) for row in _workbook(office)["指标"][:5])
    for words in ("2026年9月", "芝罘区", "口径版本", "不是 0", "试验人员"):
        assert words in head


def test_the_csv_describes_every_line(office: Client) -> None:
    answer = office.get("/figures/export.csv", PERIOD)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    lines = text.splitlines()
    assert lines[0].startswith("代码,范围,统计期,指标代码,指标,数值,单位")
    assert any(
        line.startswith("370602001,向阳街道,2026-09,SP02,商务面积,3.05,万㎡") for line in lines
    )


def test_a_number_is_one_click_from_its_rows_and_its_definition(office: Client) -> None:
    page = office.get("/figures/", PERIOD).content.decode()
    query = f"period={MONTH}&amp;place=370602"
    assert f'href="/figures/SP07/rows/?{query}"' in page
    assert f'href="/figures/SP07/?{query}"' in page
    rows = office.get("/figures/SP05/rows/", PERIOD)
    assert rows.context["totals"].numerator == 12_345 + 7_777
    assert "20,122" in rows.content.decode()


def test_nobody_reported_is_printed_so(office: Client) -> None:
    page = office.get("/figures/", PERIOD | {"place": "A-2"}).content.decode()
    assert "未采集" in page
    assert office.get("/figures/SP07/rows/", PERIOD | {"place": "A-2"}).status_code == 200


def test_a_street_sees_its_own_figures_only(clerk: Client, tree: factories.PlaceTree) -> None:
    page = clerk.get("/figures/", PERIOD)
    text = page.content.decode()
    assert "甲楼" in text
    assert "界外楼" not in text
    assert [subject.code for subject in page.context["selection"].choices] == [tree.street.code]
    for code in (tree.district.code, tree.other_street.code, "B-1", "nothing"):
        for address in ("/figures/", "/figures/SP05/", "/figures/SP05/rows/"):
            assert clerk.get(address, PERIOD | {"place": code}).status_code == 404
        assert clerk.get("/figures/export.xlsx", PERIOD | {"place": code}).status_code == 404
        rows = clerk.get("/figures/SP05/rows/export.csv", PERIOD | {"place": code})
        assert rows.status_code == 404


def test_a_property_manager_sees_the_figures_of_its_building(house: Building) -> None:
    body = factories.organization("property_manager")
    factories.party(house, body)
    liaison = _client(factories.user(Role.LIAISON, organization=body))
    page = liaison.get("/figures/", PERIOD)
    assert [subject.code for subject in page.context["selection"].choices] == ["A-1"]
    assert liaison.get("/figures/", PERIOD | {"place": house.place.code}).status_code == 404
    assert liaison.get("/figures/EN01/rows/", PERIOD | {"place": "A-2"}).status_code == 404


@pytest.mark.parametrize("role", [Role.EXPERT, Role.ENTERPRISE, Role.AUDITOR, Role.SYSTEM_ADMIN])
def test_who_has_no_figures_is_told_so(house: Building, role: Role) -> None:
    body = factories.organization("enterprise") if role == Role.ENTERPRISE else None
    client = _client(factories.user(role, organization=body))
    page = client.get("/figures/", PERIOD)
    assert page.context["selection"] is None
    assert "甲楼" not in page.content.decode()
    for address in ("/figures/SP05/", "/figures/SP05/rows/", "/figures/export.csv"):
        assert client.get(address, PERIOD).status_code == 404


def test_a_month_that_is_not_computed_offers_to_compute_it(office: Client, clerk: Client) -> None:
    query = {"period": "2024-01"}
    assert "开始计算" in office.get("/figures/", query).content.decode()
    page = clerk.get("/figures/", query).content.decode()
    assert "2024年1月的指标还没有计算" in page
    assert "开始计算" not in page
    assert office.get("/figures/", {"period": "2024年1月"}).status_code == 404


def test_only_the_office_asks_for_a_computation(office: Client, clerk: Client) -> None:
    assert clerk.post("/figures/compute/", PERIOD).status_code == 404
    answer = office.post("/figures/compute/", PERIOD)
    job = Job.objects.unscoped("test").get(kind=COMPUTE_JOB)
    assert answer.headers["Location"] == job.get_absolute_url()
    PeriodState.objects.all().delete()
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result, job.done) == ("succeeded", {"months": 1}, 1)
    assert PeriodState.objects.get().month == MONTH
    office.post("/figures/compute/", {"period": "九月"})
    assert Job.objects.unscoped("test").count() == 1


def test_a_frozen_month_offers_no_computation(office: Client) -> None:
    assert "重新计算" in office.get("/figures/", PERIOD).content.decode()
    freeze(periods=[MONTH], reason="通报", actor=OFFICE)
    page = office.get("/figures/", PERIOD).content.decode()
    assert "重新计算" not in page
    assert "已冻结" in page


def test_sorting_puts_who_has_no_number_last(office: Client, tree: factories.PlaceTree) -> None:
    def order(sort: str) -> list[str]:
        query = PERIOD | {"place": tree.street.code, "sort": sort}
        return [s.name for s, _ in office.get("/figures/", query).context["overview"].lines]

    assert order("SP02") == ["乙楼", "甲楼"]
    assert order("-SP02") == ["甲楼", "乙楼"]
    assert order("SP07") == order("-SP07") == ["甲楼", "乙楼"]


def test_rows_are_sorted_by_what_they_add(office: Client) -> None:
    def amounts(sort: str) -> list[Any]:
        page = office.get("/figures/SP05/rows/", PERIOD | {"sort": sort}).context["page"]
        return [row.in_numerator for row in page]

    assert amounts("-amount") == [12_345, 7_777]
    assert amounts("amount") == [7_777, 12_345]
    assert office.get("/figures/EN01/rows/", PERIOD | {"sort": "amount"}).status_code == 200


# Seven of sign-in, frame and session. Tax is read once: six of its lock, one more than outside
# of a test, where the transaction that opens it is its own.
@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/figures/", 18),
        ("/figures/SP07/", 12),
        ("/figures/SP07/rows/", 13),
        ("/figures/EN01/rows/", 13),
        ("/figures/TX01/rows/", 16),
    ],
)
def test_a_page_asks_no_more_questions_than_it_may(office: Client, address: str, most: int) -> None:
    office.get(address, PERIOD)
    with CaptureQueriesContext(connection) as asked:
        office.get(address, PERIOD | {"place": "370602001"})
    assert len(asked) <= most, [query["sql"] for query in asked]


def test_where_tax_is_filed_is_told_to_officials_and_to_no_house(
    house: Building, tree: factories.PlaceTree
) -> None:
    """Neither the figure, nor its pages and files, nor its name."""
    firm = factories.enterprise(name="芝罘纳税户", tax_authority="芝罘区税务局")
    settle(factories.unit(house, area=100), enterprise=firm)
    computed()
    keeper = factories.organization("property_manager", name="管家")
    factories.party(house, keeper)
    street, own = {"place": tree.street}, {"organization": keeper}
    subject, asked = Subject(tree.street, house), PERIOD | {"place": house.code}
    for role, bounds, reads in (
        (Role.OFFICE, {}, True),
        (Role.STREET, street, True),
        (Role.LIAISON, own, False),
        (Role.OPERATOR, own, False),
    ):
        person = factories.user(role, username=f"en04-{role}", **bounds)
        told = values_of(factories.actor(role, **bounds), subject, [MONTH], ["EN03", "EN04"])
        assert set(told[MONTH]) == ({"EN03", "EN04"} if reads else {"EN03"})
        client = _client(person)
        assert ("属地纳税率" in client.get("/figures/", asked).content.decode()) == reads
        for address in ("/figures/EN04/", "/figures/EN04/rows/", "/figures/EN04/rows/export.csv"):
            assert client.get(address, asked).status_code == (200 if reads else 404), address
        if reads:
            rows = client.get("/figures/EN04/rows/", asked).content.decode()
            assert '<td data-label="主管税务机关">本区</td>' in rows


def test_named_reads_give_nothing_of_another_street(
    house: Building, tree: factories.PlaceTree
) -> None:
    clerk = factories.actor(Role.STREET, place=tree.street)
    for foreign in (Subject(tree.other_street), Subject(tree.district)):
        assert values_of(clerk, foreign, [MONTH], BY_CODE) == {MONTH: {}}
    elsewhere = Subject(tree.other_street)
    assert parts_of(clerk, elsewhere, MONTH) == []
    assert area_bases(clerk, elsewhere, MONTH) == {}
    for code in ("SP01", "SP05", "EN01"):
        assert not rows_of(clerk, BY_CODE[code], elsewhere, MONTH).exists()
        assert rows_of(clerk, BY_CODE[code], Subject(tree.street), MONTH).exists()
