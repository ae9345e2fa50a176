"""信用代码: check digits as python-stdnum finds them, writing that means the same made alike."""

import random

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from louyu.engines.linkage.credit_codes import measure, valid, written
from louyu.engines.linkage.tests.companies import code


@given(st.randoms(use_true_random=False), st.integers(0, 17), st.sampled_from("0A9HXZ2"))
def test_check_digits_are_as_the_standard_library_finds_them(
    chance: random.Random, at: int, sign: str
) -> None:
    good = code(chance)
    changed = good[:at] + sign + good[at + 1 :]
    codes = [good, changed, good[:-1], "", None]
    expected = [bool(each) and uscc.is_valid(each) for each in codes]
    assert valid(pl.Series(codes)).tolist() == expected


def test_lower_case_spaces_and_letters_that_no_code_holds_are_read() -> None:
    assert written(pl.Series([" 9137 0602ma-o1i", "９１", "", None])).to_list() == [
        "91370602MA011",
        "91",
        None,
        None,
    ]


def test_a_mistyped_code_is_nearer_than_another() -> None:
    first, second = code(random.Random(1)), code(random.Random(2))
    mistyped = first[:9] + ("1" if first[9] != "1" else "2") + first[10:]
    one = pl.Series([first, first])
    near, far = measure(one, pl.Series([mistyped, second]))
    assert near < far
    assert valid(pl.Series([], dtype=pl.String)).dtype == np.bool_
