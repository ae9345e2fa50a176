"""目标分解: parts with their own standing; a street reads its own; an archived plan rests."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from demo import factories
from louyu.journey.statistics.division import division_of, divisions_of
from louyu.journey.statistics.founding import LINES, add_founding_plan
from louyu.journey.statistics.models import HistoricalFigure, Plan, Target, TargetPart
from louyu.journey.statistics.tests.worlds import OFFICE, computed, settle
from louyu.registers.deliveries.tests.workbooks import imported, workbook
from louyu.registers.organizations.models import OrganizationKind, Role

pytestmark = pytest.mark.django_db
Capture = pytest.CaptureFixture[str]
TODAY = date(2026, 10, 15)
HEADERS = ("计划名称", "目标", "街道/园区", "责任单位", "年度", "分解值", "基期值", "基期来源")


@pytest.fixture
def tree() -> factories.PlaceTree:
    return factories.place_tree()


@pytest.fixture
def plan() -> Plan:
    return Plan.objects.create(name="三年计划", start=date(2025, 1, 1), end=date(2027, 12, 31))


def aimed(plan: Plan, tree: factories.PlaceTree, **fields: Any) -> Target:
    told = {"name": "规模", "indicator": "SP01", "value": 30, "unit": "wan_sqm"} | fields
    return Target.objects.create(plan=plan, place=tree.district, **told)


def part(target: Target, value: object, **fields: Any) -> TargetPart:
    return TargetPart.objects.create(target=target, plan=target.plan, value=value, **fields)


def signed_in(role: str, **bounds: Any) -> Client:
    client = Client()
    client.force_login(factories.user(role, **bounds))
    return client


def test_a_part_stands_on_its_own_baseline(tree: factories.PlaceTree, plan: Plan) -> None:
    factories.building(tree.street, gross_floor_area=150_000, business_area=None)
    computed()
    target = aimed(plan, tree)
    owner = factories.organization(OrganizationKind.DEPARTMENT)
    stated = {"baseline": 10, "baseline_source": "年报", "department": owner}
    part(target, 20, street=tree.street, **stated)
    part(target, 10, street=tree.other_street)
    first, second = division_of(target, OFFICE, TODAY).streets
    assert (str(first.percent), first.now_text, first.owner) == ("50", "15.00", str(owner))
    assert (second.missing, second.owner) == ("未采集", str(tree.other_street))


def test_rates_are_weighed_by_what_they_are_of(tree: factories.PlaceTree, plan: Plan) -> None:
    for street, area in ((tree.street, 300), (tree.other_street, 100)):
        house = factories.building(street, business_area=None)
        settle(factories.unit(house, area=area))
    computed()
    target = aimed(plan, tree, indicator="SP07", value=90, unit="percent")
    part(target, 88, street=tree.street)
    part(target, 94, street=tree.other_street)
    (check,) = division_of(target, OFFICE, TODAY).checks
    assert "加权平均 89.50 %，低于全区目标 90.00 %" in check.words
    assert not check.fits


def test_each_year_stands_beside_the_whole(tree: factories.PlaceTree, plan: Plan) -> None:
    for year, area in ((2025, 8), (2026, 4)):
        HistoricalFigure.objects.create(
            indicator="SP10",
            place=tree.district,
            year=year,
            month=6,
            value=area,
            unit="wan_sqm",
            source="年报",
        )
    target = aimed(plan, tree, indicator="SP10", kind="total")
    for year, value in ((2025, 9), (2026, 10), (2027, 11)):
        part(target, value, year=year)
    years = division_of(target, OFFICE, TODAY).years
    assert [(one.year, one.goal, one.done) for one in years] == [
        (2025, "9.00", "8.00"),
        (2026, "10.00", "4.00"),
        (2027, "11.00", ""),
    ]


def test_a_street_reads_its_own_part_and_the_districts_target(
    tree: factories.PlaceTree, plan: Plan
) -> None:
    factories.building(tree.street, gross_floor_area=150_000)
    computed()
    target = aimed(plan, tree)
    part(target, 21.23, street=tree.street)
    part(target, 8.77, street=tree.other_street)
    street = signed_in(Role.STREET, place=tree.street)
    for address in (target.get_absolute_url(), f"/plans/{plan.pk}/", "/target-parts/"):
        told = street.get(address).content.decode()
        assert "8.77" not in told
    told = street.get(target.get_absolute_url()).content.decode()
    assert "21.23" in told
    assert "全区数由区里发布" in told
    assert "合计" not in told
    assert street.get(f"/targets/{target.pk}/divide/").status_code == 404


def test_the_table_page_sets_and_takes_away(tree: factories.PlaceTree, plan: Plan) -> None:
    target = aimed(plan, tree)
    part(target, 5, street=tree.other_street)
    fields = {f"place-{tree.street.pk}": "20", f"place-{tree.other_street.pk}": ""}
    office = signed_in(Role.OFFICE)
    assert office.post(f"/targets/{target.pk}/divide/", fields).status_code == 302
    (kept,) = TargetPart.objects.unscoped("test").filter(target=target)
    assert (kept.street, kept.value) == (tree.street, Decimal(20))


def test_one_table_divides_a_plan_and_says_nothing_new_the_second_time(
    tree: factories.PlaceTree, plan: Plan, tmp_path: Path, capsys: Capture
) -> None:
    aimed(plan, tree)
    body = factories.organization(OrganizationKind.DEPARTMENT, name="区住建局")
    rows = (
        ("三年计划", "规模", "向阳街道", None, None, 20, 18, "年报"),
        ("三年计划", "规模", None, body.name, None, 30, None, None),
        ("三年计划", "规模", None, None, 2026, 28, None, None),
        ("三年计划", "没有的目标", "东山街道", None, None, 10, None, None),
        ("三年计划", "规模", "东山街道", None, 2026, 10, None, None),
    )
    path = workbook(tmp_path / "a.xlsx", HEADERS, *rows)
    told = imported(capsys, "target-parts", path)
    assert told.counts == (3, 0, 0, 2, 0)
    assert "没有这个目标" in told.reasons
    assert "分年度的只填年度" in told.reasons
    assert imported(capsys, "target-parts", path).counts == (0, 0, 3, 2, 0)


def test_only_a_targets_own_plan_and_the_districts_targets_are_divided(
    tree: factories.PlaceTree, plan: Plan
) -> None:
    other = Plan.objects.create(name="别的计划", start=date(2025, 1, 1), end=date(2027, 12, 31))
    target = aimed(plan, tree)
    own = Target.objects.create(
        plan=plan, place=tree.street, name="本街", indicator="SP01", value=1, unit="wan_sqm"
    )
    for wrong in ({"plan": other, "target": target}, {"plan": plan, "target": own}):
        with pytest.raises(IntegrityError), transaction.atomic():
            TargetPart.objects.create(value=1, street=tree.street, **wrong)


def test_the_plan_of_2017_is_whole_and_rests(tree: factories.PlaceTree) -> None:
    shipped = add_founding_plan(tree.district)
    assert shipped is not None
    assert add_founding_plan(tree.district) is None
    found = divisions_of(shipped, OFFICE, TODAY)
    assert len(found) == len(LINES) == 14
    assert all(one.whole.target.wording and one.whole.rate is None for one in found)
    assert not any(one.whole.forecast for one in found)
    targets = Target.objects.unscoped("test").filter(plan=shipped)
    with pytest.raises(IntegrityError), transaction.atomic():
        targets.update(value=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        part(targets[0], 1, street=tree.street)
    told = signed_in(Role.OFFICE).get(f"/plans/{shipped.pk}/").content.decode()
    assert "2020-01-01 归档" in told
    assert "新增目标" not in told


def test_the_export_tells_parts_and_the_check(tree: factories.PlaceTree, plan: Plan) -> None:
    target = aimed(plan, tree)
    part(target, 20, street=tree.street)
    answer = signed_in(Role.OFFICE).get(f"/plans/{plan.pk}/progress.xlsx")
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    cells = [str(cell) for row in book["分解"].iter_rows(values_only=True) for cell in row]
    assert str(tree.street) in cells
    assert any("少 10.00 万㎡" in cell for cell in cells)
