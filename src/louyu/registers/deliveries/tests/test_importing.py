"""导入的过程: preview, confirmation, receipt; once, whole or not at all."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.db import OperationalError

from demo import factories
from louyu.kernel.files.services import store_path
from louyu.kernel.jobs.models import JobState
from louyu.kernel.jobs.services import run_job
from louyu.kernel.merging import staging
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Building, Unit
from louyu.registers.deliveries import services
from louyu.registers.deliveries.models import ColumnMapping, Import, ImportState
from louyu.registers.deliveries.tests.workbooks import checked, imported, outcome, taken, workbook
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.organizations.actors import actor_of
from louyu.registers.organizations.models import DutyRole, Role

pytestmark = pytest.mark.django_db

HEADERS = ("楼宇", "楼层", "房号", "面积（㎡）")
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def tower() -> Building:
    return factories.building(factories.place_tree().street, name="甲大厦")


@pytest.fixture
def clerk(tower: Building) -> Actor:
    return factories.actor(Role.STREET, place=tower.place)


def units() -> list[Unit]:
    return list(Unit.objects.unscoped("test").order_by("number"))


def sent(actor: Actor, path: Path, **options: Any) -> Import:
    file = store_path(path, owner_id=actor.user_id)
    return services.start_import(actor=actor, kind="units", file=file, **options)


def test_from_upload_to_receipt_through_the_queue(clerk: Actor, tmp_path: Path) -> None:
    lines = ("甲大厦", 1, "101", 50), ("甲大厦", 1, "102", 0)
    row = sent(clerk, workbook(tmp_path / "a.xlsx", HEADERS, *lines))
    run_job(row.job_id)
    row.refresh_from_db()
    assert (row.state, units()) == (ImportState.PREVIEW, [])
    row = services.confirm(actor=clerk, row=row)
    assert services.confirm(actor=clerk, row=row).job_id == row.job_id
    run_job(row.job_id)
    row.refresh_from_db()
    assert (row.state, len(units())) == (ImportState.APPLIED, 1)
    assert row.job.state == JobState.SUCCEEDED
    sheet = openpyxl.load_workbook(row.error_file.path.open("rb")).active
    assert sheet.cell(1, 5).value == "错误原因"
    assert "面积" in sheet.cell(3, 5).value


def test_the_corrected_error_workbook_is_taken_as_a_whole(clerk: Actor, tmp_path: Path) -> None:
    lines = ("甲大厦", 1, "101", 50), ("甲大厦", 1, "102", "待定")
    row = checked(clerk, "units", workbook(tmp_path / "a.xlsx", HEADERS, *lines))
    services.apply(services.confirm(actor=clerk, row=row), clerk)
    row.refresh_from_db()
    book = openpyxl.load_workbook(row.error_file.path.open("rb"))
    book.active.cell(3, 4).value = 60
    book.save(tmp_path / "fixed.xlsx")
    assert taken(clerk, "units", tmp_path / "fixed.xlsx").counts == (1, 0, 1, 0, 0)


def test_one_sending_is_one_import(clerk: Actor, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", HEADERS, ("甲大厦", 1, "101", 50))
    first, second = (sent(clerk, path, idempotency_key="k") for _ in range(2))
    assert (first.pk, first.job_id) == (second.pk, second.job_id)


def test_broken_off_anywhere_it_leaves_nothing_half_and_is_finished_later(
    clerk: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workbook(
        tmp_path / "a.xlsx", HEADERS, ("甲大厦", 1, "101", 50), ("甲大厦", 2, "201", 60)
    )
    row = services.confirm(actor=clerk, row=checked(clerk, "units", path))
    statements = staging._run
    for broken in range(7):
        monkeypatch.setattr(staging, "_run", _cut_off_at(broken, statements))
        with pytest.raises(OperationalError):
            run_job(row.job_id)
        row.refresh_from_db()
        assert (units(), row.state) == ([], ImportState.APPLYING)
    monkeypatch.setattr(staging, "_run", statements)
    run_job(row.job_id)
    run_job(row.job_id)
    row.refresh_from_db()
    assert (row.state, len(units())) == (ImportState.APPLIED, 2)
    assert outcome(row).counts == (2, 0, 0, 0, 0)


def _cut_off_at(number: int, statements: Callable[..., Any]) -> Callable[..., Any]:
    """The database goes away at one of the statements that write."""
    left = iter(range(number))

    def run(statement: Any) -> Any:
        if next(left, None) is None:
            raise OperationalError("server closed the connection unexpectedly")
        return statements(statement)

    return run


def test_headers_nobody_knows_are_matched_once_and_remembered(clerk: Actor, tmp_path: Path) -> None:
    headers = ("楼宇", "层号", "房号", "多大")
    path = workbook(tmp_path / "a.xlsx", headers, ("甲大厦", 1, "101", 50))
    row = sent(clerk, path)
    run_job(row.job_id)
    row.refresh_from_db()
    assert row.state == ImportState.REFUSED
    assert "缺少必填列" in row.refusal
    columns = {"层号": "floor", "多大": "area"}
    row = services.set_mapping(actor=clerk, row=row, columns=columns, remember_as="物业的表")
    run_job(row.job_id)
    row.refresh_from_db()
    assert outcome(row).counts == (1, 0, 0, 0, 0)
    again = sent(clerk, path, mapping_name="物业的表", idempotency_key="again")
    run_job(again.job_id)
    again.refresh_from_db()
    assert again.state == ImportState.PREVIEW
    assert ColumnMapping.objects.visible_to(factories.actor()).count() == 0


def test_headers_of_two_rows_are_found_again_when_the_preview_is_confirmed(
    clerk: Actor, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    for row in (
        ("楼宇", "位置", None, "用途", None),
        (None, "楼层", "房号", "面积（㎡）", "备注"),
        ("甲大厦", 1, "101", 50, "无"),
    ):
        book.active.append(row)
    for merged in ("A1:A2", "B1:C1", "D1:E1"):
        book.active.merge_cells(merged)
    book.save(tmp_path / "a.xlsx")
    row = checked(clerk, "units", tmp_path / "a.xlsx")
    assert row.report["created"] == 1
    services.apply(services.confirm(actor=clerk, row=row), clerk)
    assert [unit.number for unit in units()] == ["101"]


def test_a_duty_revoked_after_the_preview_ends_the_import(clerk: Actor, tmp_path: Path) -> None:
    row = checked(clerk, "units", workbook(tmp_path / "a.xlsx", HEADERS, ("甲大厦", 1, "101", 50)))
    row = services.confirm(actor=clerk, row=row)
    DutyRole.objects.filter(user_id=clerk.user_id).update(end=factories.LONG_AGO)
    run_job(row.job_id)
    row.job.refresh_from_db()
    assert (row.job.state, units()) == (JobState.FAILED, [])


def test_a_wider_duty_to_read_lends_nothing_to_write(tower: Building, tmp_path: Path) -> None:
    other = factories.place("370602009", "黄务街道", "subdistrict", tower.place.parent)
    person = factories.user(Role.STREET, place=other)
    factories.duty(person, Role.DEPARTMENT)
    actor = actor_of(person)
    assert Building.objects.visible_to(actor).count() == 1
    path = workbook(tmp_path / "a.xlsx", HEADERS, ("甲大厦", 1, "101", 50))
    assert taken(actor, "units", path).refused == [(2, "楼宇", "甲大厦")]


def test_a_dry_run_writes_nothing_and_a_file_without_a_good_row_fails(
    tower: Building, tmp_path: Path, capsys: Capture
) -> None:
    path = workbook(tmp_path / "a.xlsx", HEADERS, ("甲大厦", 1, "101", 50))
    told = imported(capsys, "units", path, "--dry-run")
    assert (told.status, told.counts, units()) == (0, (1, 0, 0, 0, 0), [])
    assert set(told.report) == {
        "rows", "created", "updated", "unchanged", "refused", "possible_same", "left_out",
        "changes", "notes",
    }  # fmt: skip
    wrong = workbook(tmp_path / "b.xlsx", HEADERS, ("乙大厦", 1, "101", 50))
    assert imported(capsys, "units", wrong).status == 1


def test_hidden_sheets_and_formulas_and_the_calendar_of_1904(
    tower: Building, clerk: Actor, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    book.active.append(HEADERS)
    book.active.append(("甲大厦", 1, "101", "=40+10"))
    hidden = book.create_sheet("旧表")
    hidden.append(HEADERS)
    hidden.append(("甲大厦", 1, "109", 50))
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    told = taken(clerk, "units", tmp_path / "a.xlsx")
    assert told.refused[0][:2] == (2, "面积（㎡）")
    assert any(note["sheet"] == "旧表" for note in told.report["notes"])
    assert units() == []
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.append(("企业名称", "成立日期"))
    book.active.append(("甲公司", 37_000))
    book.active.cell(2, 2).number_format = "yyyy-mm-dd"
    book.save(tmp_path / "b.xlsx")
    assert taken(factories.actor(), "enterprises", tmp_path / "b.xlsx").counts[0] == 1
    day = Enterprise.objects.unscoped("test").get().founded_on
    assert day == date(1904, 1, 1) + timedelta(days=37_000)
