"""企业名称: what every part of a Chinese company name is taken for."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from louyu.engines.linkage.names import bare_places, split, written
from louyu.engines.linkage.words import TRADES


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (
            "烟台市芝罘区虚构商贸有限公司第一分公司",
            ("烟台芝罘", "虚构", "商贸", "有限公司", "第一分公司"),
        ),
        ("烟台虚构商贸有限公司", ("烟台", "虚构", "商贸", "有限公司", "")),
        ("山东省烟台市虚构(集团)股份有限公司", ("山东烟台", "虚构", "", "股份有限公司", "")),
        ("虚构科技（烟台）有限责任公司", ("烟台", "虚构", "科技", "有限公司", "")),
        ("烟台虚构投资中心（有限合伙）", ("烟台", "虚构", "投资", "有限合伙", "")),
        ("虚构物流莱山分公司", ("", "虚构", "物流", "", "莱山分公司")),
        ("芝罘区虚构餐饮店", ("芝罘", "虚构", "餐饮", "店", "")),
        ("虚构", ("", "虚构", "", "", "")),
        ("ＡＢＣ科技有限公司", ("", "abc", "科技", "有限公司", "")),
    ],
)
def test_a_name_is_told_by_its_parts(name: str, told: tuple[str, ...]) -> None:
    parts = split(name, places=("芝罘",))
    assert (parts.place, parts.brand, parts.trade, parts.form, parts.branch) == told


def test_a_county_without_its_ending_is_known_from_the_files() -> None:
    addresses = pl.Series([f"烟台市芝罘区虚构路{at}号" for at in range(3)] + ["某某社区2号"])
    places = bare_places(addresses)
    assert places == ("芝罘",)
    assert split("烟台芝罘虚构商贸有限公司", places=places).brand == "虚构"
    assert split("烟台芝罘虚构商贸有限公司").brand == "芝罘虚构"


def test_works_of_a_city_are_no_city() -> None:
    assert split("虚构市政工程有限公司").core == "虚构市政工程"


def test_a_community_is_no_county() -> None:
    assert split("社区便民商店").place == ""


@given(
    brand=st.text(alphabet="虚构假设甲乙丙丁", min_size=2, max_size=4),
    trade=st.sampled_from([trade for trade in TRADES if trade != "市政"]),
    place=st.sampled_from(["", "烟台", "烟台市", "山东省烟台市"]),
    form=st.sampled_from(["有限公司", "有限责任公司", "股份有限公司"]),
)
def test_place_and_form_change_neither_brand_nor_trade(
    brand: str, trade: str, place: str, form: str
) -> None:
    parts = split(place + brand + trade + form)
    assert parts.brand + parts.trade == brand + trade
    assert parts.brand.startswith(brand)


@given(st.text(max_size=12))
def test_writing_alike_twice_changes_nothing(text: str) -> None:
    once = written(pl.Series([text]))
    assert written(once).to_list() == once.to_list()
