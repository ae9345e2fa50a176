"""匹配: codes decide, names and addresses convince, doubts are asked, nothing is paired twice."""

import random

import polars as pl
import pytest

from louyu.engines.linkage import Kind, Options, link
from louyu.engines.linkage.tests.companies import code, register, roster

KINDS = {
    "name": Kind.COMPANY,
    "uscc": Kind.CREDIT_CODE,
    "address": Kind.ADDRESS,
    "phone": Kind.CODE,
}


@pytest.fixture(scope="module")
def registered() -> pl.DataFrame:
    return register(400)


def _linked(left: pl.DataFrame, right: pl.DataFrame) -> dict[int, dict[str, object]]:
    pairs = link(left, right, KINDS).pairs
    return {row["left"]: row for row in pairs.iter_rows(named=True)}


def _with_row(frame: pl.DataFrame, **values: str | None) -> pl.DataFrame:
    return pl.concat([frame, pl.DataFrame([values], schema=frame.schema)])


def test_equal_valid_codes_are_one_body_whatever_the_name(registered: pl.DataFrame) -> None:
    left = roster(
        registered, name=pl.lit("改了名的有限公司"), uscc=pl.col("uscc").str.to_lowercase()
    )
    found = _linked(left, registered)
    assert len(found) == registered.height
    assert all(row["right"] == registered.height - 1 - at for at, row in found.items())
    assert {row["decision"] for row in found.values()} == {"accept"}


def test_without_codes_names_and_addresses_pair_nearly_all(registered: pl.DataFrame) -> None:
    short = pl.col("name").str.replace("烟台市", "").str.replace("有限公司", "有限责任公司")
    left = roster(registered, uscc=pl.lit(None, dtype=pl.String), name=short)
    found = _linked(left, registered)
    right = [at for at, row in found.items() if row["right"] == registered.height - 1 - at]
    assert len(right) == len(found)
    taken = [at for at in right if found[at]["decision"] == "accept"]
    assert len(taken) >= 0.95 * registered.height


def test_different_valid_codes_are_never_paired_by_name(registered: pl.DataFrame) -> None:
    row = registered.row(0, named=True)
    left = _with_row(registered.tail(-1), **(row | {"uscc": code(random.Random(1))}))
    assert left.height - 1 not in _linked(left, registered)


def test_a_branch_is_not_taken_for_its_company(registered: pl.DataFrame) -> None:
    row = registered.row(0, named=True)
    branch = row | {"name": row["name"] + "第一分公司", "uscc": None}
    left = _with_row(registered.tail(-1), **branch)
    assert _linked(left, registered).get(left.height - 1, {}).get("decision") != "accept"


def test_another_firm_in_the_same_room_is_not_taken(registered: pl.DataFrame) -> None:
    row = registered.row(0, named=True)
    other = row | {"name": "烟台市别家广告有限公司", "uscc": None, "phone": None}
    left = _with_row(registered.tail(-1), **other)
    assert _linked(left, registered).get(left.height - 1, {}).get("decision") != "accept"


def test_a_mistyped_code_and_name_still_find_their_company(registered: pl.DataFrame) -> None:
    row = registered.row(0, named=True)
    wrong = ("0" if row["uscc"][10] != "0" else "1").join((row["uscc"][:10], row["uscc"][11:]))
    left = _with_row(
        registered.tail(-1), **(row | {"uscc": wrong, "name": row["name"].replace("市", "是")})
    )
    found = _linked(left, registered)[left.height - 1]
    assert (found["right"], found["decision"]) == (0, "accept")
    assert "信用代码只差一两位" in str(found["evidence"])


def test_two_floors_of_one_tenant_share_its_registration(registered: pl.DataFrame) -> None:
    row = registered.row(0, named=True) | {"uscc": None}
    left = _with_row(_with_row(registered.tail(-1), **row), **row)
    found = _linked(left, registered)
    assert found[left.height - 1]["right"] == found[left.height - 2]["right"] == 0


def test_every_pair_says_what_spoke_for_and_against_it(registered: pl.DataFrame) -> None:
    some = pl.when(pl.int_range(pl.len()) >= 360).then(pl.col("phone").str.reverse())
    nothing = pl.lit(None, dtype=pl.String)
    left = roster(registered, uscc=nothing, phone=some.otherwise("phone"))
    told = str(_linked(left, registered)[0]["evidence"])
    assert told.startswith("支持：全称相同（+")
    assert "；反对：phone不同（-" in told


def test_the_same_files_give_the_same_pairs(registered: pl.DataFrame) -> None:
    left = roster(registered, uscc=pl.lit(None, dtype=pl.String))
    first, second = (link(left, registered, KINDS).pairs for _ in range(2))
    assert first.equals(second)


def test_a_file_is_searched_for_its_own_repetitions() -> None:
    names = register(60).select("name", "phone")
    twice = pl.concat([names, names.head(5).with_columns(pl.col("name") + "x")])
    found = link(twice, twice, options=Options(within=True)).pairs
    taken = found.filter(pl.col("decision") == "accept")
    assert set(taken.select("left", "right").rows()) == {(at, 60 + at) for at in range(5)}


def test_tables_without_a_common_column_have_no_pairs() -> None:
    found = link(pl.DataFrame({"a": ["x"]}), pl.DataFrame({"b": ["x"]}))
    assert found.pairs.is_empty()
