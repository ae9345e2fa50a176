"""真实行业表: GB/T 4754-2017 goes in whole, and once."""

import os
from collections import Counter
from pathlib import Path

import pytest

from louyu.registers.deliveries.tests.workbooks import imported
from louyu.registers.enterprises.models import Industry, IndustryLevel

CHECKOUT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("LOUYU_REAL_DATA") or CHECKOUT.parent / "shared" / "data")
STANDARD = DATA / "product" / "gbt4754_2017.csv"

pytestmark = [
    pytest.mark.real,
    pytest.mark.django_db,
    pytest.mark.skipif(not STANDARD.exists(), reason="the real data are not beside the checkout"),
]


def test_the_whole_standard_goes_in_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert imported(capsys, "industries", STANDARD).counts == (1_972, 0, 0, 0, 0)
    levels = Counter(
        IndustryLevel(level).label for level in Industry.objects.values_list("level", flat=True)
    )
    assert levels == {"门类": 20, "大类": 97, "中类": 473, "小类": 1_382}
    assert imported(capsys, "industries", STANDARD).counts == (0, 0, 1_972, 0, 0)
