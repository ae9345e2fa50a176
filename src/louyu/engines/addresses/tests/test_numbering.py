"""编号: numbers are found wherever they stand, although most signs are passed over."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from louyu.engines.addresses import numbering


# A house is a number before another one, which the strategy cannot invent.
@pytest.mark.parametrize("kind", sorted({*numbering._FORMS} - {"house"}))
@settings(max_examples=40)
@given(data=st.data())
def test_every_form_begins_with_a_sign_that_is_looked_for(kind: str, data: st.DataObject) -> None:
    form = re.compile(numbering._FORMS[kind])
    text = data.draw(st.from_regex(form, fullmatch=True))
    assert numbering._BEGINS.match(text)


def test_pieces_stand_where_the_scanner_first_fits() -> None:
    told = [(one.kind, one.start, one.end) for one in numbering.pieces("东海路甲10号底层A座")]
    assert told == [
        ("name", 0, 3), ("door", 3, 7), ("floor", 7, 9), ("tower", 9, 11),
    ]  # fmt: skip
