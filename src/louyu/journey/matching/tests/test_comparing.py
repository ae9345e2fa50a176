"""比对: who is who, what disagrees, what a person said holds, what has changed."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from demo import codes
from louyu.journey.matching import running
from louyu.journey.matching.discrepancies.settling import settle_as_right
from louyu.journey.matching.models import Change, Discrepancy, Pairing, PairingVerdict
from louyu.journey.matching.tests.conftest import District, line
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.matters.models import Matter
from louyu.registers.occupancy.models import Occupancy, OccupancyKind
from louyu.registers.organizations.actors import actor_of
from louyu.registers.organizations.models import User

AT_ONE, AT_TWO = "烟台市芝罘区澄湾路3号望澜大厦101", "烟台市芝罘区云帆街8号霁川中心101"
CODE = {serial: codes.invented(serial) for serial in range(81_000, 81_030)}
TODAY = timezone.localdate()


def test_an_equal_code_is_the_same_firm_whatever_its_name(district: District) -> None:
    firm = district.firm(81_000, "烟台霁川商贸有限公司")
    district.sends("2026-09", [line(CODE[81_000], "烟台望澜科技有限公司", AT_ONE)])
    ran = district.compares()
    pairing = district.pairing(firm)
    assert (ran.taken, ran.asked) == (1, 0)
    assert pairing is not None
    assert pairing.ground == Pairing.Ground.CODE
    assert district.told() == [("mismatch", "烟台霁川商贸有限公司")]


def test_one_name_and_two_codes_is_asked_about(district: District) -> None:
    firm = district.firm(81_000, "烟台霁川商贸有限公司")
    district.sends("2026-09", [line(CODE[81_001], "烟台霁川商贸有限公司", AT_ONE)])
    district.compares()
    pairing = district.pairing(firm)
    assert pairing is not None
    assert pairing.state == Pairing.State.ASKED
    # Until somebody says who it is, it is neither missing nor unregistered.
    assert district.told() == []


def test_a_verdict_outranks_the_machine_and_survives_the_next_list(district: District) -> None:
    firm = district.firm(81_000, "烟台霁川商贸有限公司")
    lines = [line(CODE[81_000], "烟台霁川商贸有限公司", AT_ONE)]
    district.sends("2026-08", lines)
    district.compares()
    said: dict[str, Any] = {
        "enterprise": firm,
        "subject": CODE[81_000],
        "roster_words": "",
        "registry_words": "",
        "score": 1,
        "by_words": "某人",
    }
    apart = PairingVerdict.objects.create(is_same=False, **said)
    district.sends("2026-09", [*lines, line(CODE[81_001], "烟台另一家有限公司", AT_TWO)])
    district.compares()
    assert district.pairing(firm) is None
    PairingVerdict.objects.unscoped("test").filter(pk=apart.pk).update(
        undone_at=timezone.now(), undone_by_words="某人"
    )
    PairingVerdict.objects.create(is_same=True, **(said | {"subject": CODE[81_001]}))
    district.compares()
    pairing = district.pairing(firm)
    assert pairing is not None
    assert pairing.registration.name == "烟台另一家有限公司"
    assert pairing.ground == Pairing.Ground.VERDICT


def at_odds(district: District) -> None:
    """A roster and a list that disagree once in every way; 相符有限公司 in none."""
    district.firm(81_000, "相符有限公司")
    district.firm(81_001, "外地有限公司", registration_authority="莱山区市场监督管理局")
    district.firm(81_002, "无档有限公司")
    district.firm(81_003, "注销有限公司")
    district.firm(81_004, "搬址有限公司")
    district.firm(81_005, "外税有限公司", tax_authority="国家税务总局烟台市莱山区税务局")
    district.firm(81_006, "改名有限公司")
    district.firm(81_007, "虚拟有限公司", kind=OccupancyKind.ADDRESS_ONLY)
    district.firm(81_008, "两笔有限公司")
    second = district.firm(81_009, "两笔有限公司分号", uscc=None)
    words = {"roster_words": "", "registry_words": "", "score": 1, "by_words": "某人"}
    PairingVerdict.objects.create(enterprise=second, subject=CODE[81_008], is_same=True, **words)
    district.sends(
        "2026-09",
        [
            line(CODE[81_000], "相符有限公司", AT_ONE),
            line(CODE[81_003], "注销有限公司", AT_ONE, status="注销"),
            line(CODE[81_004], "搬址有限公司", AT_TWO),
            line(CODE[81_005], "外税有限公司", AT_ONE),
            line(CODE[81_006], "新名有限公司", AT_ONE),
            line(CODE[81_007], "虚拟有限公司", AT_ONE),
            line(CODE[81_008], "两笔有限公司", AT_ONE),
            line(CODE[81_010], "只挂名有限公司", AT_ONE),
            line(CODE[81_011], "别楼有限公司", "烟台市芝罘区青年路1号"),
        ],
    )


def test_every_kind_is_found_and_nothing_else(district: District) -> None:
    at_odds(district)
    district.compares()
    assert district.told() == [
        ("absent", "只挂名有限公司"),
        ("deregistered", "注销有限公司"),
        ("elsewhere", "外地有限公司"),
        ("mismatch", "两笔有限公司分号"),
        ("mismatch", "改名有限公司"),
        ("moved", "搬址有限公司"),
        ("taxed_elsewhere", "外税有限公司"),
        ("twice", "两笔有限公司分号"),
        ("unregistered", "无档有限公司"),
    ]
    streets = Discrepancy.objects.unscoped("test").values_list("matter__place", flat=True)
    assert set(streets) == {district.tree.street.pk}


def test_what_agrees_again_ends_with_its_matter(district: District) -> None:
    district.firm(81_000, "烟台霁川商贸有限公司")
    district.sends("2026-08", [line(CODE[81_001], "烟台别家有限公司", AT_TWO)])
    district.compares()
    assert ("unregistered", "烟台霁川商贸有限公司") in district.told()
    district.sends("2026-09", [line(CODE[81_000], "烟台霁川商贸有限公司", AT_ONE)])
    ran = district.compares()
    assert (district.told(), ran.ended) == ([], 2)
    assert set(Matter.objects.unscoped("test").values_list("state", flat=True)) == {"closed"}


def test_a_settled_one_comes_back_only_when_its_facts_are_others(
    district: District, street: User
) -> None:
    district.firm(81_000, "搬址有限公司")
    district.sends("2026-08", [line(CODE[81_000], "搬址有限公司", AT_TWO)])
    district.compares()
    row = Discrepancy.objects.unscoped("test").get()
    settle_as_right(discrepancies=[row.pk], reason="总部在那边", actor=actor_of(street))
    district.compares()
    district.sends("2026-09", [line(CODE[81_000], "搬址有限公司", AT_TWO)])
    district.compares()
    assert district.told() == []
    moved = "烟台市芝罘区云帆街8号霁川中心2002"
    district.sends("2026-10", [line(CODE[81_000], "搬址有限公司", moved)])
    district.compares()
    assert district.told() == [("moved", "搬址有限公司")]
    assert Discrepancy.objects.unscoped("test").count() == 2


def test_run_again_nothing_is_doubled(district: District) -> None:
    district.firm(81_000, "无档有限公司")
    district.sends("2026-09", [line(CODE[81_001], "只挂名有限公司", AT_ONE)])
    first, again = district.compares(), district.compares()
    assert (first.opened, again.opened, again.standing) == (2, 0, 2)
    assert Matter.objects.unscoped("test").count() == 2


@pytest.mark.parametrize("step", ["site", "pair", "picture", "keep", "tell"])
def test_broken_off_at_any_step_the_next_run_comes_to_the_same(
    district: District, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    district.firm(81_000, "无档有限公司")
    district.firm(81_002, "留下有限公司")
    district.sends("2026-08", [line(CODE[81_002], "留下有限公司", AT_ONE)])
    lines = [
        line(CODE[81_001], "只挂名有限公司", AT_ONE),
        line(CODE[81_002], "留下有限公司", AT_ONE),
    ]
    district.sends("2026-09", lines)
    whole = getattr(running, step)

    def breaks_off(*given: Any, **more: Any) -> Any:
        whole(*given, **more)
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(running, step, breaks_off)
        with pytest.raises(KeyboardInterrupt):
            district.compares()
    district.compares()
    assert district.told() == [("absent", "只挂名有限公司"), ("unregistered", "无档有限公司")]
    assert Matter.objects.unscoped("test").count() == 2
    kinds = list(Change.objects.unscoped("test").values_list("kind", "name"))
    assert kinds == [("moved_in", "只挂名有限公司")]


def test_the_feed_tells_the_six_changes(district: District) -> None:
    waits = district.firm(81_000, "先注册有限公司", start=date(2026, 9, 10))
    district.firm(81_001, "先办公有限公司")
    lines = {
        81_000: line(CODE[81_000], waits.name, AT_ONE),
        81_002: line(CODE[81_002], "走掉有限公司", AT_ONE),
        81_003: line(CODE[81_003], "注销有限公司", AT_ONE),
        81_004: line(CODE[81_004], "不变有限公司", AT_ONE),
    }
    district.sends("2026-08", list(lines.values()))
    del lines[81_002]
    lines[81_001] = line(CODE[81_001], "先办公有限公司", AT_ONE)
    lines[81_003] = line(CODE[81_003], "注销有限公司", AT_ONE, status="注销")
    lines[81_005] = line(CODE[81_005], "新设有限公司", AT_ONE, founded="2026-09-12")
    lines[81_006] = line(CODE[81_006], "迁来有限公司", AT_ONE)
    district.sends("2026-09", list(lines.values()))
    district.compares()
    told = Change.objects.unscoped("test").order_by("kind", "name")
    assert list(told.values_list("kind", "name")) == [
        ("deregistered", "注销有限公司"),
        ("founded", "新设有限公司"),
        ("moved_in", "先办公有限公司"),
        ("moved_in", "迁来有限公司"),
        ("moved_out", "走掉有限公司"),
        ("now_on_site", "先注册有限公司"),
        ("now_registered", "先办公有限公司"),
    ]
    district.compares()
    assert told.count() == 7


def test_without_a_list_only_what_the_roster_itself_says_disagrees(district: District) -> None:
    district.firm(81_000, "无档有限公司")
    district.firm(81_001, "外地有限公司", registration_authority="莱山区市场监督管理局")
    district.compares()
    assert district.told() == [("elsewhere", "外地有限公司")]


def test_who_has_left_is_told_no_more(district: District) -> None:
    firm = district.firm(81_000, "无档有限公司")
    district.sends("2026-09", [line(CODE[81_001], "某家有限公司", "烟台市芝罘区青年路1号")])
    district.compares()
    yesterday = TODAY - timedelta(days=1)
    Occupancy.objects.unscoped("test").filter(enterprise=firm).update(
        end=yesterday, end_reason="other"
    )
    district.compares()
    assert district.told() == []


def test_likeness_takes_a_firm_without_a_code(district: District) -> None:
    """Among many others whose codes teach what the columns are worth."""
    words = "霁澄岚衡榆禾檀嵘舟沐昀栖穗泊珩翎屿砚汐畅"
    lines = []
    for at, word in enumerate(words):
        name = f"烟台{word}{words[-1 - at]}商贸有限公司"
        district.firm(81_100 + at, name)
        room = Occupancy.objects.unscoped("test").get(enterprise__name=name).unit_links.get()
        where = f"{district.one.address}望澜大厦{room.unit.number}"
        lines.append(line(codes.invented(81_100 + at), name, where))
    nameless = Enterprise.objects.unscoped("test").get(
        name=f"烟台{words[3]}{words[-4]}商贸有限公司"
    )
    nameless.uscc = None
    nameless.save()
    district.sends("2026-09", lines)
    district.compares()
    pairing = district.pairing(nameless)
    assert pairing is not None
    assert pairing.state == Pairing.State.TAKEN
    assert pairing.ground == Pairing.Ground.LIKENESS
    assert "支持" in pairing.evidence


def test_a_hundred_firms_take_as_many_statements_as_one(
    district: District, django_assert_max_num_queries: Any
) -> None:
    lines = [line(codes.invented(82_000 + n), f"挂名{n}有限公司", AT_ONE) for n in range(100)]
    district.sends("2026-09", lines)
    for serial in range(100):
        district.firm(82_200 + serial, f"无档{serial}有限公司")
    with django_assert_max_num_queries(90):
        ran = district.compares()
    assert ran.opened == 200
