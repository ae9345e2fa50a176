"""看板: figures of the latest computed month, each with the way to its rows."""

from decimal import Decimal

import pytest
from django.utils import timezone

from demo.factories import PlaceTree, actor, building, place_tree
from louyu.engines.measures import Period
from louyu.journey.statistics.models import Figure, PeriodState
from louyu.portal.board import Board, Cell, Line, board
from louyu.registers.buildings.models import Building
from louyu.registers.organizations.models import Role
from louyu.registers.places.models import Place

pytestmark = pytest.mark.django_db
MONTH = Period("2026-09")


@pytest.fixture
def tree() -> PlaceTree:
    return place_tree()


def computed(month: Period = MONTH) -> None:
    PeriodState.objects.create(period=month.first, computed_at=timezone.now(), computed_by="试验")


def figure(
    code: str,
    place: Place,
    numerator: str,
    denominator: str | None = None,
    *,
    of: Building | None = None,
    month: Period = MONTH,
    known: int = 1,
) -> None:
    Figure.objects.create(
        indicator=code,
        period=month.first,
        place=place,
        building=of,
        numerator=Decimal(numerator),
        denominator=denominator and Decimal(denominator),
        known=known,
        total=1,
        contributors=1,
        basis_version="试验",
    )


def seen_by(role: str, place: Place | None = None) -> Board:
    found = board(actor(role, place=place))
    assert found is not None
    return found


def cell(line: Line, code: str) -> Cell:
    return next(c for c in line.cells if c.reading.indicator.code == code)


def test_there_is_no_board_before_the_first_month_is_computed(tree: PlaceTree) -> None:
    figure("SP07", tree.district, "80", "100")
    assert board(actor(Role.OFFICE)) is None


def test_the_office_sees_the_district_and_its_streets(tree: PlaceTree) -> None:
    computed()
    figure("SP07", tree.district, "80", "100")
    figure("SP07", tree.street, "30", "40")
    figure("SP07", tree.park, "50", "60")
    found = seen_by(Role.OFFICE)
    assert found.total.subject.place == tree.district
    assert [line.subject.name for line in found.parts] == ["向阳街道", "只楚园"]
    assert cell(found.parts[0], "SP07").reading.text == "75.00"


def test_a_street_sees_itself_and_its_buildings_only(tree: PlaceTree) -> None:
    computed()
    own, other = building(tree.street, name="本街大厦"), building(tree.other_street)
    for place, of in ((tree.district, None), (tree.street, None), (tree.street, own)):
        figure("SP06", place, "100", of=of)
    figure("SP06", tree.other_street, "900")
    figure("SP06", tree.other_street, "900", of=other)
    found = seen_by(Role.STREET, tree.street)
    assert found.total.subject.place == tree.street
    assert [line.subject.name for line in found.parts] == ["本街大厦"]


def test_the_latest_computed_month_is_shown_and_compared_with_the_one_before(
    tree: PlaceTree,
) -> None:
    for month in (MONTH.previous, MONTH):
        computed(month)
    figure("EN01", tree.district, "110")
    figure("EN01", tree.district, "100", month=MONTH.previous)
    found = seen_by(Role.LEADER)
    tenants = cell(found.total, "EN01").reading
    assert found.state.month == MONTH
    assert tenants.text == "110"
    assert tenants.on_previous.direction == 1


def test_what_nobody_reported_is_not_a_zero_and_has_no_bar(tree: PlaceTree) -> None:
    computed()
    figure("SP06", tree.district, "0", known=0)
    vacant = cell(seen_by(Role.OFFICE).total, "SP06")
    assert vacant.reading.text == "未采集"
    assert not vacant.reading.is_number
    assert vacant.share == ""


def test_an_area_is_shown_as_a_part_of_the_business_area(tree: PlaceTree) -> None:
    computed()
    figure("SP02", tree.district, "20000")
    figure("SP06", tree.district, "5000")
    assert cell(seen_by(Role.OFFICE).total, "SP06").share == "25.00"


def test_every_figure_leads_to_its_rows(tree: PlaceTree) -> None:
    computed()
    figure("SP06", tree.street, "100")
    tower = building(tree.street)
    figure("SP06", tree.street, "100", of=tower)
    found = seen_by(Role.STREET, tree.street)
    assert cell(found.total, "SP06").url == "/figures/SP06/rows/?period=2026-09&place=370602001"
    assert f"place={tower.code}" in cell(found.parts[0], "SP06").url
