"""坐标换算: there and back within a centimetre; the shift is the known one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from louyu.engines.coordinates import System, metres_between, to_cgcs2000
from louyu.engines.coordinates.systems import shifted

IN_CHINA = st.tuples(st.floats(75, 134), st.floats(18, 53))
OFFICE = (121.391382, 37.539297)  # 芝罘区


@given(point=IN_CHINA, system=st.sampled_from(list(System)))
def test_a_point_comes_back_within_a_centimetre(point: tuple[float, float], system: System) -> None:
    assert metres_between(to_cgcs2000(shifted(point, system), system), point) < 0.01


@pytest.mark.parametrize(
    ("system", "least", "most"), [(System.GCJ02, 300, 700), (System.BD09, 600, 1600)]
)
def test_the_shift_is_some_hundred_metres(system: System, least: int, most: int) -> None:
    assert least < metres_between(shifted(OFFICE, system), OFFICE) < most


def test_a_known_pair_of_positions_is_told() -> None:
    """天安门: the pair that map vendors print in their own manuals, to 2 m."""
    wgs84, gcj02 = (116.391349, 39.907375), (116.397592, 39.908777)
    assert metres_between(to_cgcs2000(gcj02, System.GCJ02), wgs84) < 2


def test_outside_china_nothing_is_shifted() -> None:
    assert shifted((2.35, 48.86), System.GCJ02) == (2.35, 48.86)
