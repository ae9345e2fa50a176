"""定案: a row has one partner, and the threshold is where expected F1 is highest."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from louyu.engines.linkage.model import Pairs
from louyu.engines.linkage.resolving import accept_above, accept_surely, one_to_one, repeats

BELIEFS = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 5), st.floats(0, 1)),
    max_size=20,
    unique_by=lambda each: each[:2],
)


def _pairs(rows: list[tuple[int, int, float]]) -> tuple[np.ndarray, Pairs]:
    left = np.array([row[0] for row in rows], dtype=np.int64)
    right = np.array([row[1] for row in rows], dtype=np.int64)
    return np.array([row[2] for row in rows], dtype=float), Pairs(left, right, [], [])


@given(BELIEFS)
def test_every_row_has_at_most_one_partner(rows: list[tuple[int, int, float]]) -> None:
    belief, pairs = _pairs(rows)
    kept = one_to_one(belief, pairs, ask=0.1, many=np.arange(6))
    assert len(set(pairs.left[kept])) == len(set(pairs.right[kept])) == kept.sum()
    assert (belief[kept] >= 0.1).all()


def test_the_better_pair_is_kept_and_the_other_row_takes_its_next() -> None:
    belief, pairs = _pairs([(0, 0, 0.9), (1, 0, 0.8), (1, 1, 0.5)])
    assert one_to_one(belief, pairs, ask=0.1, many=np.arange(2)).tolist() == [True, False, True]


def test_equal_left_rows_share_their_partner() -> None:
    belief, pairs = _pairs([(0, 0, 0.9), (1, 0, 0.8)])
    assert one_to_one(belief, pairs, ask=0.1, many=np.array([7, 7])).all()


def test_a_left_file_that_repeats_its_things_is_noticed() -> None:
    belief, pairs = _pairs([(0, 0, 0.95), (1, 0, 0.95), (2, 1, 0.95)])
    assert repeats(belief, pairs)
    assert not repeats(*_pairs([(0, 0, 0.95), (1, 1, 0.95), (2, 1, 0.2)]))


def test_the_threshold_follows_what_is_believed() -> None:
    assert accept_above(np.array([0.99] * 10 + [0.02] * 10)) == 0.35
    assert accept_above(np.array([0.3] * 10 + [0.02] * 10)) == pytest.approx(0.3)


def test_companies_are_taken_only_where_nearly_all_are_right() -> None:
    assert accept_surely(np.array([1.0] * 99 + [0.6])) == pytest.approx(0.6)
    assert accept_surely(np.array([1.0] * 50 + [0.6] * 50)) == pytest.approx(1.0)
