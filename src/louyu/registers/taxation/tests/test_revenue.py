"""财政数据: revenue of the district and its shares of taxes, with their sources."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from demo import factories
from louyu.kernel.testing import refused_by
from louyu.registers.deliveries.tests.workbooks import imported, workbook
from louyu.registers.taxation.models import TaxSplit
from louyu.registers.taxation.revenue import revenue
from louyu.registers.taxation.tests.bureau import Bureau

pytestmark = pytest.mark.django_db
JANUARY, DECEMBER = date(2026, 1, 1), date(2026, 12, 1)


@pytest.fixture
def bureau(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Bureau:
    return Bureau(tmp_path, capsys)


def test_a_year_of_revenue_comes_in_one_file_and_is_corrected_by_a_later_one(
    bureau: Bureau,
) -> None:
    tree = factories.place_tree()
    headers = ("月份", "本月数（万元）")
    first = bureau.file(headers, ("1月", 5000), ("2月", 4100))
    bureau.passes_on(first, "2026-02", kind="fiscal-revenue")
    later = bureau.file(headers, ("2月", 4200), ("3月", 6000))
    bureau.passes_on(later, "2026-03", kind="fiscal-revenue")
    assert revenue(tree.district, JANUARY, DECEMBER) == {
        date(2026, 1, 1): 50_000_000,
        date(2026, 2, 1): 42_000_000,
        date(2026, 3, 1): 60_000_000,
    }


def test_revenue_so_far_becomes_months_and_a_gap_is_told(bureau: Bureau) -> None:
    tree = factories.place_tree()
    headers = ("月份", "累计数（元）")
    path = bureau.file(headers, ("1月", 10), ("1-2月", 25), ("1-4月", 70))
    told = bureau.passes_on(path, "2026-04", kind="fiscal-revenue")
    assert revenue(tree.district, JANUARY, DECEMBER) == {
        date(2026, 1, 1): 10,
        date(2026, 2, 1): 15,
    }
    assert "缺少之前月份" in told.reasons


def test_shares_are_dated_and_never_two_at_a_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    headers = ("税种", "区级分成（%）", "开始日期", "结束日期", "来源文件")
    path = workbook(
        tmp_path / "分成.xlsx",
        headers,
        ("增值税", 12.5, "2026-01-01", None, "某财〔2026〕1号"),
        ("增值税", 20, "2026-06-01", None, "某财〔2026〕2号"),
    )
    told = imported(capsys, "tax-splits", path)
    assert told.counts == (1, 0, 0, 1, 0)
    assert "重叠" in told.reasons
    again = workbook(
        tmp_path / "分成2.xlsx",
        headers,
        ("增值税", 12.5, "2026-01-01", "2026-05-31", "某财〔2026〕1号"),
    )
    assert imported(capsys, "tax-splits", again).counts == (0, 1, 0, 0, 0)
    assert TaxSplit.objects.unscoped("test").get().end == date(2026, 5, 31)


def test_the_database_keeps_shares_apart() -> None:
    kept = {"tax_type": "vat", "source": "某文件", "start": JANUARY}
    TaxSplit.objects.create(district_percent=Decimal(10), **kept)
    with refused_by("tax_split_once_at_a_time"):
        TaxSplit.objects.create(district_percent=Decimal(20), **(kept | {"start": DECEMBER}))
    with refused_by("tax_split_is_a_share_with_source"):
        TaxSplit.objects.create(
            district_percent=Decimal(10), tax_type="stamp", source="", start=JANUARY
        )
