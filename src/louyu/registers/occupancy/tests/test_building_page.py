"""楼宇页规则: what a person finds on the page of a building."""

import gzip
import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from demo import factories
from demo.factories import PlaceTree
from louyu.kernel import figures
from louyu.registers.buildings.models import Floor, LifeStage, Unit
from louyu.registers.occupancy.models import Occupancy, OccupancyUnit, Vacancy
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


def page_of(tower: Tower, query: str = "") -> str:
    return f"/buildings/{tower.building.pk}/{query}"


def measures(text: str) -> dict[str, str]:
    told = re.findall(r"<dt>([^<]+)</dt>\s*<dd[^>]*><a[^>]*>([^<]+)</a>", text)
    return dict(told)


def test_the_figures_of_the_head_are_those_of_the_plan(tower: Tower, visit: Visit) -> None:
    told = measures(text_of(visit(page_of(tower))))
    assert told["空置面积"] == "670"
    assert told["入驻率"] == "39.91"  # 445 of 1,115 ㎡ that are known
    assert told["未采集面积"] == "885"  # rooms of 285 ㎡, and 600 ㎡ that have no rooms yet
    assert told["入驻企业"] == "5"


def test_the_head_of_a_building_not_yet_there_counts_no_space(
    tree: PlaceTree, visit: Visit
) -> None:
    planned = factories.building(tree.street, business_area=900, life_stage=LifeStage.PLANNED)
    text = text_of(visit(f"/buildings/{planned.pk}/"))
    told = measures(text)
    names = ("空置面积", "入驻率", "未采集面积", "入驻企业")
    assert [told[name] for name in names] == ["不计"] * 4
    assert "尚未竣工" in text
    assert "全部计入未采集" not in text


def test_a_building_nobody_reported_is_uncollected_not_empty_and_not_full(
    tree: PlaceTree, visit: Visit
) -> None:
    silent = factories.building(tree.street, business_area=900)
    factories.unit(silent, floor=3, number="301", area=900)
    text = text_of(visit(f"/buildings/{silent.pk}/"))
    told = measures(text)
    assert (told["空置面积"], told["入驻率"], told["入驻企业"]) == ("未采集",) * 3
    assert told["未采集面积"] == "900"
    assert "s-uncollected" in block_classes(text)["301"]
    assert '<span class="o num" title="">未采集</span>' in text
    assert "入驻情况尚未采集" in text


def test_a_building_with_totals_only_says_so_instead_of_drawing(
    tree: PlaceTree, visit: Visit
) -> None:
    bare = factories.building(tree.street, business_area=14_600, gross_floor_area=20_000)
    text = text_of(visit(f"/buildings/{bare.pk}/"))
    assert "画不出楼层图" in text
    assert "商务面积 14,600 ㎡，全部计入未采集" in text


def test_a_building_not_in_use_has_no_occupancy_rate(tower: Tower, visit: Visit) -> None:
    tower.building.life_stage = LifeStage.IDLE
    tower.building.save()
    assert measures(text_of(visit(page_of(tower))))["入驻率"] == "不计"


@pytest.mark.parametrize("query", ["试航", "91", "201"])
def test_what_is_looked_for_stays_and_the_rest_is_dimmed(
    tower: Tower, visit: Visit, query: str
) -> None:
    asked = tower.firm.uscc if query == "91" else query
    classes = block_classes(text_of(visit(page_of(tower, f"?q={asked}"))))
    lit = [room for room, css in classes.items() if "dim" not in css]
    assert lit == ["201—202"]


def test_one_state_alone_is_shown_by_its_legend_entry(tower: Tower, visit: Visit) -> None:
    text = text_of(visit(page_of(tower)))
    assert 'href="?state=vacant"' in text
    classes = block_classes(text_of(visit(page_of(tower, "?state=vacant"))))
    assert {room for room, css in classes.items() if "off" not in css} == {"501", "401", "402"}


def test_contiguous_vacancy_is_found_and_named(tower: Tower, visit: Visit) -> None:
    text = text_of(visit(page_of(tower, "?vacant=500")))
    assert "1 处；4F—5F 整层（600 ㎡）" in text
    classes = block_classes(text)
    assert {room for room, css in classes.items() if "off" not in css} == {"501", "401", "402"}


def test_a_chosen_block_opens_its_card_without_script(tower: Tower, visit: Visit) -> None:
    text = text_of(visit(page_of(tower, f"?unit={tower.rooms['202'].pk}")))
    card = text[text.index('id="unit-card"') :]
    assert str(tower.firm.uscc) in card
    assert "201—202 室，250 ㎡" in card
    assert "2031-05-06" in card
    assert "47.25 元/㎡" in card


def test_each_part_of_a_room_opens_its_own_card(tower: Tower, visit: Visit) -> None:
    text = text_of(visit(page_of(tower)))
    rest = re.search(r'href="\?(unit=\d+\.uncollected)"', text)
    assert rest
    card = text_of(visit(page_of(tower, f"?{rest[1]}")))
    assert "102 室，35 ㎡" in card
    assert "没有人报过这处房源" in card


def test_the_table_has_every_room_and_adds_up_to_the_plan(tower: Tower, visit: Visit) -> None:
    text = text_of(visit(page_of(tower, "?view=table")))
    body = text[text.index("<tbody>") : text.index("</tbody>")]
    cells = re.findall(r'class="r num" data-label="面积（㎡）">([\d.,]+)<', body)
    assert sum(Decimal(cell.replace(",", "")) for cell in cells) == sum(
        block.area for block in plan(tower.building).blocks
    )
    rooms = set(re.findall(r'<th scope="row" class="num"><a href="[^"]+">([^<]+)</a>', body))
    assert rooms == set(tower.rooms)


def test_the_table_keeps_what_the_plan_was_asked_for(tower: Tower, visit: Visit) -> None:
    text = text_of(visit(page_of(tower, "?vacant=500")))
    assert 'href="?vacant=500&amp;view=table"' in text
    body = text_of(visit(page_of(tower, "?vacant=500&view=table&sort=-area")))
    rooms = re.findall(r'<th scope="row" class="num"><a href="[^"]+">([^<]+)</a>', body)
    assert rooms == ["501", "401", "402"]


def test_rows_without_a_value_come_last_in_either_direction(tower: Tower, visit: Visit) -> None:
    for sort in ("expiry", "-expiry"):
        text = text_of(visit(page_of(tower, f"?view=table&sort={sort}")))
        dates = re.findall(r'data-label="租约到期">([^<]+)<', text)
        assert dates[:2] == ["2031-05-06"] * 2
        assert set(dates[2:]) == {figures.MISSING}


def test_past_tenants_are_listed_apart_with_why_they_left(tower: Tower, visit: Visit) -> None:
    gone = factories.enterprise(name="烟台已迁商贸有限公司")
    end = timezone.localdate() - timedelta(days=10)
    factories.occupancy(gone, tower.rooms["301"], end=end, end_reason="cost", destination="高新区")
    present, past = (text_of(visit(page_of(tower, f"?view=tenants{q}"))) for q in ("", "&past=1"))
    assert gone.name not in present[present.index("<tbody>") :]
    row = past[past.index("<tbody>") :]
    assert gone.name in row
    assert "成本原因" in row
    assert tower.firm.name not in row


def test_names_doors_and_parties_stand_on_their_own_tab(tower: Tower, visit: Visit) -> None:
    tower.building.aliases.create(name="试验旧名", kind="former")
    tower.building.door_numbers.create(road="试验路", number="18号")
    factories.party(tower.building, factories.organization(name="试验物业"))
    text = text_of(visit(page_of(tower, "?view=names")))
    for told in ("试验旧名", "试验路18号", "试验物业"):
        assert told in text


def test_the_sheet_to_print_holds_plan_table_and_facts(tower: Tower, visit: Visit) -> None:
    text = text_of(visit(page_of(tower, "?view=print")))
    for part in ('id="plan"', "<tbody>", "生命阶段", "打印人"):
        assert part in text


def test_the_roster_holds_the_rooms_of_this_building_alone(
    tower: Tower, tree: PlaceTree, visit: Visit, tmp_path: Path
) -> None:
    factories.occupancy(
        factories.enterprise(name="邻楼企业有限公司"),
        factories.unit(factories.building(tree.street), number="777"),
    )
    book = tmp_path / "roster.xlsx"
    book.write_bytes(b"".join(visit(page_of(tower, "roster.xlsx")).streaming_content))
    told = str(list(load_workbook(book).active.values))
    assert tower.firm.name in told
    assert "202" in told
    assert "邻楼企业有限公司" not in told
    assert "777" not in told


def test_the_page_costs_the_same_queries_for_a_hundred_times_the_rooms(
    tree: PlaceTree,
) -> None:
    clerk = signed_in(Role.STREET, place=tree.street)
    small, large = (factories.building(tree.street) for _ in range(2))
    _fill(small, floors=2, rooms=2)
    _fill(large, floors=26, rooms=60)
    counts, sizes = [], []
    for building in (small, large):
        with CaptureQueriesContext(connection) as queries:
            answer = clerk.get(f"/buildings/{building.pk}/")
        reads = [q for q in queries.captured_queries if q["sql"].startswith("SELECT")]
        counts.append(len(reads))
        sizes.append(len(gzip.compress(answer.content)))
    assert counts[0] == counts[1] <= 18
    assert sizes[1] <= 40 * 1024


def _fill(building: Any, *, floors: int, rooms: int) -> None:
    """Every third room vacant, the others let to somebody of their own."""
    storeys = Floor.objects.bulk_create(
        Floor(building=building, number=number) for number in range(1, floors + 1)
    )
    units = Unit.objects.bulk_create(
        Unit(building=building, floor=floor, number=f"{floor.number}{room:02d}", area=20 + room)
        for floor in storeys
        for room in range(1, rooms + 1)
    )
    today = timezone.localdate()
    Vacancy.objects.bulk_create(
        Vacancy(unit=unit, start=today, confirmed_on=today) for unit in units[::3]
    )
    let = [unit for unit in units if unit not in units[::3]]
    firms = [factories.enterprise() for _ in let]
    stays = Occupancy.objects.bulk_create(
        Occupancy(enterprise=firm, building=building, start=factories.LONG_AGO) for firm in firms
    )
    OccupancyUnit.objects.bulk_create(
        OccupancyUnit(occupancy=stay, unit=unit) for stay, unit in zip(stays, let, strict=True)
    )
