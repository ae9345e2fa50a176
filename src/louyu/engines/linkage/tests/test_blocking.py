"""候选: pairs of a rule are counted before they are made, and the common keys are left out."""

import polars as pl

from louyu.engines.linkage.blocking import Rule, candidates
from louyu.engines.linkage.keys import keyed


def _rule(left: list[str | None], right: list[str | None]) -> Rule:
    return Rule("试", keyed(pl.Series(left)), keyed(pl.Series(right)))


def test_a_common_key_is_counted_and_not_made() -> None:
    rule = _rule(["常"] * 100 + ["罕"], ["常"] * 100 + ["罕"])
    pairs, (counted,) = candidates([rule], rows=101, cap=50, best=5, within=False)
    assert (counted.pairs, counted.made, counted.keys_left_out) == (10_001, 1, 1)
    assert pairs.select("l", "r").rows() == [(100, 100)]


def test_a_left_row_keeps_its_best_candidates_only() -> None:
    rare = _rule(["甲"], ["甲", None, None])
    common = _rule(["乙"], ["乙", "乙", "乙"])
    pairs, _ = candidates([rare, common], rows=3, cap=50, best=1, within=False)
    assert pairs.select("l", "r").rows() == [(0, 0)]


def test_within_one_file_each_pair_is_made_once_and_no_row_meets_itself() -> None:
    column = ["同", "同", "同"]
    pairs, _ = candidates([_rule(column, column)], rows=3, cap=50, best=5, within=True)
    assert pairs.select("l", "r").rows() == [(0, 1), (0, 2), (1, 2)]


def test_nothing_in_common_makes_no_pair() -> None:
    pairs, _ = candidates([_rule(["甲"], ["乙"])], rows=1, cap=50, best=5, within=False)
    assert pairs.is_empty()
