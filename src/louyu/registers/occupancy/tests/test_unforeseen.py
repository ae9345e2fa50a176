"""没有料到的规则: what only the database can tell refuses its own row and no other."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from demo import factories
from louyu.kernel.intake import Importer, Lines, Plan
from louyu.kernel.intake.settling import settle
from louyu.kernel.merging import LINE, Write, complete, take_ids
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Unit
from louyu.registers.occupancy.imports import RosterImport
from louyu.registers.occupancy.models import Vacancy

pytestmark = pytest.mark.django_db


class Careless(RosterImport):
    """Plans vacancies without a look at the others of the room."""

    def __init__(self, rooms: list[Unit]) -> None:
        self.rooms = rooms

    def plan(self, lines: Lines, actor: Actor) -> Plan:
        ids = take_ids(Vacancy, lines.frame.height)
        units = [self.rooms[line].pk for line in lines.frame[LINE]]
        frame = lines.frame.select(LINE).with_columns(
            id=pl.Series(ids), unit_id=pl.Series(units), start=date(2024, 1, 1)
        )
        rows = frame.with_columns(confirmed_on=date(2024, 1, 1))
        return Plan(writes=[Write(Vacancy, complete(Vacancy, rows))])


def test_a_rule_nobody_foresaw_refuses_its_rows_and_takes_the_others() -> None:
    tower = factories.building(factories.place_tree().street)
    free = [factories.unit(tower, number=str(number)) for number in range(6)]
    rooms = [free[0], free[1], free[0], free[2], free[3], free[1], free[4]]
    importer: Importer = Careless(rooms)
    lines = Lines(pl.DataFrame({LINE: range(len(rooms))}, {LINE: pl.Int64}), date(2024, 1, 1))
    plan = settle(importer, lines, factories.actor(), write=True)
    assert sorted(refusal.line for refusal in plan.refusals) == [2, 5]
    assert all(refusal.reason for refusal in plan.refusals)
    taken: list[Any] = list(Vacancy.objects.unscoped("test").values_list("unit_id", flat=True))
    assert sorted(taken) == sorted(room.pk for room in free[:5])
