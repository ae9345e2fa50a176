"""登记名单: what of a registry's list is taken, what is refused where, which list is in force."""

import pytest

from demo import codes
from louyu.journey.matching.models import Registration, Sited
from louyu.journey.matching.registrations import in_force, period_in_force
from louyu.journey.matching.tests.conftest import District, line
from louyu.registers.deliveries.models import Import

ONE, TWO = codes.invented(71_001), codes.invented(71_002)


def names() -> list[str]:
    return sorted(in_force(Registration.objects.unscoped("test")).values_list("name", flat=True))


def test_good_lines_are_taken_and_the_others_told_at_their_cells(
    district: District, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = ONE[:-1] + ("A" if ONE[-1] != "A" else "B")
    district.sends(
        "2026-09",
        [
            line(ONE, "霁一有限公司"),
            line(wrong, "错码有限公司"),
            line(ONE, "又一行有限公司"),
            line("123", "短码有限公司"),
            line("370602123456789", "老号有限公司"),
        ],
    )
    assert names() == ["老号有限公司", "霁一有限公司"]
    told = Import.objects.unscoped("test").get().report["refused"]
    assert [(cell["row"], cell["reason"][:4]) for cell in told] == [
        (3, "校验不通"),
        (4, "同一主体"),
        (5, "位数不对"),
    ]


def test_the_same_list_twice_is_one_and_a_corrected_one_takes_its_place(
    district: District,
) -> None:
    lines = [line(ONE, "霁一有限公司"), line(TWO, "霁二有限公司")]
    district.sends("2026-09", lines)
    district.sends("2026-09", lines)
    assert Registration.objects.unscoped("test").count() == 2
    district.sends("2026-09", lines[:1])
    assert names() == ["霁一有限公司"]
    assert Registration.objects.unscoped("test").count() == 3


def test_the_latest_month_is_in_force(district: District) -> None:
    district.sends("2026-09", [line(ONE, "九月有限公司")])
    district.sends("2026-08", [line(ONE, "八月有限公司")])
    assert names() == ["九月有限公司"]
    assert f"{period_in_force():%Y-%m}" == "2026-09"


def test_a_registry_of_the_city_lists_firms_of_other_districts(district: District) -> None:
    district.sends(
        "2026-09",
        [
            line(ONE, "区外有限公司", "烟台市莱山区观海路1号", authority="莱山区市场监督管理局"),
            line(TWO, "区内有限公司", "烟台市芝罘区澄湾路3号"),
        ],
    )
    assert not district.registered("区外有限公司").is_local
    assert district.registered("区内有限公司").is_local


def test_addresses_are_brought_to_their_buildings(district: District) -> None:
    district.sends(
        "2026-09",
        [
            line(codes.invented(72_001), "门牌有限公司", "烟台市芝罘区澄湾路３号1203室"),
            line(codes.invented(72_002), "楼名有限公司", "芝罘区霁川中心八楼"),
            line(codes.invented(72_003), "别处有限公司", "烟台市芝罘区青年路99号"),
            line(codes.invented(72_004), "异名有限公司", "烟台市芝罘区澄湾路3号别样时代5室"),
        ],
    )
    district.compares()
    found = {name: district.registered(name) for name in names()}
    assert found["门牌有限公司"].building == district.one
    assert found["门牌有限公司"].room == "1203"
    assert found["楼名有限公司"].building == district.two
    assert found["楼名有限公司"].room == "8层"
    assert found["别处有限公司"].sited == Sited.NOWHERE
    # Its door is one building's, its name nobody's: it is not guessed.
    assert found["异名有限公司"].sited == Sited.AMBIGUOUS
    assert found["异名有限公司"].building is None
