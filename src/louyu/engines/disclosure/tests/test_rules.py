"""规则: when a total tells too much about one contributor, and how amounts are told in bands."""

from decimal import Decimal

import pytest

from louyu.engines.disclosure import (
    Cell,
    Key,
    Month,
    Reason,
    Rules,
    Shown,
    Table,
    band,
    few,
    protect,
)


def cell(*amounts: int) -> Cell:
    return Cell.of(map(Decimal, amounts))


@pytest.mark.parametrize(
    ("amounts", "sensitive", "why"),
    [
        ((), False, "nobody paid: there is nobody to protect"),
        ((50, 50), True, "two contributors know each other"),
        ((50, 50, 50), False, "three of equal size"),
        ((60, 26, 14), True, "the two greatest have 86 % of it"),
        ((60, 25, 15), False, "the two greatest have just 85 %"),
        ((77, 8, 8, 7), False, "the rest is more than a tenth of the greatest"),
        ((100, -40, -20), True, "refunds hide behind it what one paid"),
    ],
)
def test_a_total_is_sensitive(amounts: tuple[int, ...], sensitive: bool, why: str) -> None:
    assert Rules().sensitive(cell(*amounts)) is sensitive, why


def test_who_knows_its_own_part_must_not_know_the_greatest_within_a_tenth() -> None:
    """p% alone: with a share of 100 % the two greatest may be everything but 9 of 100."""
    lenient = Rules(share=Decimal(1))
    assert lenient.sensitive(cell(100, 50, 9))
    assert not lenient.sensitive(cell(100, 50, 10))


def test_a_total_whose_greatest_contributions_nobody_knows_is_sensitive() -> None:
    assert Rules().sensitive(Cell(Decimal(100), 8))


def test_a_sum_since_january_is_hidden_with_the_month_that_would_give_it() -> None:
    """Too few paid in February only: neither February nor the sum that contains it is shown."""
    fine, small = cell(*[20] * 5), cell(15)
    after = cell(35, 20, 20, 20, 20)
    rows = {"a": fine, "b": fine, "street": cell(*[20] * 10)}
    second = {"a": small, "b": fine, "street": cell(15, *[20] * 5)}
    so_far = {"a": after, "b": cell(*[40] * 5), "street": cell(35, *[20] * 4, *[40] * 5)}
    parents = {"street": None, "a": "street", "b": "street"}
    shown = protect(Table(parents, [Month(rows, rows), Month(second, so_far)]))
    assert shown[Key("a", 0)] == Shown(Decimal(100))
    assert shown[Key("a", 1)] == Shown(None, Reason.PRIMARY)
    for key in (Key("a", 1, True), Key("b", 1), Key("b", 1, True)):
        assert shown[key] == Shown(None, Reason.SECONDARY)
    assert shown[Key("street", 1)] == Shown(Decimal(115))


@pytest.mark.parametrize(
    ("yuan", "name"),
    [
        ("99999.99", "<10万元"),
        ("100000", "10–50万元"),
        ("999999.99", "50–100万元"),
        ("4999999.99", "100–500万元"),
        ("9999999.99", "500–1000万元"),
        ("10000000", "≥1000万元"),
    ],
)
def test_a_limit_belongs_to_the_band_above(yuan: str, name: str) -> None:
    assert band(Decimal(yuan)) == name


def test_one_or_two_are_printed_as_less_than_three() -> None:
    assert [few(count) for count in (0, 1, 2, 3, 1200)] == ["0", "<3", "<3", "3", "1,200"]
