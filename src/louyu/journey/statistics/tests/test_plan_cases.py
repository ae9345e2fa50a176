"""计划算例: forecasts and divisions tried on cases that a civil servant can read and add to."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from demo import factories
from louyu.journey.statistics.dictionary import MeasureUnit
from louyu.journey.statistics.division import division_of
from louyu.journey.statistics.models import (
    HistoricalFigure,
    Plan,
    Target,
    TargetKind,
    TargetPart,
)
from louyu.journey.statistics.progress import progress_of
from louyu.journey.statistics.tests.worlds import OFFICE, word
from louyu.registers.organizations.models import OrganizationKind
from louyu.registers.places.models import Place

pytestmark = pytest.mark.django_db

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "plans.yaml").read_text("utf-8"))


def _named(kind: str) -> Any:
    cases = CASES[kind]
    return pytest.mark.parametrize("case", cases, ids=[case["情形"] for case in cases])


@pytest.fixture
def tree() -> factories.PlaceTree:
    return factories.place_tree()


def _target(tree: factories.PlaceTree, told: dict[str, Any]) -> Target:
    plan = Plan.objects.create(name="三年计划", start=date(2025, 1, 1), end=date(2027, 12, 31))
    stated = {"baseline_year": 2024, "baseline_source": "年报"} if "基期值" in told else {}
    return Target.objects.create(
        plan=plan,
        place=tree.district,
        name="目标",
        kind=word(TargetKind, told["类型"]),
        indicator=told["指标"],
        value=Decimal(str(told["目标值"])),
        unit=word(MeasureUnit, told["单位"]),
        baseline=told.get("基期值"),
        **stated,
    )


@_named("预计")
def test_forecast(tree: factories.PlaceTree, case: dict[str, Any]) -> None:
    target = _target(tree, case["目标"])
    rates = {MeasureUnit.PERCENTAGE_POINT: MeasureUnit.PERCENT}
    for month, value in case["各月"].items():
        year, number = map(int, str(month).split("-"))
        HistoricalFigure.objects.create(
            indicator=target.indicator,
            place=tree.district,
            year=year,
            month=number,
            value=Decimal(str(value)),
            unit=rates.get(MeasureUnit(target.unit), target.unit),
            source="台账",
        )
    (line,) = progress_of(target.plan, OFFICE, case["截至"])
    told = {
        "预计年末": line.expected_text,
        "月数": line.forecast.months if line.forecast else 0,
        "说法": line.verdict,
    }
    assert told == case["结果"]
    assert (f"依据本年 {told['月数']} 个月" in line.method) is bool(line.forecast)


@_named("分解")
def test_division(tree: factories.PlaceTree, case: dict[str, Any]) -> None:
    target = _target(tree, case["目标"])

    def part(value: object, **bearer: object) -> None:
        value = Decimal(str(value))
        TargetPart.objects.create(target=target, plan=target.plan, value=value, **bearer)

    for name, value in case.get("街道", {}).items():
        part(value, street=Place.objects.get(name=name))
    for name, value in case.get("部门", {}).items():
        body = factories.organization(OrganizationKind.DEPARTMENT, name=name)
        part(value, department=body)
    for year, value in case.get("年度", {}).items():
        part(value, year=year)
    found = division_of(target, OFFICE, date(2026, 10, 15))
    told = [["相符" if check.fits else "不符", check.words] for check in found.checks]
    assert told == case["核对"]
