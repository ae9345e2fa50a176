"""演示税收: invented payments of the demo tenants, and the district's revenue; no real payer.

Amounts are drawn, rounded to whole yuan; the last month arrives as a cumulative file. What the
district keeps is a column of the file, drawn like the rest; shares of the district (TaxSplit) stay
empty: no number may stand in for a document of the finance bureau.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

import polars as pl

from demo.accounts import FINANCE_BUREAU, TAX_BUREAU
from demo.months import Month, history
from louyu.kernel.files.services import store
from louyu.kernel.merging import LINE, Staging, Write, complete, take_ids
from louyu.registers.deliveries.models import DataClass, Delivery
from louyu.registers.deliveries.source import USUAL
from louyu.registers.occupancy.models import Occupancy
from louyu.registers.organizations.models import Organization
from louyu.registers.places.models import Place, PlaceLevel
from louyu.registers.taxation.kinds import TaxType
from louyu.registers.taxation.lock import opened
from louyu.registers.taxation.models import FiscalRevenue, TaxPayment

MOST_PAYERS = 1_200
# What the invented finance bureau says it keeps of a tax, in percent.
KEPT = {
    TaxType.VAT: 24,
    TaxType.CITY_MAINTENANCE: 80,
    TaxType.CORPORATE_INCOME: 16,
    TaxType.LAND_APPRECIATION: 40,
}
# Nobody of these is in the roster; the bureau gave their names without a code.
OUTSIDE = ("演示外地建筑队", "演示路边超市", "演示流动会展公司")
MOVED = 8
BASIS = "演示用数据共享协议（虚构）"


@dataclass(frozen=True)
class Payer:
    """`monthly`: the yuan of a usual month; stays tell in which months it paid here."""

    pk: int | None
    code: str
    name: str
    monthly: int
    start: date
    end: date | None
    real_estate: bool = False

    def paid_in(self, month: Month) -> bool:
        return self.start <= month.last and (self.end is None or self.end >= month.first)

    @property
    def key(self) -> str:
        return self.code or self.name


Paid = tuple[Payer, TaxType, int]


def build_taxes(*, seed: int, base: date, times: int) -> None:
    # Of its own: what else the demo draws stays as it was.
    random = Random(f"{seed}:tax")
    besides = Random(f"{seed}:tax-besides")
    payers = _payers(random, MOST_PAYERS * times)
    so_far: dict[tuple[str, TaxType], int] = {}
    months = history(base)
    with opened("write"):
        for month in months:
            if month.number == 1:
                so_far = {}
            paid = _paid(payers, month, random)
            paid += _once(paid, month, besides) + _in_no_building(payers, month, besides)
            for payer, tax, yuan in paid:
                so_far[payer.key, tax] = so_far.get((payer.key, tax), 0) + yuan
            _store(month, paid, so_far if month == months[-1] else None)
    _store_revenue(months, random, times)


def _payers(random: Random, most: int) -> list[Payer]:
    """Primary stays of enterprises with a code: sizes as uneven as in any district."""
    stays = (
        Occupancy.objects.unscoped("demo data")
        .filter(enterprise__uscc__isnull=False, is_primary=True)
        .order_by("enterprise_id", "start")
        .values_list(
            "enterprise_id",
            "enterprise__uscc",
            "enterprise__name",
            "start",
            "end",
            "enterprise__industry_code",
        )
    )
    first = {row[0]: row for row in stays}
    chosen = random.sample(list(first.values()), min(most, len(first)))
    return [
        Payer(
            pk,
            code,
            name,
            round(random.lognormvariate(9.9, 1.5)) + 50,
            start,
            end,
            industry.startswith("K"),
        )
        for pk, code, name, start, end, industry in sorted(chosen)
    ]


def _paid(payers: list[Payer], month: Month, random: Random) -> list[Paid]:
    """VAT each month, income tax after a quarter; now and then a refund."""
    found: list[Paid] = []
    for payer in payers:
        if not payer.paid_in(month) or random.random() < 0.08:
            continue
        vat = round(payer.monthly * random.uniform(0.7, 1.3))
        found.append((payer, TaxType.VAT, -vat // 3 if random.random() < 0.01 else vat))
        found.append((payer, TaxType.CITY_MAINTENANCE, max(1, round(vat * 0.07))))
        if month.number % 3 == 1:
            income = round(payer.monthly * random.uniform(0.5, 2.0))
            found.append((payer, TaxType.CORPORATE_INCOME, income))
    return found


def _once(paid: list[Paid], month: Month, random: Random) -> list[Paid]:
    """Some of those in real estate settle a project: a tax that comes once."""
    firms = sorted({payer.key: payer for payer, _, _ in paid if payer.real_estate}.items())
    return [
        (payer, TaxType.LAND_APPRECIATION, round(payer.monthly * random.uniform(2, 7)))
        for _, payer in firms
        if month.number % 3 == 0 and random.random() < 0.15
    ]


def _in_no_building(payers: list[Payer], month: Month, random: Random) -> list[Paid]:
    """Payers the roster does not have, and some who moved out and still pay."""
    outside = [Payer(None, "", name, 40_000, month.first, None) for name in OUTSIDE]
    left = [one for one in payers if one.end and one.end < month.first][:MOVED]
    return [
        (payer, TaxType.VAT, round(payer.monthly * random.uniform(0.7, 1.3)))
        for payer in (*outside, *left)
    ]


def _store(month: Month, paid: list[Paid], so_far: dict[tuple[str, TaxType], int] | None) -> None:
    """The file says what the rows say, so that it may be looked at and delivered again."""
    if so_far:
        paid = [row for row in paid if (row[0].key, row[1]) in so_far]
    said = [so_far[p.key, tax] if so_far else yuan for p, tax, yuan in paid]
    lines = ["纳税人识别号,纳税人名称,税种,税额（元）,区级留成（元）"]
    told = zip(paid, said, strict=True)
    lines += [
        f"{payer.code},{payer.name},{tax.label},{yuan},{_kept(tax, yuan)}"
        for (payer, tax, _), yuan in told
    ]
    span = f"1-{month.number}月累计" if so_far else f"{month.number}月"
    delivery = deliver("tax", TAX_BUREAU, month, f"{month.year}年{span}税收（演示）.csv", lines)
    frame = pl.DataFrame(
        {
            LINE: range(len(paid)),
            "id": take_ids(TaxPayment, len(paid)),
            "code": [payer.code for payer, _, _ in paid],
            "name": [payer.name for payer, _, _ in paid],
            "enterprise_id": [payer.pk for payer, _, _ in paid],
            "tax_type": [tax.value for _, tax, _ in paid],
            "yuan": [yuan for _, _, yuan in paid],
            "retained_yuan": [_kept(tax, yuan) for _, tax, yuan in paid],
            "cumulative_yuan": said if so_far else [None] * len(paid),
            "cumulative_retained_yuan": [
                _kept(tax, yuan) if so_far else None
                for (_, tax, _), yuan in zip(paid, said, strict=True)
            ],
        }
    ).with_columns(month=pl.lit(month.first), delivery_id=delivery.pk, line=pl.col(LINE))
    Staging([Write(TaxPayment, complete(TaxPayment, frame))]).merge()


def _kept(tax: TaxType, yuan: int) -> Decimal:
    return Decimal(yuan) * KEPT[tax] / 100


def _store_revenue(months: list[Month], random: Random, times: int) -> None:
    yuan = [round(random.uniform(1.6e8, 2.4e8) * times, -2) for _ in months]
    told = zip(months, yuan, strict=True)
    lines = ["月份,本月数（元）", *(f"{month},{amount:.0f}" for month, amount in told)]
    name = "一般公共预算收入（演示）.csv"
    delivery = deliver("fiscal-revenue", FINANCE_BUREAU, months[-1], name, lines)
    district = Place.objects.get(level=PlaceLevel.DISTRICT)
    FiscalRevenue.objects.bulk_create(
        FiscalRevenue(
            place=district, month=month.first, yuan=Decimal(amount), delivery=delivery, line=line
        )
        for line, (month, amount) in enumerate(zip(months, yuan, strict=True))
    )


def deliver(kind: str, bureau: str, month: Month, name: str, lines: list[str]) -> Delivery:
    """An invented file of an invented bureau, with its data-use record."""
    content = "\n".join([*lines, ""]).encode("utf-8-sig")
    file = store(name=name, chunks=[content], owner_id=None)
    return Delivery.objects.create(
        kind=kind,
        period=month.first,
        provider=Organization.objects.unscoped("demo data").get(name=bureau),
        basis=BASIS,
        purpose="演示楼宇经济统计",
        data_class=DataClass.GUARDED if kind == "tax" else DataClass.INTERNAL,
        allowed_roles=[*USUAL],
        sha256=file.sha256,
        file=file,
        rows=len(lines) - 1,
        taken=len(lines) - 1,
    )
