"""税收算例: the figures of tax tried on cases that a civil servant can read and add to."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from demo import codes, factories
from louyu.engines.measures import Measure, Period
from louyu.journey.statistics.queries import readings_of
from louyu.journey.statistics.taxes.indicators import TAX_BY_CODE
from louyu.journey.statistics.tests.worlds import OFFICE, computed, subject_of
from louyu.registers.buildings.models import Unit
from louyu.registers.enterprises.models import Enterprise, Industry
from louyu.registers.taxation.kinds import TaxType
from louyu.registers.taxation.lock import opened
from louyu.registers.taxation.models import FiscalRevenue, TaxPayment, TaxSplit
from louyu.registers.taxation.tests.worlds import delivery

pytestmark = pytest.mark.django_db

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "taxes.yaml").read_text("utf-8"))
WAN = Decimal(10_000)
DIGITS = {Measure.MONEY: 2, Measure.RATE: 2, Measure.BUILDINGS: 0, Measure.PER_AREA: 0}


class Ledger:
    """Deliveries of one bureau, by kind and month."""

    def __init__(self) -> None:
        self.bureau = factories.organization("department", name="示范税务局")
        self.known: dict[tuple[str, date], Any] = {}
        self.line = 0

    def of(self, kind: str, month: date) -> dict[str, Any]:
        if (kind, month) not in self.known:
            self.known[kind, month] = delivery(self.bureau, month, kind)
        self.line += 1
        return {"month": month, "delivery": self.known[kind, month], "line": self.line}


def build(case: dict[str, Any]) -> None:
    tree, ledger = factories.place_tree(), Ledger()
    rooms = {one["名称"]: _room(tree, one) for one in case["楼宇"]}
    for number, payer in enumerate(case["纳税人"]):
        firm = _firm(number, payer.get("行业", ""), rooms.get(payer["楼宇"]))
        for month, wan in _months(payer).items():
            kept = payer.get("留成", {}).get(month.month)
            _pay(ledger, firm, month, wan, kept)
    for number, wan in case.get("财政收入", {}).items():
        FiscalRevenue.objects.create(
            place=tree.district,
            yuan=wan * WAN,
            **ledger.of("fiscal-revenue", date(2026, number, 1)),
        )
    if "分成" in case:
        TaxSplit.objects.create(
            tax_type=TaxType.TOTAL,
            district_percent=case["分成"],
            start=date(2020, 1, 1),
            source="虚构文件",
        )


def _room(tree: factories.PlaceTree, told: dict[str, Any]) -> Unit:
    house = factories.building(
        tree.street,
        name=told["名称"],
        code=told["名称"],
        business_area=None,
        stage_since=factories.LONG_AGO,
    )
    return factories.unit(house, number="101", area=told["面积"])


def _firm(number: int, industry: str, room: Unit | None) -> Enterprise:
    if industry:
        Industry.objects.get_or_create(code=industry, name=industry)
    firm = factories.enterprise(uscc=codes.invented(710_000 + number), industry_code=industry)
    if room:
        factories.occupancy(firm, room)
    return firm


def _months(payer: dict[str, Any]) -> dict[date, Any]:
    last_year = payer.get("上年各月")
    before = {date(2025, n, 1): last_year for n in range(1, 13)} if last_year else {}
    return before | {date(2026, n, 1): wan for n, wan in payer["各月"].items()}


def _pay(ledger: Ledger, firm: Enterprise, month: date, wan: Any, kept: Any) -> None:
    with opened("write"):
        TaxPayment.objects.unscoped("test").create(
            code=firm.uscc,
            enterprise=firm,
            tax_type=TaxType.TOTAL,
            yuan=Decimal(str(wan)) * WAN,
            retained_yuan=None if kept is None else kept * WAN,
            **ledger.of("tax", month),
        )


def _as_printed(code: str, told: Any) -> str:
    if isinstance(told, str):
        return told
    digits = DIGITS[TAX_BY_CODE[code].measure]
    return f"{Decimal(str(told)).quantize(Decimal(1).scaleb(-digits)):,}"


@pytest.mark.parametrize("case", CASES, ids=[case["情形"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    build(case)
    period = Period(case["统计期"])
    computed(period)
    for name, told in case["结果"].items():
        found = readings_of(OFFICE, subject_of(name), period)
        assert {code: found[code].text for code in told} == {
            code: _as_printed(code, value) for code, value in told.items()
        }, name
