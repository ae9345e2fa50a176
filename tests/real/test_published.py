"""公布数据: figures that offices have printed come out of our rules, within what rounding hides.

An office computes from exact ㎡ and yuan and prints rounded ones: a printed number is an interval,
and the figure made of such numbers must meet its own. Where an office cut instead of rounding, the
rule is named.
"""

import csv
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from math import floor
from pathlib import Path

import pytest

from louyu.engines.measures import Measure, Scale, Value, change, text_of
from louyu.engines.measures.printing import half_up
from louyu.runner.folders import CHECKOUT

PUBLISHED = CHECKOUT.parent / "shared" / "design" / "domain" / "published"
pytestmark = pytest.mark.skipif(not PUBLISHED.is_dir(), reason="no published figures here")
Interval = tuple[Fraction, Fraction]
HALF = Fraction(1, 2)


def rows(name: str) -> list[dict[str, str]]:
    with Path(PUBLISHED / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def headline(code: str) -> str:
    return next(row["value"] for row in rows("headlines.csv") if row["id"] == code)


def places_of(text: str) -> int:
    return len(text.partition(".")[2])


def rounded(text: str) -> Interval:
    """What may have been rounded half up to this text."""
    step = Fraction(1, 10 ** places_of(text))
    return Fraction(text) - HALF * step, Fraction(text) + HALF * step


def cut(text: str) -> Interval:
    """What may have been cut off to this text."""
    return Fraction(text), Fraction(text) + Fraction(1, 10 ** places_of(text))


def share(part: Interval, whole: Interval) -> Interval:
    return part[0] / whole[1] * 100, part[1] / whole[0] * 100


def meets(one: Interval, other: Interval) -> bool:
    return one[0] < other[1] and other[0] < one[1]


@pytest.mark.parametrize(
    ("code", "part", "whole"), [("TX3", "TX2", "TX1"), ("TJ7", "TJ6", "TJ4"), ("XZ", "XZ2", "XZ1")]
)
def test_a_share_lies_within_the_rounding_of_its_parts(code: str, part: str, whole: str) -> None:
    said = "49.5" if code == "XZ" else headline(code)
    found = share(rounded(headline(part)), rounded(headline(whole)))
    assert meets(found, rounded(said))


def test_a_share_of_printed_inputs_is_not_yet_the_share_of_the_exact_ones() -> None:
    """桐乡 printed 91.16 %, and 52.74 of 57.85 rounds to 91.17 %: ㎡ are stored exactly."""
    area, whole = Decimal(headline("TX2")), Decimal(headline("TX1"))
    ours = text_of(Value(area, whole, 1, 1, 1), Measure.RATE, Scale.PLACE)
    assert ours == "91.17"
    assert headline("TX3") == "91.16"


def test_a_registration_rate_is_of_a_whole_number_of_firms() -> None:
    firms = int(headline("TX4"))
    fitting = [
        count
        for count in range(firms + 1)
        if text_of(Value(Decimal(count), Decimal(firms), 1, 1, 1), Measure.RATE, Scale.PLACE)
        == headline("TX5")
    ]
    assert fitting == [1331]


@pytest.mark.parametrize(("rule", "said"), [(cut, "291"), (rounded, "292")])
def test_yuan_per_mu_was_cut_and_not_rounded(rule: Callable[[str], Interval], said: str) -> None:
    """河西: 4,373 元/㎡ is 291.5 万元/亩; we would print 292."""
    per_mu = tuple(end * Fraction(2000, 3) / 10_000 for end in rounded(headline("HX2")))
    assert meets((per_mu[0], per_mu[1]), rule(said))
    assert floor(per_mu[0]) == int(headline("HX3"))


@pytest.mark.parametrize("row", rows("shigu_2016_budget.csv") if PUBLISHED.is_dir() else [])
def test_a_table_of_revenue_grows_as_it_is_printed(row: dict[str, str]) -> None:
    now, before = Decimal(row["budget_2016_wan"]), Decimal(row["actual_2015_wan"])
    assert now - before == Decimal(row["diff_wan"])
    grown = change(Value(now, None, 1, 1, 1), Value(before, None, 1, 1, 1), Measure.COUNT)
    assert grown.text == f"{Decimal(row['diff_pct']):+}%"


@pytest.mark.parametrize("year", ["budget_2016_wan", "actual_2015_wan"])
def test_its_parts_add_up(year: str) -> None:
    table = rows("shigu_2016_budget.csv")
    amounts = {row["level"]: int(row[year]) for row in table if row["level"] not in {"A", "B"}}
    for level in ("A", "B"):
        parts = sum(int(row[year]) for row in table if row["level"] == level)
        assert parts == amounts[f"subtotal_{level}"]
    assert amounts["subtotal_A"] + amounts["subtotal_B"] == amounts["total"]


@pytest.mark.parametrize(("period", "twice"), [("2016H1", 681), ("2016Q1", 679)])
def test_parts_that_overlap_add_up_to_more_than_the_whole(period: str, twice: int) -> None:
    told = [row for row in rows("beijing_liugao_2016.csv") if row["period"] == period]
    whole = sum(int(row["units"]) for row in told if row["kind"] == "total_dedup")
    assert sum(int(row["units"]) for row in told if row["kind"] != "total_dedup") - whole == twice


def test_a_rate_changes_by_points_and_an_average_is_of_the_printed_unit() -> None:
    now, before = (Value(Decimal(n), Decimal(100), 1, 1, 1) for n in (83, 78))
    assert change(now, before, Measure.RATE).text == "+5.00 个百分点"
    assert half_up(Fraction(headline("TJ6")) / Fraction(headline("TJ5")), 1) == Decimal("3.4")
