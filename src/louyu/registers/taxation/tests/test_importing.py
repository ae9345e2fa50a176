"""税收导入: what a bureau sends becomes months of payments, once, with its source."""

from decimal import Decimal
from pathlib import Path

import pytest

from demo import factories
from louyu.registers.deliveries.models import Delivery, Import
from louyu.registers.taxation.tests.bureau import LONG, ONE, THREE, TWO, Bureau, paid

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Bureau:
    return Bureau(tmp_path, capsys)


def test_payments_are_kept_by_payer_tax_and_month_refunds_negative(bureau: Bureau) -> None:
    told = bureau.sends(
        "2026-03",
        LONG,
        (ONE, "甲公司", "增值税", 1200.5),
        (ONE, "甲公司", "个税", 300),
        (TWO, "乙公司", "增值税", -88.25),
    )
    assert told.status == 0
    assert told.counts == (3, 0, 0, 0, 0)
    assert paid() == {(ONE, "2026-03"): Decimal("1500.50"), (TWO, "2026-03"): Decimal("-88.25")}
    delivery = Delivery.objects.unscoped("test").get()
    assert (delivery.rows, delivery.taken, delivery.refused) == (3, 3, 0)
    assert Import.objects.unscoped("test").get().delivery == delivery


def test_taxes_side_by_side_are_the_same_payments(bureau: Bureau) -> None:
    headers = (
        "统一社会信用代码",
        "企业名称",
        "增值税（万元）",
        "企业所得税（万元）",
        "合计（万元）",
    )
    bureau.sends("2026-03", headers, (ONE, "甲", 1.25, 2, 3.25), (TWO, "乙", None, None, 4))
    assert paid(tax_type="vat") == {(ONE, "2026-03"): 12_500}
    assert paid(tax_type="corporate_income") == {(ONE, "2026-03"): 20_000}
    assert paid(tax_type="total") == {(TWO, "2026-03"): 40_000}


def test_a_sum_that_is_not_that_of_its_parts_is_refused(bureau: Bureau) -> None:
    headers = ("税号", "增值税（元）", "印花税（元）", "合计（元）")
    told = bureau.sends("2026-03", headers, (ONE, 100, 50, 150), (TWO, 10_000, 50, 99_000))
    assert told.counts[3] == 1
    assert "不一致" in told.reasons


def test_a_unit_nobody_told_is_not_guessed(bureau: Bureau) -> None:
    headers = ("税号", "税额")
    assert "没有写明单位" in bureau.refused("2026-03", headers, (ONE, 12))
    bureau.sends("2026-03", headers, (ONE, 12), options=("--unit", "万元"))
    assert paid() == {(ONE, "2026-03"): 120_000}


def test_a_header_and_a_provider_that_contradict_each_other_are_asked(bureau: Bureau) -> None:
    said = bureau.refused("2026-03", ("税号", "税额（元）"), (ONE, 12), options=("--unit", "万元"))
    assert "表头的单位是「元」，选择的单位是「万元」" in said


def test_a_file_ten_thousand_times_what_is_known_is_refused(bureau: Bureau) -> None:
    headers = ("税号", "税额（元）")
    bureau.sends("2026-03", headers, (ONE, 52_000), (TWO, 31_000), (THREE, 9_000))
    wrong = ("税号", "税额（万元）")
    said = bureau.refused("2026-04", wrong, (ONE, 50_100), (TWO, 33_000), (THREE, 9_100))
    assert "把元当成了万元" in said
    assert "把万元当成了元" in bureau.refused("2026-04", headers, (ONE, 5), (TWO, 3.1))
    assert set(paid()) == {(ONE, "2026-03"), (TWO, "2026-03"), (THREE, "2026-03")}


def test_the_same_file_twice_changes_nothing(bureau: Bureau) -> None:
    path = bureau.file(LONG, (ONE, "甲", "增值税", 100))
    bureau.passes_on(path, "2026-03")
    again = bureau.passes_on(path, "2026-03")
    assert (again.status, again.counts) == (0, (0, 0, 1, 0, 0))
    assert paid() == {(ONE, "2026-03"): 100}
    assert Delivery.objects.unscoped("test").count() == 1


def test_a_corrected_file_takes_the_place_of_its_predecessor(bureau: Bureau) -> None:
    bureau.sends("2026-03", LONG, (ONE, "甲", "增值税", 100), (TWO, "乙", "增值税", 7))
    bureau.sends("2026-03", LONG, (ONE, "甲", "增值税", 130))
    assert paid() == {(ONE, "2026-03"): 130}
    first, second = Delivery.objects.unscoped("test").order_by("pk")
    assert second.replaces == first
    assert first.replaced_at


def test_a_file_of_which_nothing_can_be_taken_replaces_nothing(bureau: Bureau) -> None:
    bureau.sends("2026-03", LONG, (ONE, "甲", "增值税", 100))
    told = bureau.sends("2026-03", LONG, (ONE, "甲", "增值税", "约一百"))
    assert told.status == 1
    assert paid() == {(ONE, "2026-03"): 100}
    assert Delivery.objects.unscoped("test").count() == 1


def test_names_without_codes_and_unknown_codes_are_kept_and_counted(bureau: Bureau) -> None:
    known = factories.enterprise(uscc=ONE)
    bureau.sends(
        "2026-03",
        LONG,
        (ONE, "甲", "增值税", 1),
        (TWO, "乙", "增值税", 2),
        (None, "只有名称的店", "增值税", 3),
    )
    assert paid(enterprise=known) == {(ONE, "2026-03"): 1}
    assert paid(enterprise=None) == {(TWO, "2026-03"): 2, ("只有名称的店", "2026-03"): 3}
    notes = str(Import.objects.unscoped("test").get().report["notes"])
    assert "1 户没有纳税人识别号" in notes
    assert "1 户不在企业名册中" in notes


def test_a_code_with_a_wrong_digit_is_refused_where_it_stands(bureau: Bureau) -> None:
    wrong = ONE[:-1] + ("A" if ONE[-1] != "A" else "B")
    told = bureau.sends("2026-03", LONG, (wrong, "甲", "增值税", 1), (TWO, "乙", "增值税", 2))
    assert told.refused == [(2, "纳税人识别号", wrong)]


def test_another_month_than_the_deliverys_is_refused(bureau: Bureau) -> None:
    headers = ("税号", "月份", "税额（元）")
    told = bureau.sends("2026-03", headers, (ONE, "2026年3月", 1), (TWO, "2月", 2))
    assert told.refused == [(3, "月份", "2月")]


def test_cumulative_files_become_months(bureau: Bureau) -> None:
    headers = ("税号", "所属期", "税额（元）")
    bureau.sends("2026-01", headers, (ONE, "1月", 100))
    bureau.sends("2026-02", headers, (ONE, "1-2月", 250), (TWO, "1-2月", 40))
    bureau.sends("2026-03", headers, (ONE, "1-3月", 400), (TWO, "1-3月", 40))
    assert paid() == {
        (ONE, "2026-01"): 100,
        (ONE, "2026-02"): 150,
        (TWO, "2026-02"): 40,
        (ONE, "2026-03"): 150,
        (TWO, "2026-03"): 0,
    }


def test_a_gap_before_a_cumulative_file_says_what_comes_first(bureau: Bureau) -> None:
    headers = ("税号", "税额（元）")
    bureau.sends("2026-01", headers, (ONE, 100))
    said = bureau.refused("2026-04", headers, (ONE, 400), options=("--cumulative",))
    assert "还缺 2026 年 2月、3月 的文件，请先导入 2026-02" in said


def test_a_corrected_month_changes_the_months_that_rest_on_it(bureau: Bureau) -> None:
    headers = ("税号", "税额（元）")
    so_far = ("--cumulative",)
    bureau.sends("2026-01", headers, (ONE, 100), options=so_far)
    bureau.sends("2026-02", headers, (ONE, 250), options=so_far)
    bureau.sends("2026-03", headers, (ONE, 300), options=so_far)
    bureau.sends("2026-02", headers, (ONE, 180), options=so_far)
    assert paid() == {(ONE, "2026-01"): 100, (ONE, "2026-02"): 80, (ONE, "2026-03"): 120}


def test_a_cumulative_file_that_falls_is_taken_as_a_refund_and_told(bureau: Bureau) -> None:
    headers = ("税号", "税额（元）")
    bureau.sends("2026-01", headers, (ONE, 100), (TWO, 5))
    bureau.sends("2026-02", headers, (ONE, 70), options=("--cumulative",))
    assert paid(month="2026-02-01") == {(ONE, "2026-02"): -30}
    notes = str(Import.objects.unscoped("test").first().report["notes"])  # type: ignore[union-attr]
    assert "1 行的累计数比之前各月之和还小" in notes
    assert "1 户上月有税款" in notes


def test_retained_yuan_of_a_cumulative_file_are_unknown_where_an_earlier_month_did_not_tell(
    bureau: Bureau,
) -> None:
    headers = ("税号", "税额（元）", "区级留成（元）")
    so_far = ("--cumulative",)
    bureau.sends("2026-01", headers, (ONE, 100, 40), (TWO, 10, None), options=so_far)
    bureau.sends("2026-02", headers, (ONE, 200, 90), (TWO, 30, 9), options=so_far)
    assert paid(retained_yuan=50) == {(ONE, "2026-02"): 100}
    assert paid(retained_yuan=None, code=TWO, month="2026-02-01") == {(TWO, "2026-02"): 20}


def test_a_record_that_is_not_complete_is_refused_with_all_it_lacks(
    bureau: Bureau, capsys: pytest.CaptureFixture[str]
) -> None:
    from louyu.kernel import commands

    path = bureau.file(LONG, (ONE, "甲", "增值税", 1))
    assert commands.run(["import", "tax", str(path), "--period", "2026-13"]) == 1
    said = capsys.readouterr().err
    for part in ("提供单位", "法律依据", "使用目的", "2026-13"):
        assert part in said
