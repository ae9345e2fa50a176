"""台账进库: the five ledgers of the invented district go in, or say row by row why not."""

from pathlib import Path

import pytest

from demo import factories
from louyu.registers.buildings.models import BuildingAlias, DoorNumber
from louyu.registers.deliveries.tests.workbooks import taken
from louyu.registers.occupancy.models import Occupancy
from louyu.registers.places.models import PlaceLevel
from tests.journeys.ledgers import build
from tests.journeys.ledgers.rosters import AREA, STREETS, TOWERS

pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> None:
    root = factories.place(AREA, "桃源湖区", PlaceLevel.DISTRICT)
    streets = [
        factories.place(f"{AREA}{n:03d}", name, PlaceLevel.SUBDISTRICT, root)
        for n, name in enumerate(STREETS, start=1)
    ]
    for code, name, former, street, road, door, storeys in TOWERS:
        tower = factories.building(streets[street], code=code, name=name, floors_above=storeys)
        DoorNumber.objects.create(building=tower, road=road, number=door)
        if former:
            BuildingAlias.objects.create(building=tower, name=former)


@pytest.mark.parametrize(
    ("key", "counts"),
    [
        ("roster-by-building", (6, 0, 0, 2, 0)),  # 空置 without a room, two new rooms with one area
        ("roster-mixed", (3, 0, 0, 1, 0)),  # two firms in one cell
        ("roster-csv", (2, 0, 0, 2, 0)),  # a lost code, a door of two towers
        ("roster-totals", (6, 0, 0, 0, 0)),
    ],
)
def test_every_row_goes_in_or_says_why_not(
    district: None, key: str, counts: tuple[int, ...], tmp_path: Path
) -> None:
    told = taken(factories.actor(), "roster", build(tmp_path)[key])
    assert told.counts == counts, told.report
    assert all(cell["row"] and cell["column"] for cell in told.report["refused"])
    assert Occupancy.objects.unscoped("test").count() == counts[0]
