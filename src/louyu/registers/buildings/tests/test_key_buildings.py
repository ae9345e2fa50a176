"""重点楼宇名单: listed with a basis from a day on, never twice at a time."""

from pathlib import Path

import pytest

from demo import factories
from louyu.registers.buildings.models import KeyListing
from louyu.registers.deliveries.tests.workbooks import imported, workbook

pytestmark = pytest.mark.django_db

HEADERS = ("楼宇名称", "认定依据", "开始日期", "结束日期")


def test_a_list_is_taken_once_and_a_second_listing_at_the_time_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    building = factories.building(factories.place_tree().street, name="甲大厦")
    listed = workbook(tmp_path / "a.xlsx", HEADERS, ("甲大厦", "名单一", "2025-01-01", None))
    assert imported(capsys, "key-buildings", listed).counts == (1, 0, 0, 0, 0)
    assert imported(capsys, "key-buildings", listed).counts == (0, 0, 1, 0, 0)
    again = workbook(
        tmp_path / "b.xlsx",
        HEADERS,
        ("甲大厦", "名单二", "2026-01-01", None),
        ("甲大厦", "名单三", "2024-05-01", "2024-01-01"),
        ("不存在的楼", "名单三", "2024-05-01", None),
    )
    told = imported(capsys, "key-buildings", again)
    assert told.counts == (0, 0, 0, 3, 0)
    assert KeyListing.objects.unscoped("test").get().building == building
