"""真实匹配: floors of F1 on public record-linkage sets with truth, learnt from the files alone."""

import pytest

from bench import linking, linking_sets

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not linking_sets.FOLDER.exists(), reason="the public sets are not there"),
]


@pytest.mark.parametrize(
    ("name", "floor"),
    [
        ("fake_1000", 0.88),
        ("febrl3", 0.995),
        ("febrl4", 0.998),
        ("abt-buy", 0.74),
        ("dblp-acm", 0.985),
        ("restaurants", 0.84),
        pytest.param("historical_50k", 0.86, marks=pytest.mark.long),
    ],
)
def test_pairs_of_a_public_set_are_found(name: str, floor: float) -> None:
    ours = linking.found(name, "ours")["f1"]
    assert ours >= floor
    if name in linking.WITH_SPLINK:
        assert ours >= linking.found(name, "splink")["f1"]
