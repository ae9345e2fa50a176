"""着色规则: what the plan's colours say of tenants, to whom, and that they add up."""

import re
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from urllib.parse import parse_qs

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from demo import factories
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.occupancy.cliff import cliff
from louyu.registers.occupancy.colouring import STATE, Viewing, coloured
from louyu.registers.occupancy.colours import LEASE, REGISTRATION
from louyu.registers.occupancy.leases import Expiry, expiry
from louyu.registers.occupancy.models import Occupancy
from louyu.registers.occupancy.tests.conftest import (
    Tower,
    Visit,
    block_classes,
    plan,
    signed_in,
    text_of,
)
from louyu.registers.organizations.models import Role

pytestmark = pytest.mark.django_db
COLOURS = [colour.value for colour in (STATE, REGISTRATION, LEASE)]
HERE, THERE = "芝罘区市场监督管理局", "莱山区市场监督管理局"


@pytest.fixture
def told(tower: Tower) -> Tower:
    """The firm is registered elsewhere, the owner here; of the two in 103 one here, one open."""
    register(tower.firm, THERE)
    register(tower.owner, HERE)
    register(sharers(tower)[0].enterprise, HERE)
    return tower


def register(firm: Enterprise, authority: str) -> None:
    firm.registration_authority = authority
    firm.save()


def sharers(tower: Tower) -> list[Occupancy]:
    stays = Occupancy.objects.unscoped("test").filter(unit_links__unit=tower.rooms["103"])
    return list(stays.order_by("pk"))


def page_of(tower: Tower, query: str = "") -> str:
    return f"/buildings/{tower.building.pk}/{query}"


def legend(text: str) -> dict[str, tuple[int, Decimal]]:
    """Label → what it counts, and ㎡."""
    part = text[text.index('class="plan-legend"') : text.index('id="plan-found"')]
    entry = (
        r'<i class="[^"]+"></i>(\S+?)(?:<small[^>]*>[\d 起]+</small>)? '
        r"<b[^>]*>(\d+)</b>.*?>([\d.,]+)㎡"
    )
    return {
        label: (int(count), Decimal(area.replace(",", "")))
        for label, count, area in re.findall(entry, part)
    }


def lit(text: str) -> set[str]:
    return {room for room, css in block_classes(text).items() if "off" not in css}


def links(text: str, word: str) -> list[dict[str, list[str]]]:
    """Parameters of every link whose text begins so."""
    found = re.findall(rf'<a [^>]*?href="\?([^"]*)"[^>]*>(?:<i[^>]*></i>)?{word}', text)
    return [parse_qs(unescape(query)) for query in found]


def test_by_registration_tenants_have_the_colour_of_where_they_are_registered(
    told: Tower, visit: Visit
) -> None:
    text = text_of(visit(page_of(told, "?colour=registration")))
    classes = block_classes(text)
    assert "c-outside" in classes["201—202"]
    assert "c-inside" in classes["101"]
    assert "c-mixed" in classes["103"]
    assert f"201—202 在租 250㎡ 区外注册 {told.firm.name}" in text
    assert re.search(r">区外 [^<]*试航贸易<", text)
    assert "区内注册 1 家、属地待核 1 家" in text


@pytest.mark.parametrize("colour", ["registration", "lease"])
def test_what_nobody_uses_keeps_its_pattern(told: Tower, visit: Visit, colour: str) -> None:
    before = block_classes(text_of(visit(page_of(told))))
    after = block_classes(text_of(visit(page_of(told, f"?colour={colour}"))))
    for room in ("501", "104", "105", "106", "301"):
        assert before[room] == after[room]
        assert "c-" not in after[room]


@pytest.mark.parametrize("colour", COLOURS)
def test_the_areas_of_a_legend_add_up_to_the_plan(told: Tower, visit: Visit, colour: str) -> None:
    entries = legend(text_of(visit(page_of(told, f"?colour={colour}"))))
    assert sum(area for _, area in entries.values()) == 1420
    assert entries["空置"] == (3, 600)


def test_a_tenant_on_several_floors_counts_once(told: Tower, visit: Visit) -> None:
    factories.occupancy(told.firm, told.rooms["301"], lease_expiry=date(2031, 5, 6))
    for colour, label in (("registration", "区外注册"), ("lease", "更晚")):
        entries = legend(text_of(visit(page_of(told, f"?colour={colour}"))))
        assert entries[label] == (1, 500)


def test_a_legend_entry_shows_its_tenants_alone_and_the_table_adds_up_to_it(
    told: Tower, visit: Visit
) -> None:
    query = "?colour=registration&shade=inside"
    text = text_of(visit(page_of(told, query)))
    assert lit(text) == {"101", "103"}
    assert legend(text)["区内注册"] == (2, 125)
    table = text_of(visit(page_of(told, f"{query}&view=table")))
    assert (
        re.findall(r'data-label="属地"><span class="tag c-inside">([^<]+)<', table)
        == ["区内注册"] * 2
    )
    assert re.search(r"<tfoot>.*?>125</td>", table)


def test_an_unknown_shade_or_colour_shows_everything(told: Tower, visit: Visit) -> None:
    everything = lit(text_of(visit(page_of(told))))
    for query in ("colour=registration&shade=expired", "colour=tax&shade=inside", "shade=inside"):
        assert lit(text_of(visit(page_of(told, f"?{query}")))) == everything


def test_a_lease_has_the_colour_of_the_year_it_runs_out_in() -> None:
    today = date(2026, 11, 28)
    told = {
        date(2026, 11, 27): Expiry.EXPIRED,
        date(2020, 1, 1): Expiry.EXPIRED,
        today: Expiry.THIS_YEAR,
        date(2026, 12, 31): Expiry.THIS_YEAR,
        date(2027, 1, 1): Expiry.NEXT_YEAR,
        date(2028, 12, 31): Expiry.YEAR_AFTER,
        date(2029, 1, 1): Expiry.LATER,
        None: Expiry.UNDATED,
    }
    assert {day: expiry(day, today) for day in told} == told


def test_by_lease_only_what_is_let_is_coloured(told: Tower, visit: Visit) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Occupancy.objects.unscoped("test").filter(pk=told.stay.pk).update(lease_expiry=yesterday)
    text = text_of(visit(page_of(told, "?colour=lease")))
    classes = block_classes(text)
    assert "c-expired" in classes["201—202"]
    assert "s-self_used" in classes["101"]
    assert "c-undated" in classes["103"]
    assert "租约已到期 烟台试航贸易有限公司" in text


@pytest.mark.parametrize("query", ["", "&shade=later", "&view=table", "&view=print"])
def test_who_may_not_read_terms_gets_no_lease_colours(
    told: Tower, visit: Visit, query: str
) -> None:
    def seen(colour: str) -> str:
        return text_of(visit(page_of(told, f"?colour={colour}{query}"), role=Role.DEPARTMENT))

    text = seen("lease")
    assert block_classes(text) == block_classes(seen("state"))
    for word in ("租约", "到期", "2031-", "2031年", "colour=lease", "later", "undated"):
        assert word not in text
    assert "属地注册" in text or "print" in query
    assert "租约到期" in text_of(visit(page_of(told)))


def test_the_other_parameters_survive_a_change_of_colour(told: Tower, visit: Visit) -> None:
    text = text_of(visit(page_of(told, "?q=试航&vacant=20&state=leased&colour=registration")))
    [lease] = links(text, "租约到期<")
    assert lease == {"q": ["试航"], "vacant": ["20"], "state": ["leased"], "colour": ["lease"]}
    [outside] = links(text, "区外注册")
    assert outside["q"] == ["试航"]
    assert outside["colour"] == ["registration"]
    assert outside["shade"] == ["outside"]
    assert "state" not in outside
    form = text[
        text.index('aria-label="本楼查找"') : text.index("</form>", text.index('id="plan-q"'))
    ]
    hidden = re.findall(r'type="hidden" name="(\w+)" value="(\w+)"', form)
    assert hidden == [("state", "leased"), ("colour", "registration")]
    [block, *_] = re.findall(r'href="\?([^"]*unit=\d+)"', text)
    assert "colour=registration" in block


def test_the_sheet_to_print_and_the_table_keep_the_colours(told: Tower, visit: Visit) -> None:
    text = text_of(visit(page_of(told, "?colour=registration")))
    assert 'href="?view=print&amp;colour=registration"' in text
    sheet = text_of(visit(page_of(told, "?view=print&colour=registration")))
    assert "按属地注册着色" in sheet
    assert "c-outside" in block_classes(sheet)["201—202"]
    assert 'data-label="属地"' in sheet


def test_the_card_says_what_the_colour_says(told: Tower, visit: Visit) -> None:
    query = f"?colour=registration&unit={told.rooms['201'].pk}"
    text = text_of(visit(page_of(told, query)))
    assert '<span class="tag c-outside">区外注册</span>' in text[text.index('id="unit-card"') :]


def test_colours_cost_a_query_at_most(told: Tower) -> None:
    office = signed_in(Role.OFFICE)
    office.get(page_of(told))
    counts = {}
    for colour in COLOURS:
        with CaptureQueriesContext(connection) as queries:
            office.get(page_of(told, f"?colour={colour}"))
        counts[colour] = len(queries)
    assert counts["lease"] == counts["state"]
    assert counts["registration"] == counts["state"] + 1


def test_the_cliff_tells_the_areas_of_the_lease_colours_and_leads_to_them(
    told: Tower, visit: Visit
) -> None:
    drawn = cliff(plan(told.building))
    assert drawn is not None
    areas = {bar.share.shade.label: bar.share.area for bar in drawn.bars}
    assert areas == {"已到期": 0, "本年": 0, "明年": 0, "后年": 0, "更晚": 250}
    assert (drawn.undated.area, drawn.total, drawn.tenants) == (115, 365, 4)
    assert max(bar.height for bar in drawn.bars) == drawn.bars[-1].height > 0
    text = text_of(visit(page_of(told, "?q=试航")))
    [later] = links(text, "更晚")
    assert later == {"q": ["试航"], "colour": ["lease"], "shade": ["later"]}
    assert lit(text_of(visit(page_of(told, "?colour=lease&shade=later")))) == {"201—202"}
    assert f"截至 {timezone.localdate():%Y-%m-%d}" in text[text.index('id="expiries"') :]


def test_a_building_where_nothing_is_let_has_no_cliff(told: Tower, visit: Visit) -> None:
    empty = factories.building(told.building.place)
    factories.vacancy(factories.unit(empty, number="1"))
    assert cliff(plan(empty)) is None
    assert "没有在租房源的记录" in text_of(visit(f"/buildings/{empty.pk}/"))


def test_a_colouring_counts_the_same_areas_however_a_room_is_shared(told: Tower) -> None:
    drawn = plan(told.building)
    actor, told.building.shows_terms = factories.actor(Role.OFFICE), True
    for colour in (STATE, REGISTRATION, LEASE):
        by = coloured(colour, Viewing(actor, told.building, drawn.day, drawn.blocks, "html"))
        shares = sum((share.area for share in by.tallies(drawn)), Decimal(0))
        assert shares == drawn.area(*by.states)
