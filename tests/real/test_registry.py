"""真实登记: every registration of a real register goes in, or is refused with its reason."""

import gzip
import os
from pathlib import Path

import pytest

from louyu.registers.deliveries.tests.workbooks import imported
from louyu.registers.enterprises.models import Enterprise

CHECKOUT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("LOUYU_REAL_DATA") or CHECKOUT.parent / "shared" / "data")
REGISTRY = DATA / "dev" / "registry_buildings_xiamen_chengdu.csv.gz"

pytestmark = [
    pytest.mark.real,
    pytest.mark.django_db,
    pytest.mark.skipif(not REGISTRY.exists(), reason="the real data are not beside the checkout"),
]


def test_every_registration_is_in_or_refused_with_its_reason(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with gzip.open(REGISTRY, "rt", encoding="utf-8-sig") as lines:
        rows = sum(1 for _ in lines) - 1
    first = imported(capsys, "enterprises", REGISTRY)
    created, updated, unchanged, refused, held = first.counts
    assert first.report["rows"] == rows == created + refused
    assert (updated, unchanged, held) == (0, 0, 0)
    assert Enterprise.objects.unscoped("test").count() == created
    assert all(cell["reason"] and cell["column"] for cell in first.report["refused"])
    assert {cell["column"] for cell in first.report["refused"]} == {"uscc", "capital"}
    with capsys.disabled():
        print(f"\nreal registrations: {rows} rows, {created} in, {refused} refused")
    again = imported(capsys, "enterprises", REGISTRY)
    assert again.counts == (0, 0, created, refused, 0)
