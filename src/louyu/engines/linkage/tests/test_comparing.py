"""比较: distances count characters, steps are symmetric, kinds are read from values."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from louyu.engines.linkage.columns import Kind, kind_of, plain, written_alike
from louyu.engines.linkage.comparing import MISSING, comparison, edits
from louyu.engines.linkage.isotonic import rising

SHORT = st.text(alphabet="烟台合虚构ab1 ", max_size=6)


def test_a_wrong_character_is_one_edit_whatever_its_bytes() -> None:
    assert edits(pl.Series(["烟台"]), pl.Series(["烟合"])).tolist() == [1]


@given(st.lists(SHORT, min_size=1, max_size=5), st.sampled_from([Kind.NAME, Kind.CODE, Kind.TEXT]))
def test_comparing_is_symmetric_and_equal_values_are_the_same(
    values: list[str], kind: Kind
) -> None:
    column = written_alike(plain(pl.Series(values, dtype=pl.String)), kind)
    one, two = np.divmod(np.arange(len(values) ** 2), len(values))
    levels = comparison("列", kind, column, column).levels(one, two).reshape(-1, len(values))
    assert (levels == levels.T).all()
    known = column.is_not_null().to_numpy()
    assert (np.diag(levels)[known] == 0).all()
    assert (np.diag(levels)[~known] == MISSING).all()


def test_rare_words_weigh_more_than_common_ones() -> None:
    column = pl.Series([f"虚构牌 electric oven model X{at}" for at in range(20)] + ["oven X7"])
    alike = written_alike(plain(column), Kind.TEXT)
    levels = comparison("名称", Kind.TEXT, alike, alike)
    right, wrong = levels.levels(np.array([20, 20]), np.array([7, 8]))
    assert right < wrong


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["2026-03-01", "1999/12/31"], Kind.DATE),
        (["19991231", "20260301"], Kind.DATE),
        (["1,299.00", "$45.5"], Kind.NUMBER),
        (["0535-6000001", "(0535) 6000002"], Kind.CODE),
        (["tq13 8df", "ab1 2cd"], Kind.CODE),
        (["anna", "maria luise"], Kind.NAME),
        (["张三", "李四"], Kind.NAME),
        (["a study of invented words in tables", "another long invented title"], Kind.TEXT),
        (["烟台市虚构路一号虚构大厦", "烟台市虚构路二号假设大厦"], Kind.TEXT),
    ],
)
def test_a_column_is_known_by_its_values(values: list[str], kind: Kind) -> None:
    assert kind_of(plain(pl.Series(values))) is kind


def test_words_for_nothing_are_nothing() -> None:
    assert plain(pl.Series(["N/A", " - ", "无", "NaN", "有"])).to_list() == [None] * 4 + ["有"]


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=20))
def test_steadied_values_rise_and_keep_their_mean(values: list[float]) -> None:
    found = rising(np.array(values), np.ones(len(values)))
    assert (np.diff(found) >= -1e-9).all()
    assert found.mean() == pytest.approx(np.mean(values), abs=1e-6)
