"""导入中心规则: preview before writing, one effect however often pressed, own imports only."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from demo import codes
from demo.factories import enterprise, place_tree, user
from louyu.kernel.files.models import StoredFile
from louyu.portal.imports.tests.sending import (
    clerk,
    newest,
    page,
    press,
    sent,
    signed_in,
    upload,
    workbook,
    worked,
)
from louyu.registers.deliveries.models import ColumnMapping, Import, ImportState
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.organizations.models import DutyRole, Role

pytestmark = pytest.mark.django_db
FIRST, SECOND = codes.invented(1), codes.invented(2)
GOOD = ("甲公司", FIRST, 10)


def enterprises() -> int:
    return Enterprise.objects.unscoped("test").count()


def test_nothing_is_written_before_the_person_confirms() -> None:
    client = clerk()
    row = sent(client, GOOD, ("乙公司", SECOND, "待定"))
    assert "新增 1，修改 0，不变 0，拒绝 1，疑似同一 0" in page(client, row)
    assert enterprises() == 0
    press(client, "confirm", row)
    assert worked(row).state == ImportState.APPLIED
    assert enterprises() == 1
    receipt = page(client, row)
    assert "已导入：新增 1" in receipt
    assert "确认导入" not in receipt
    assert "查看企业" in receipt


def test_confirming_twice_has_one_effect() -> None:
    client = clerk()
    row = sent(client, GOOD)
    press(client, "confirm", row)
    job = newest().job
    press(client, "confirm", row)
    assert newest().job == job
    worked(row)
    press(client, "confirm", row)
    assert newest().job == job
    assert enterprises() == 1


def test_the_upload_form_sent_twice_is_one_import() -> None:
    client = clerk()
    first, second = (upload(client, workbook(GOOD)) for _ in range(2))
    assert first.url == second.url
    assert Import.objects.unscoped("test").count() == 1


def test_refused_cells_are_shown_with_place_value_and_what_to_do() -> None:
    client = clerk()
    row = sent(client, GOOD, ("乙公司", SECOND, "22/30"))
    shown = page(client, row)
    assert (
        "新增 1，修改 0，不变 0，拒绝 1，疑似同一 0"
        in client.get(reverse("imports")).content.decode()
    )
    assert "第 3 行" in shown
    assert "22/30" in shown
    assert "请只填一个数字" in shown


def test_changes_are_shown_before_and_after() -> None:
    enterprise(name="旧名公司", uscc=FIRST)
    client = clerk()
    row = sent(client, ("新名公司", FIRST, None))
    shown = page(client, row, "?show=updated")
    assert "<del>旧名公司</del>" in shown
    assert "<ins>新名公司</ins>" in shown


def test_the_error_workbook_is_the_clerks_own_with_reasons() -> None:
    client = clerk()
    row = sent(client, GOOD, ("乙公司", SECOND, "待定"))
    assert row.error_file
    address = reverse("file", args=[row.error_file.pk])
    assert address in page(client, row)
    sheet = openpyxl.load_workbook(BytesIO(_downloaded(client, address))).active
    assert [cell.value for cell in sheet[1]][-1] == "错误原因"
    assert sheet["D2"].value is None
    assert "注册资本" in sheet["D3"].value


def test_a_row_that_may_be_one_we_know_waits_for_a_decision() -> None:
    enterprise(name="甲公司", uscc=None)
    client = clerk()
    row = sent(client, GOOD)
    assert "疑似同一 1" in page(client, row)
    assert "没有可写入的行" in page(client, row)
    sheet = row.report["held"][0]["sheet"]
    press(client, "decide", row, sheet=sheet, row=2, same="yes")
    assert "修改 1，不变 0，拒绝 0，疑似同一 0" in page(client, worked(row))


def test_a_decision_about_no_row_is_not_found() -> None:
    client = clerk()
    row = sent(client, GOOD)
    assert press(client, "decide", row, sheet="", row="x", same="yes").status_code == 404
    assert press(client, "decide", row, sheet="", row="2", same="maybe").status_code == 404


def test_what_was_left_out_of_the_file_is_listed() -> None:
    client = clerk()
    row = sent(client, GOOD, ("合计", None, 10))
    assert "合计行没有导入" in page(client, row, "?show=left")


def test_a_given_up_import_writes_nothing_and_cannot_be_confirmed() -> None:
    client = clerk()
    row = sent(client, GOOD)
    press(client, "discard", row)
    assert "已放弃" in page(client, row)
    press(client, "confirm", row)
    row.refresh_from_db()
    assert row.state == ImportState.REFUSED
    assert enterprises() == 0


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xd0\xcf\x11\xe0" * 200, "认不出这个文件"),
        (b"PK\x03\x04 broken", "已损坏"),
        (b"", "文件是空的"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_at_once(content: bytes, told: str) -> None:
    answer = upload(clerk(), content)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert Import.objects.unscoped("test").count() == 0


def test_a_file_too_large_is_refused_before_it_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("louyu.portal.imports.forms._MOST_BYTES", 100)
    answer = upload(clerk(), workbook(GOOD))
    assert "请分成几个文件" in answer.content.decode()
    assert StoredFile.objects.unscoped("test").count() == 0


def test_unknown_headers_are_mapped_by_hand_and_remembered_by_name() -> None:
    client = clerk()
    headers = ("单位全名", "信用号码", "楼长")
    row = sent(client, ("甲公司", FIRST, "李"), headers=headers)
    assert row.state == ImportState.REFUSED
    assert "缺少必填列" in page(client, row)
    assert reverse("import-mapping", args=[row.pk]) in page(client, row)
    chosen = {"column0": "name", "column1": "uscc", "column2": "", "remember_as": "向阳的表"}
    press(client, "mapping", row, **chosen)
    assert "新增 1" in page(client, worked(row))
    assert ColumnMapping.objects.unscoped("test").get().name == "向阳的表"
    assert "向阳的表" in client.get(reverse("imports")).content.decode()
    again = workbook(("乙公司", SECOND, "李"), headers=headers)
    upload(client, again, key="another", mapping_name="向阳的表")
    assert "新增 1" in page(client, worked(newest()))


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ({"column0": "uscc", "column1": ""}, "必填的列还没有对应：企业名称"),
        ({"column0": "name", "column1": "name"}, "有两列对应了同一项：企业名称"),
    ],
)
def test_a_mapping_that_cannot_hold_is_refused_with_words(
    chosen: dict[str, str], told: str
) -> None:
    client = clerk()
    row = sent(client, ("甲公司", FIRST), headers=("单位全名", "信用号码"))
    answer = press(client, "mapping", row, **chosen)
    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_columns_left_aside_are_named_on_the_preview() -> None:
    client = clerk()
    headers = ("企业名称", "统一社会信用代码", "注册资本（万元）", "楼长")
    row = sent(client, (*GOOD, "李"), headers=headers)
    assert "这些列没有导入：楼长" in page(client, row)


def test_a_waiting_import_polls_itself_and_then_asks_for_the_whole_page() -> None:
    client = clerk()
    upload(client, workbook(GOOD))
    row = newest()
    assert 'hx-trigger="every 2s"' in page(client, row)
    fragment = {"HX-Request": "true", "HX-Target": "progress"}
    address = reverse("import", args=[row.pk])
    waiting = client.get(address, headers=fragment)
    assert "<html" not in waiting.content.decode()
    assert "HX-Refresh" not in waiting.headers
    worked(row)
    assert client.get(address, headers=fragment).headers["HX-Refresh"] == "true"


def test_work_that_broke_off_is_told_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    client = clerk()
    upload(client, workbook(GOOD))

    def broken(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr("louyu.registers.deliveries.services.lay_out", broken)
    assert "没有完成，数据没有改动" in page(client, worked(newest()))


def test_another_persons_import_does_not_exist() -> None:
    row = sent(clerk(), GOOD)
    other = clerk()
    assert other.get(reverse("import", args=[row.pk])).status_code == 404
    for button in ("confirm", "discard", "decide", "mapping"):
        assert press(other, button, row, sheet="", row=2, same="yes").status_code == 404
    assert "企业.xlsx" not in other.get(reverse("imports")).content.decode()
    row.refresh_from_db()
    assert row.state == ImportState.PREVIEW


@pytest.mark.parametrize("button", ["confirm", "discard", "decide"])
def test_a_step_is_taken_by_pressing_not_by_a_link(button: str) -> None:
    assert clerk().get(reverse(f"import-{button}", args=[1])).status_code == 405


def test_who_may_import_nothing_is_told_so_and_cannot_send() -> None:
    leader = signed_in(user(Role.LEADER))
    shown = leader.get(reverse("imports")).content.decode()
    assert "您的岗位不需要导入表格" in shown
    assert 'type="file"' not in shown
    assert upload(leader, workbook(GOOD)).status_code == 422
    assert leader.get(reverse("import-template", args=["enterprises"])).status_code == 404
    assert Import.objects.unscoped("test").count() == 0


def test_a_duty_that_has_ended_confirms_nothing() -> None:
    person = user(Role.OFFICE)
    client = signed_in(person)
    row = sent(client, GOOD)
    DutyRole.objects.filter(user=person).update(end="2021-01-01")
    press(client, "confirm", row)
    row.refresh_from_db()
    assert row.state == ImportState.PREVIEW


def test_templates_come_empty_or_with_what_the_person_may_see() -> None:
    tree = place_tree()
    enterprise(name="本街道公司", uscc=FIRST, place=tree.street)
    enterprise(name="别街道公司", uscc=SECOND, place=tree.other_street)
    client = signed_in(user(Role.STREET, place=tree.street))
    address = reverse("import-template", args=["enterprises"])
    assert "本街道公司" not in _words(client, address)
    filled = _words(client, f"{address}?filled=1")
    assert "本街道公司" in filled
    assert "别街道公司" not in filled


def test_ones_own_imports_are_listed_page_by_page(django_assert_max_num_queries: Any) -> None:
    client = clerk()
    address = reverse("imports")
    assert "还没有导入过" in client.get(address).content.decode()
    for number in range(21):
        upload(client, workbook(GOOD), key=str(number), name=f"第{number}份.xlsx")
    with django_assert_max_num_queries(17):
        shown = client.get(address).content.decode()
    assert "第20份.xlsx" in shown
    assert "第0份.xlsx" not in shown
    assert "第0份.xlsx" in client.get(f"{address}?page=2").content.decode()


def _downloaded(client: Client, address: str) -> bytes:
    return b"".join(client.get(address).streaming_content)  # type: ignore[attr-defined]


def _words(client: Client, address: str) -> set[object]:
    book = openpyxl.load_workbook(BytesIO(_downloaded(client, address)))
    return {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
