"""统计命令: the two verbs, their exit status and what they say when asked for the unknown."""

import json

import pytest

from demo import factories
from louyu.journey.statistics.services import freeze
from louyu.journey.statistics.tests.worlds import MONTH, OFFICE, computed, settle
from louyu.kernel.commands import run

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> factories.PlaceTree:
    tree = factories.place_tree()
    house = factories.building(tree.street, name="甲楼", code="A-1", business_area=None)
    settle(factories.unit(house, area=12_345))
    return tree


def test_a_range_is_computed_in_one_call(
    tree: factories.PlaceTree, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["compute", "2026-07..2026-09"]) == 0
    assert capsys.readouterr().out.split() == [
        "2026-07", "已计算", "2026-08", "已计算", "2026-09", "已计算",
    ]  # fmt: skip


def test_json_has_parts_and_whole(
    tree: factories.PlaceTree, capsys: pytest.CaptureFixture[str]
) -> None:
    computed()
    assert run(["figures", "--period", "2026Q3", "--place", "370602", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    figure = told["figures"]["SP07"]
    assert (told["period"], told["status"]) == ("2026-09", "p")
    assert (figure["numerator"], figure["denominator"], figure["value"]) == (
        12345.0,
        12345.0,
        100.0,
    )
    assert (figure["known"], figure["total"], figure["contributors"]) == (1, 1, 1)
    assert told["figures"]["EN01"]["aggregate"] == "distinct"
    assert [part["place"]["code"] for part in told["parts"]] == ["370602001"]


@pytest.mark.parametrize(
    ("period", "place", "sentence"),
    [
        ("2026-09", "999", "没有代码为“999”的区、街道、园区或楼宇"),
        ("2025-09", "370602", "请先运行 ./louyu compute 2025-09"),
        ("2026-9", "370602", "请写作 2026-09"),
    ],
)
def test_the_unknown_is_refused_with_a_sentence(
    tree: factories.PlaceTree,
    capsys: pytest.CaptureFixture[str],
    period: str,
    place: str,
    sentence: str,
) -> None:
    computed()
    assert run(["figures", "--period", period, "--place", place]) == 1
    assert sentence in capsys.readouterr().err


def test_a_frozen_month_in_a_range_is_reported_and_the_others_computed(
    tree: factories.PlaceTree, capsys: pytest.CaptureFixture[str]
) -> None:
    computed()
    freeze(periods=[MONTH], reason="2026年第三季度通报", actor=OFFICE)
    assert run(["compute", "2026-08..2026-09"]) == 1
    said = capsys.readouterr()
    assert "2026-08 已计算" in said.out
    assert "2026年9月的数据已冻结" in said.err
