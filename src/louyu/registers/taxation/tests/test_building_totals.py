"""楼宇税收合计: what a bureau gives instead of names, and what the sums say of a building."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from demo import factories
from louyu.registers.taxation.tests.bureau import LONG, ONE, TWO, Bureau
from louyu.registers.taxation.totals import TaxCell, building_cells, payer_amounts

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 1)
TOTALS = ("楼宇", "税额（万元）", "纳税户数", "最大一户占比（%）", "最大两户占比（%）")


def cells(first: date, last: date) -> list[TaxCell]:
    return building_cells(payer_amounts(first, last), first, last)


@pytest.fixture
def bureau(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Bureau:
    return Bureau(tmp_path, capsys)


def test_a_total_feeds_a_building_without_named_rows_and_says_so(bureau: Bureau) -> None:
    tower = factories.building(factories.place_tree().street)
    path = bureau.file(TOTALS, (tower.code, 12, 5, 40, 60), ("无此楼", 1, 5, 40, 60))
    told = bureau.passes_on(path, "2026-03", kind="building-tax")
    assert told.refused == [(3, "楼宇", "无此楼")]
    whole, largest, two_largest = Decimal(120_000), Decimal(48_000), Decimal(72_000)
    assert cells(MARCH, MARCH) == [
        TaxCell(tower.pk, MARCH, whole, 5, largest, two_largest, False, undivided=whole)
    ]


def test_a_share_smaller_than_the_average_is_a_mistake(bureau: Bureau) -> None:
    tower = factories.building(factories.place_tree().street)
    path = bureau.file(TOTALS, (tower.code, 12, 5, 0.4, 0.6))
    assert "请填百分数" in bureau.passes_on(path, "2026-03", kind="building-tax").reasons


def test_totals_so_far_are_not_subtracted(bureau: Bureau) -> None:
    tower = factories.building(factories.place_tree().street)
    row = (tower.code, 12, 5, 40, 60)
    said = bureau.refused("2026-03", TOTALS, row, options=("--cumulative",), kind="building-tax")
    assert "请按月报送" in said


def test_named_payments_count_where_the_payer_sat_that_month(bureau: Bureau) -> None:
    tree = factories.place_tree()
    old, new = factories.unit(factories.building(tree.street)), None
    new = factories.unit(factories.building(tree.street))
    mover, settled = factories.enterprise(uscc=ONE), factories.enterprise(uscc=TWO)
    factories.occupancy(mover, old, end=date(2026, 2, 20), end_reason="other")
    factories.occupancy(mover, new, start=date(2026, 2, 21))
    factories.occupancy(settled, new)
    bureau.sends("2026-01", LONG, (ONE, "甲", "增值税", 100), (TWO, "乙", "增值税", 7))
    bureau.sends("2026-03", LONG, (ONE, "甲", "增值税", 100), (TWO, "乙", "增值税", -40))
    january, march = date(2026, 1, 1), MARCH
    found = {(c.building_id, c.month): c for c in cells(january, march)}
    assert found[old.building_id, january].yuan == 100
    assert found[new.building_id, march].yuan == 60
    assert (found[new.building_id, march].payers, found[new.building_id, march].largest) == (2, 100)


def test_an_enterprise_entered_after_its_payments_is_found_by_its_code(bureau: Bureau) -> None:
    bureau.sends("2026-03", LONG, (ONE, "甲", "增值税", 100))
    assert cells(MARCH, MARCH) == []
    room = factories.unit(factories.building(factories.place_tree().street))
    factories.occupancy(factories.enterprise(uscc=ONE), room)
    assert [cell.yuan for cell in cells(MARCH, MARCH)] == [100]
