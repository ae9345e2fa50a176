"""接口办事: figures as the pages tell them, files sent and confirmed by a program."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from demo import codes, factories
from demo.factories import PlaceTree
from louyu.engines.measures import NOT_APPLICABLE, UNCOLLECTED, Period
from louyu.journey.statistics.models import HistoricalFigure
from louyu.journey.statistics.queries import readings_of
from louyu.journey.statistics.subjects import Subject
from louyu.journey.statistics.tests.worlds import MONTH, OFFICE, computed, settle
from louyu.kernel.intake import all_kinds
from louyu.kernel.jobs.models import Job
from louyu.portal.api.figures import TOLD
from louyu.portal.api.tests.conftest import Program
from louyu.portal.imports.tests.sending import newest, workbook, worked
from louyu.registers.deliveries.models import Import
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.organizations.models import Role

pytestmark = pytest.mark.django_db
GUARDED = next(kind.key for kind in all_kinds() if kind.clearance)
Made = Callable[..., Program]


@pytest.fixture
def month(tree: PlaceTree) -> Period:
    house = factories.building(tree.street, name="甲楼", code="A-1", business_area=10_000)
    settle(factories.unit(house, area=1_000))
    factories.vacancy(factories.unit(house, area=3_000))
    computed()
    return MONTH


def told(program: Program, **asked: Any) -> dict[str, Any]:
    answer = program.get("figures", **asked)
    assert answer.status_code == 200, answer.content.decode()
    items: list[dict[str, Any]] = answer.json()["items"]
    return {f"{one['place']} {one['indicator']}": one for one in items}


def test_figures_are_those_of_the_page_with_unit_basis_and_coverage(
    tree: PlaceTree, month: Period, program: Made
) -> None:
    found = told(program(), place=tree.street.code, period=str(month))
    every = readings_of(OFFICE, Subject(tree.street), month)
    shown = {code: one for code, one in every.items() if code in TOLD}
    assert len(every) > len(shown)  # those of tax, which no program is told
    assert len(found) == len(shown)
    for code, reading in shown.items():
        one = found[f"{tree.street.code} {code}"]
        assert (one["text"], one["unit"]) == (reading.text, reading.unit)
        assert one["number"] == (None if reading.number is None else str(reading.number))
        assert (one["coverage"], one["basis"]) == (reading.coverage, reading.indicator.basis)


def test_a_figure_nobody_reported_is_no_zero(tree: PlaceTree, month: Period, program: Made) -> None:
    found = told(program(), place=tree.other_street.code, period=str(month), indicator="SP07")
    one = found[f"{tree.other_street.code} SP07"]
    assert (one["number"], one["numerator"]) == (None, None)
    assert one["text"] in {UNCOLLECTED, NOT_APPLICABLE}


def test_the_buildings_of_a_street_come_with_it(
    tree: PlaceTree, month: Period, program: Made
) -> None:
    found = told(program(), place=tree.street.code, parts=1, indicator="SP02")
    assert set(found) == {f"{tree.street.code} SP02", "A-1 SP02"}


def test_another_streets_figures_do_not_exist(
    tree: PlaceTree, month: Period, program: Made
) -> None:
    street = program(Role.STREET, place=tree.other_street)
    assert street.get("figures", place=tree.street.code).status_code == 404
    assert street.get("figures", place="A-1").status_code == 404


def test_months_are_asked_for_as_a_range_and_no_further(
    tree: PlaceTree, month: Period, program: Made
) -> None:
    office = program()
    earlier = f"{month.shifted(-5)}..{month}"
    assert {one["period"] for one in told(office, period=earlier).values()} == {str(month)}
    assert told(office, period=str(month.shifted(-9))) == {}
    for wrong in ("2026-13", "2001-01..2026-01"):
        answer = office.get("figures", period=wrong)
        assert (answer.status_code, answer.json()["problems"][0]["field"]) == (422, "period")


def test_no_figure_rests_on_tax(tree: PlaceTree, month: Period, program: Made) -> None:
    HistoricalFigure.objects.create(
        place=tree.district, indicator="TX01", year=month.year, month=month.month,
        value=5, unit="wan_yuan", source="旧账",
    )  # fmt: skip
    office = program()
    assert office.get("figures", indicator="TX01").status_code == 422
    assert not [key for key in told(office, size=200) if "TX" in key]


def send(program: Program, content: bytes, *, key: str = "", **fields: str) -> Any:
    file = SimpleUploadedFile("企业.xlsx", content)
    return program.client.post(
        "/api/v1/imports",
        {"kind": "enterprises", "file": file, **fields},
        HTTP_IDEMPOTENCY_KEY=key or str(uuid4()),
        **program.headers,
    )


def test_a_file_is_sent_checked_and_confirmed(tree: PlaceTree, program: Made) -> None:
    office = program()
    content = workbook(
        ("甲公司", codes.invented(11), "5"), ("乙公司", "9137", "5"), ("丙公司", None, "多")
    )
    sent = send(office, content)
    assert (sent.status_code, sent.json()["state"]) == (201, "checking")
    path = f"imports/{sent.json()['id']}"
    assert office.get(f"jobs/{sent.json()['job']['id']}").json()["state"] == "queued"
    worked(newest())
    preview = office.get(path).json()
    assert (preview["state"], preview["counts"]["rows"]) == ("preview", 3)
    assert preview["counts"] | {"rows": 3} == {
        "rows": 3, "created": 1, "updated": 0, "unchanged": 0, "refused": 2, "same": 0,
    }  # fmt: skip
    cells = office.get(f"{path}/refusals").json()["items"]
    assert [(one["row"], one["column"]) for one in cells] == [
        (3, "统一社会信用代码"),
        (4, "注册资本（万元）"),
    ]
    assert all(one["sheet"] and one["reason"] and not one["held"] for one in cells)
    assert not Enterprise.objects.unscoped("test").exists()
    assert office.send("POST", f"{path}/confirm", {}).status_code == 200
    worked(newest())
    assert office.get(path).json()["state"] == "applied"
    assert [one.name for one in Enterprise.objects.unscoped("test")] == ["甲公司"]


def test_columns_are_matched_and_an_import_is_undone(tree: PlaceTree, program: Made) -> None:
    office = program()
    row = send(office, workbook(("甲公司", codes.invented(11), "5"))).json()
    path = f"imports/{row['id']}"
    worked(newest())
    headers = newest().headers
    columns = {headers[0]: "name", headers[1]: "uscc"}
    answer = office.send("POST", f"{path}/mapping", {"columns": columns | {"没有": "name"}})
    assert (answer.status_code, answer.json()["problems"][0]["field"]) == (422, "columns")
    told = {"columns": columns, "remember_as": "接口"}
    assert office.send("POST", f"{path}/mapping", told).json()["state"] == "checking"
    worked(newest())
    assert office.send("POST", f"{path}/confirm", {}).json()["state"] == "applying"
    worked(newest())
    firm = Enterprise.objects.unscoped("test").get()
    assert (firm.name, firm.capital_yuan) == ("甲公司", None)
    assert office.send("POST", f"{path}/undo", {}).json()["state"] == "undoing"
    worked(newest())
    assert office.get(path).json()["state"] == "undone"
    assert not Enterprise.objects.unscoped("test").exists()
    assert office.send("POST", f"{path}/undo", {}).status_code == 422


def test_a_file_is_given_up(tree: PlaceTree, program: Made) -> None:
    office = program()
    path = f"imports/{send(office, workbook(('甲公司', codes.invented(11), '5'))).json()['id']}"
    worked(newest())
    assert program().send("POST", f"{path}/discard", {}).status_code == 404
    assert office.send("POST", f"{path}/discard", {}).json()["state"] == "refused"
    assert office.send("POST", f"{path}/confirm", {}).json()["state"] == "refused"


def test_a_row_held_back_is_decided_about(tree: PlaceTree, program: Made) -> None:
    factories.building(tree.street, name="鼎丰大厦", code="", address="试验路 1 号")
    office = program()
    file = SimpleUploadedFile(
        "楼宇.csv", "楼宇名称,管理街道/园区,地址\n鼎丰中心,向阳街道,试验路 1 号\n".encode()
    )
    sent = office.client.post(
        "/api/v1/imports",
        {"kind": "buildings", "file": file},
        HTTP_IDEMPOTENCY_KEY=str(uuid4()),
        **office.headers,
    )
    path = f"imports/{sent.json()['id']}"
    worked(newest())
    (held,) = office.get(f"{path}/refusals").json()["items"]
    assert held["held"]
    told = {"sheet": held["sheet"], "row": held["row"], "same": False}
    office.send("POST", f"{path}/decisions", told)
    worked(newest())
    counts = office.get(path).json()["counts"]
    assert (counts["created"], counts["same"]) == (1, 0)


def test_a_file_sent_twice_with_one_key_is_one_import(tree: PlaceTree, program: Made) -> None:
    office, content = program(), workbook(("甲公司", codes.invented(11), "5"))
    first, again = (send(office, content, key="one-sending") for _ in range(2))
    assert first.json() == again.json()
    assert Import.objects.unscoped("test").count() == 1
    other = send(office, workbook(("乙公司", None, "5")), key="one-sending")
    assert other.json()["problems"][0]["code"] == "key_used"


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"kind": "holidays"}, "kind"), ({"mapping_name": "没有"}, "mapping_name")],
)
def test_what_the_page_would_not_take_is_refused(
    tree: PlaceTree, program: Made, fields: dict[str, str], field: str
) -> None:
    street = program(Role.STREET, place=tree.street)
    answer = send(street, workbook(("甲公司", None, "5")), **fields)
    assert (answer.status_code, answer.json()["problems"][0]["field"]) == (422, field)
    assert not Import.objects.unscoped("test").exists()


def test_a_file_that_is_no_table_is_refused(tree: PlaceTree, program: Made) -> None:
    answer = send(program(), b"PK\x03\x04 nothing")
    assert (answer.status_code, answer.json()["problems"][0]["field"]) == (422, "file")


def test_another_persons_import_does_not_exist(tree: PlaceTree, program: Made) -> None:
    send(program(), workbook(("甲公司", codes.invented(11), "5")))
    row, other = newest(), program()
    for path in (f"imports/{row.pk}", f"imports/{row.pk}/refusals", f"jobs/{row.job_id}"):
        assert other.get(path).status_code == 404
    assert other.send("POST", f"imports/{row.pk}/confirm", {}).status_code == 404
    assert other.get("imports").json()["count"] == 0
    assert Job.objects.unscoped("test").count() == 1


def test_who_may_only_read_sends_nothing(tree: PlaceTree, program: Made) -> None:
    answer = send(program(writes=False), workbook(("甲公司", None, "5")))
    assert answer.status_code == 403
    assert not Import.objects.unscoped("test").exists()


def test_the_job_of_a_guarded_file_is_not_told(tree: PlaceTree, program: Made) -> None:
    office = program()
    send(office, workbook(("甲公司", codes.invented(11), "5")))
    assert office.get("jobs").json()["count"] == 1
    Import.objects.unscoped("test").update(kind=GUARDED)
    assert office.get("jobs").json()["count"] == 0
    assert office.get("imports").json()["count"] == 0
