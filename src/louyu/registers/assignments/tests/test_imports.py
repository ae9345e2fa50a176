"""分工导入: building, capacity, person, start, basis; nobody in office is overwritten."""

from datetime import date

import polars as pl
import pytest

from demo import factories
from louyu.engines.tables import ROW, SHEET
from louyu.kernel.intake import Lines, importer
from louyu.kernel.intake.settling import settle
from louyu.kernel.merging import LINE
from louyu.kernel.scope import Actor
from louyu.registers.assignments.models import Assignment
from louyu.registers.organizations.models import Role

pytestmark = pytest.mark.django_db


class Table:
    def __init__(self) -> None:
        self.tree = factories.place_tree()
        self.building = factories.building(self.tree.street, name="甲楼")
        self.other = factories.building(self.tree.other_street, name="乙楼")
        company = factories.organization("property_manager")
        for building in (self.building, self.other):
            factories.party(building, company)
        self.person = factories.user(Role.LIAISON, organization=company, name="张三")
        self.street = factories.actor(Role.STREET, place=self.tree.street)

    def settle(self, *rows: tuple[str, str, str, date], actor: Actor | None = None) -> list[str]:
        """Writes the lines; the reasons of those refused."""
        frame = pl.DataFrame(
            [(n, "分工", n + 2, *row, "试验依据") for n, row in enumerate(rows)],
            schema=[LINE, SHEET, ROW, "building", "capacity", "user", "start", "basis"],
            orient="row",
        )
        lines = Lines(frame, date(2026, 1, 5))
        plan = settle(importer("assignments"), lines, actor or self.street, write=True)
        return [refusal.reason for refusal in plan.refusals]


@pytest.fixture
def table() -> Table:
    return Table()


START = date(2026, 1, 1)


def test_a_line_names_the_liaison_of_a_building_and_the_same_line_again_nobody(
    table: Table,
) -> None:
    line = ("甲楼", "liaison", "张三", START)
    assert table.settle(line) == []
    assert table.settle(line) == []
    row = Assignment.objects.unscoped("test").get()
    assert (row.building, row.user, row.basis) == (table.building, table.person, "试验依据")


def test_who_is_in_office_is_not_overwritten(table: Table) -> None:
    factories.user(Role.LIAISON, organization=factories.organization(), name="李四")
    office = factories.actor(Role.OFFICE)
    line = ("甲楼", "liaison", "张三", START)
    next_one = ("甲楼", "liaison", "李四", date(2026, 6, 1))
    (reason,) = table.settle(line, next_one, actor=office)
    assert "同一份表" in reason
    (reason,) = table.settle(next_one, actor=office)
    assert "张三" in reason
    assert "交接" in reason


def test_a_street_names_nobody_in_another_street_and_no_leader(table: Table) -> None:
    reasons = table.settle(("乙楼", "liaison", "张三", START), ("甲楼", "leader", "张三", START))
    assert len(reasons) == 2
    assert any("区楼宇办安排" in reason for reason in reasons)


def test_a_liaison_without_the_duty_is_refused(table: Table) -> None:
    factories.user(Role.COMMUNITY, place=table.tree.community, name="王五")
    (reason,) = table.settle(("甲楼", "liaison", "王五", START))
    assert "楼宇联络员" in reason
