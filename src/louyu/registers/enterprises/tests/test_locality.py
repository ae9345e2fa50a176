"""属地规则: what is written tells whether a firm is registered here; nothing else does."""

import pytest

from louyu.registers.enterprises.locality import Locality, locality, tax_locality
from louyu.registers.enterprises.models import Enterprise

OWN = ["芝罘区"]
INSIDE, OUTSIDE, UNCLEAR = Locality.INSIDE, Locality.OUTSIDE, Locality.UNCLEAR


def read(authority: str = "", address: str = "", own: list[str] | None = None) -> Locality:
    firm = Enterprise(registration_authority=authority, registered_address=address)
    return locality(firm, OWN if own is None else own)


@pytest.mark.parametrize(
    ("authority", "told"),
    [
        ("芝罘区市场监督管理局", INSIDE),
        ("烟台市芝罘区行政审批服务局", INSIDE),
        ("莱山区市场监督管理局", OUTSIDE),
        ("济南市历下区市场监督管理局", OUTSIDE),
        ("长岛县工商行政管理局", OUTSIDE),
        ("烟台市市场监督管理局", UNCLEAR),
        ("烟台经济技术开发区市场监督管理局", UNCLEAR),
        ("内蒙古自治区市场监督管理局", UNCLEAR),
        ("龙口市市场监督管理局", UNCLEAR),
        ("", UNCLEAR),
    ],
)
def test_an_authority_tells_its_own_district_and_no_more(authority: str, told: Locality) -> None:
    assert read(authority) == told


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("山东省烟台市芝罘区滨海路18号", INSIDE),
        ("芝罘区滨海路18号2602", INSIDE),
        ("山东省烟台市莱山区迎春大街1号", OUTSIDE),
        ("莱山区迎春大街1号", UNCLEAR),
        ("烟台市红旗中路3号", UNCLEAR),
        ("烟台市县后街3号", UNCLEAR),
        ("烟台市幸福小区3号", UNCLEAR),
        ("烟台市高新区科技大道1号", UNCLEAR),
        ("滨海路18号2602", UNCLEAR),
        ("烟台市莱山区与芝罘区交界", UNCLEAR),
    ],
)
def test_an_address_tells_a_district_only_where_it_names_one(address: str, told: Locality) -> None:
    assert read(address=address) == told


def test_an_address_tells_what_an_authority_of_the_city_leaves_open() -> None:
    assert read("烟台市市场监督管理局", "烟台市芝罘区滨海路18号") == INSIDE
    assert read("烟台市市场监督管理局", "烟台市莱山区迎春大街1号") == OUTSIDE


def test_two_texts_that_contradict_each_other_leave_it_open() -> None:
    assert read("芝罘区市场监督管理局", "烟台市莱山区迎春大街1号") == UNCLEAR


def test_a_district_kept_with_its_city_is_the_same_district() -> None:
    assert read("芝罘区市场监督管理局", own=["烟台市芝罘区"]) == INSIDE
    assert read("龙口市市场监督管理局", own=["龙口市"]) == INSIDE


def test_where_no_district_is_set_up_nothing_is_told() -> None:
    assert read("莱山区市场监督管理局", "烟台市莱山区迎春大街1号", own=[]) == UNCLEAR


@pytest.mark.parametrize(
    ("authority", "told"),
    [
        ("国家税务总局烟台市芝罘区税务局", INSIDE),
        ("国家税务总局烟台市芝罘区税务局第二税务所", INSIDE),
        ("芝罘区税务局", INSIDE),
        ("国家税务总局烟台市莱山区税务局", OUTSIDE),
        ("国家税务总局呼和浩特市赛罕区税务局", OUTSIDE),
        ("国家税务总局长岛县税务局", OUTSIDE),
        ("国家税务总局烟台市税务局第一税务分局", UNCLEAR),
        ("国家税务总局烟台经济技术开发区税务局", UNCLEAR),
        ("国家税务总局烟台市莱山区税务局驻芝罘区办事处", UNCLEAR),
        ("", UNCLEAR),
    ],
)
def test_a_tax_authority_tells_its_own_district_and_no_more(authority: str, told: Locality) -> None:
    assert tax_locality(Enterprise(tax_authority=authority), OWN) == told


def test_where_tax_is_filed_and_where_a_firm_is_registered_are_two_questions() -> None:
    firm = Enterprise(
        registration_authority="芝罘区市场监督管理局",
        tax_authority="国家税务总局烟台市莱山区税务局",
    )
    assert (locality(firm, OWN), tax_locality(firm, OWN)) == (INSIDE, OUTSIDE)
    assert tax_locality(firm, []) == UNCLEAR
    firm.tax_authority = ""
    assert tax_locality(firm, OWN) == UNCLEAR
