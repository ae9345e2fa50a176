"""算例: indicators tried on cases that a civil servant can read and add to."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from demo import factories
from louyu.engines.measures import Measure
from louyu.journey.statistics.indicators import BY_CODE
from louyu.journey.statistics.tests.worlds import build, computed, figures, subject_of

pytestmark = pytest.mark.django_db

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "space.yaml").read_text("utf-8"))


def _as_printed(code: str, told: Any) -> str:
    if isinstance(told, str):
        return told
    places = 0 if BY_CODE[code].measure is Measure.COUNT else 2
    return f"{Decimal(str(told)).quantize(Decimal(1).scaleb(-places)):,}"


@pytest.mark.parametrize("case", CASES, ids=[case["情形"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    build(factories.place_tree(), case["楼宇"])
    computed()
    for name, told in case["结果"].items():
        found = figures(subject_of(name))
        assert {code: found[code] for code in told} == {
            code: _as_printed(code, value) for code, value in told.items()
        }, name
