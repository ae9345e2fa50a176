"""二分计数的攻击测试: whoever knows every whole and all that is shown can tell no hidden side."""

from collections.abc import Mapping
from random import Random

import numpy as np
import pytest
from scipy.optimize import linprog

from louyu.engines.disclosure import Division, untold

MINIMUM = 3
Parents = dict[str, str | None]
Leaves = dict[str, Division]


def district(seed: int) -> tuple[Parents, Leaves]:
    """A few streets with some buildings each, most of them with few names, as districts are."""
    random = Random(seed)
    parents: Parents = {"district": None}
    leaves: Leaves = {}
    for street in range(random.randint(1, 5)):
        parents[f"street{street}"] = "district"
        inclined = random.choice((0.05, 0.5, 0.8, 0.97))
        for number in range(random.randint(0, 7)):
            row = f"house{street}.{number}"
            parents[row] = f"street{street}"
            whole = random.choice((0, 1, 2, 4, 6, 9, 20, 60))
            leaves[row] = Division(whole, sum(random.random() < inclined for _ in range(whole)))
    return parents, leaves


def sums(parents: Parents, leaves: Leaves) -> dict[str, Division]:
    found = dict.fromkeys(parents, Division(0, 0))
    for leaf, told in leaves.items():
        at: str | None = leaf
        while at is not None:
            found[at] = found[at].plus(told)
            at = parents[at]
    return found


def attack(
    parents: Parents, leaves: Leaves, hidden: frozenset[str]
) -> Mapping[str, tuple[int, int]]:
    """Least and most of every hidden row, by linear programming over all that is shown."""
    names = list(leaves)
    rows = {row: np.array([row in _upwards(parents, leaf) for leaf in names]) for row in parents}
    whole = sums(parents, leaves)
    known = [row for row in parents if row not in hidden]
    given = {
        "A_eq": np.array([rows[row] for row in known], dtype=float) if known else None,
        "b_eq": [whole[row].part for row in known] if known else None,
        "bounds": [(0, leaves[leaf].whole) for leaf in names],
    }
    found = {}
    for row in hidden:
        aim = rows[row].astype(float)
        low, high = linprog(aim, **given), linprog(-aim, **given)
        found[row] = round(low.fun), round(-high.fun)
    return found


def _upwards(parents: Parents, row: str | None) -> list[str]:
    return [] if row is None else [row, *_upwards(parents, parents[row])]


def can_be_told(told: Division, low: int, high: int) -> bool:
    """Which single number it is; or, of a row that is few on one side, that it is few."""
    if low == high:
        return True
    if min(told.part, told.whole - told.part) >= MINIMUM:
        return False
    if told.whole < 2 * MINIMUM:  # of so few names one side is few whatever is true
        return high - low < min(told.whole, MINIMUM)
    return high < MINIMUM or told.whole - low < MINIMUM or high - low < MINIMUM


@pytest.mark.parametrize("start", range(0, 200, 50))
def test_no_hidden_side_can_be_told_in_random_districts(start: int) -> None:
    for seed in range(start, start + 50):
        parents, leaves = district(seed)
        hidden, whole = untold(parents, leaves), sums(parents, leaves)
        for row, (low, high) in attack(parents, leaves, hidden).items():
            assert not can_be_told(whole[row], low, high), (seed, row, whole[row], low, high)


def test_what_is_shown_has_many_on_both_sides() -> None:
    for seed in range(200):
        parents, leaves = district(seed)
        for row, told in sums(parents, leaves).items():
            if row not in untold(parents, leaves) and told.whole:
                assert min(told.part, told.whole - told.part) >= MINIMUM, (seed, row)


def test_large_rows_are_told_where_nothing_small_is_beside_them() -> None:
    parents: Parents = {"street": None} | dict.fromkeys("abc", "street")
    assert not untold(parents, dict.fromkeys("abc", Division(20, 10)))


def test_one_small_row_takes_one_neighbour_along_and_no_more() -> None:
    parents: Parents = {"street": None} | dict.fromkeys("abcd", "street")
    leaves = {
        "a": Division(20, 20),
        "b": Division(40, 20),
        "c": Division(30, 15),
        "d": Division(50, 9),
    }
    assert untold(parents, leaves) == {"a", "c"}


def test_a_street_of_one_small_building_takes_another_street_along() -> None:
    parents: Parents = {"district": None, "one": "district", "two": "district", "three": "district"}
    parents |= {"a": "one", "b": "two", "c": "two", "d": "three", "e": "three"}
    leaves = {"a": Division(4, 4)} | dict.fromkeys("bc", Division(20, 8))
    leaves |= dict.fromkeys("de", Division(30, 12))
    assert untold(parents, leaves) == {"a", "one", "two", "b"}


def test_where_nothing_can_hide_it_nothing_is_told() -> None:
    assert untold({"district": None, "a": "district"}, {"a": Division(5, 5)}) == {"district", "a"}


def test_an_empty_row_is_told() -> None:
    assert not untold({"street": None, "a": "street"}, {"a": Division(0, 0)})
