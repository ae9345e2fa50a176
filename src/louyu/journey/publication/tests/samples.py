"""通报测试素材: a snapshot of three places whose figures can be worked out by hand."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from louyu.engines.measures import Value
from louyu.journey.publication.models import Bulletin
from louyu.journey.publication.sections import composed
from louyu.journey.publication.snapshot import Aim, Row, Snapshot, Values, Work, checksum
from louyu.registers.places.models import Place


def values(own: int, let: int, vacant: int, unknown: int, firms: int, buildings: int) -> Values:
    """Areas in ㎡; the rates as the dictionary of indicators defines them."""
    business = own + let + vacant + unknown
    known = buildings if business > unknown else 0

    def value(numerator: int, denominator: int | None = None, known: int = known) -> Value:
        below = None if denominator is None else Decimal(denominator)
        return Value(Decimal(numerator), below, known, buildings, contributors=buildings)

    return {
        "EN01": value(firms),
        "SP02": value(business, known=buildings),
        "SP04": value(own),
        "SP05": value(let),
        "SP06": value(vacant),
        "SP13": value(unknown, known=buildings),
        "SP07": value(own + let, business - unknown),
        "SP08": value(let, business - own),
        "SP09": value(vacant, business - unknown),
    }


def snapshot(**fields: Any) -> Snapshot:
    """The district's occupancy is 80.00 %, it was 75.00 % and, a year ago, 82.50 %."""
    return Snapshot(
        **(
            {
                "period": "2026Q3",
                "place_level": "district",
                "issuer": "某区楼宇办",
                "basis_version": "2026.1",
                "whole": Row(
                    "370602",
                    "芝罘区",
                    now=values(20_000, 60_000, 20_000, 4_000, 1_234, 3),
                    before=values(15_000, 60_000, 25_000, 4_000, 1_200, 3),
                    last_year=values(16_500, 66_000, 17_500, 4_000, 1_240, 3),
                ),
                "parts": (
                    Row(
                        "370602001",
                        "向阳街道",
                        now=values(10_000, 40_000, 10_000, 4_000, 800, 2),
                        before=values(10_000, 40_000, 10_000, 4_000, 800, 2),
                    ),
                    Row("370602002", "东山街道", now=values(10_000, 20_000, 10_000, 0, 450, 1)),
                    Row("370602-P1", "A&B园", now=values(0, 0, 0, 9_000, 0, 1)),
                ),
            }
            | fields
        )
    )


def registered(of: Values, local: int, located: int) -> Values:
    """With the two figures of 属地 added."""
    rate = Value(Decimal(local), Decimal(located), 1, 1, located)
    return of | {"EN02": Value(Decimal(local), None, 1, 1, local), "EN03": rate}


SINCE_JANUARY = {
    code: Value(Decimal(amount), None, 3, 3, 1)
    for code, amount in (("SP10", 48_000), ("SP12", 4), ("SP12B", 1), ("SP12C", 52_010))
}
TOWERS = (
    Row(
        "B1",
        "甲大厦",
        now=values(0, 9_000, 1_000, 0, 12, 1),
        before=values(0, 8_000, 2_000, 0, 10, 1),
        place="向阳街道",
    ),
    Row(
        "B2",
        "乙大厦",
        now=values(0, 5_000, 5_000, 0, 8, 1),
        before=values(0, 7_000, 3_000, 0, 9, 1),
        place="东山街道",
    ),
    Row("B3", "丙大厦", now=values(0, 0, 0, 4_000, 0, 1), place="东山街道"),
)


def whole_template() -> Snapshot:
    """Everything template B can say: targets, buildings, a year of months, leases, matters."""
    of = snapshot()
    parts = [replace(part, now=registered(part.now, 9, 10)) for part in of.parts]
    parts += [replace(of.parts[0], code=f"S{at}", name=f"第{at}街道") for at in range(2)]
    months = [f"2025-{month:02d}" for month in (10, 11, 12)]
    months += [f"2026-{month:02d}" for month in range(1, 10)]
    rates = [None, *(Value(Decimal(7_000 + at), Decimal(10_000), 1, 1, 1) for at in range(11))]
    return replace(
        of,
        whole=replace(of.whole, now=registered(of.whole.now, 930, 1_000) | SINCE_JANUARY),
        parts=tuple(parts),
        buildings=TOWERS,
        plan="三年行动计划",
        aims=(
            Aim(
                "入驻市场主体", "1,400家", "1,234家", "1,000家", "59", "58", "达序时", "某区商务局"
            ),
            Aim("入驻率", "92%", "80.00%", "76.00%", "25", "58", "滞后", "某区住建局"),
            Aim("盘活面积", "10万㎡", "", "0.00万㎡", "", "75", "未采集", ""),
        ),
        trend=tuple(zip(months, rates, strict=True)),
        rests_on=("2025-12",),
        work=Work(5, Decimal("1234.56"), 2, 10, 8, 6, 7, Decimal("2345.6"), 31, 12),
    )


def without_bases(of: Snapshot) -> Snapshot:
    return replace(of, whole=replace(of.whole, before=None, last_year=None))


def bulletin(place: Place, **fields: Any) -> Bulletin:
    """A draft written past the services."""
    data = snapshot().written()
    return Bulletin.objects.create(
        **(
            {
                "kind": "quarterly",
                "period": "2026Q3",
                "place": place,
                "data": data,
                "checksum": checksum(data),
                "text": composed(snapshot()),
            }
            | fields
        )
    )
