"""计算: distinct at every level, by dates, as a whole, and never again once frozen."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from demo import factories
from louyu.engines.measures import Aggregate, Period
from louyu.journey.statistics.computing import MonthRefused, compute
from louyu.journey.statistics.indicators import BY_CODE, INDICATORS
from louyu.journey.statistics.models import (
    BuildingMonth,
    Figure,
    PeriodState,
    TenantMonth,
    UnitMonth,
)
from louyu.journey.statistics.queries import parts_of, reading_of, readings_of, state_of
from louyu.journey.statistics.rows import rows_of, totals_of
from louyu.journey.statistics.services import FiguresRefused, freeze
from louyu.journey.statistics.subjects import Subject
from louyu.journey.statistics.tests.worlds import (
    MONTH,
    OFFICE,
    computed,
    day,
    figures,
    numerator,
    settle,
    subject_of,
)
from louyu.kernel.testing import refused_by, sql
from louyu.registers.buildings.models import Building, LifeStage
from louyu.registers.occupancy.models import OccupancyKind, OccupancyUnit
from louyu.registers.occupancy.unit_states import spaces

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> factories.PlaceTree:
    return factories.place_tree()


@pytest.fixture
def house(tree: factories.PlaceTree) -> Building:
    return _house(tree.street, "甲楼")


def _house(managed_by: Any, name: str, **fields: Any) -> Building:
    fields = {"business_area": None, "stage_since": factories.LONG_AGO} | fields
    return factories.building(managed_by, name=name, code=name, **fields)


def test_an_enterprise_counts_once_at_every_level(
    tree: factories.PlaceTree, house: Building
) -> None:
    second = _house(tree.street, "乙楼")
    abroad = _house(tree.other_street, "丙楼")
    who = factories.enterprise()
    stay = factories.occupancy(who, *(factories.unit(house, floor=n) for n in (1, 2, 3)))
    factories.occupancy(who, factories.unit(second))
    factories.occupancy(who, factories.unit(abroad))
    factories.occupancy(factories.enterprise(uscc=None), factories.unit(abroad))
    computed()
    assert stay.unit_links.count() == 3
    assert numerator("EN01", subject_of("甲楼")) == 1
    assert numerator("EN01", tree.street) == 1
    assert numerator("EN01", tree.other_street) == 2
    assert numerator("EN01", tree.district) == 2


def test_an_address_alone_is_no_tenant(tree: factories.PlaceTree, house: Building) -> None:
    who = factories.enterprise()
    factories.occupancy(who, building=house, kind=OccupancyKind.ADDRESS_ONLY)
    factories.occupancy(factories.enterprise(), building=house)
    computed()
    assert numerator("EN01", tree.district) == 1


def test_a_month_in_the_past_is_told_by_its_dates(house: Building) -> None:
    room = factories.unit(house, area=100)
    settle(room, start=day("2026-03-10"), end=day("2026-06-30"), end_reason="cost")
    factories.vacancy(room, start=day("2026-07-01"))
    for text in ("2026-02", "2026-03", "2026-06", "2026-07"):
        computed(Period(text))
    states = {
        text: [figures(subject_of("甲楼"), Period(text))[code] for code in ("SP05", "SP06", "SP13")]
        for text in ("2026-02", "2026-03", "2026-06", "2026-07")
    }
    assert states == {
        "2026-02": ["未采集", "未采集", "100.00"],
        "2026-03": ["100.00", "0.00", "0.00"],
        "2026-06": ["100.00", "0.00", "0.00"],
        "2026-07": ["0.00", "100.00", "0.00"],
    }


def test_a_building_counts_by_its_stage_of_that_month(tree: factories.PlaceTree) -> None:
    rising = _house(
        tree.street, "新楼", life_stage=LifeStage.UNDER_CONSTRUCTION, stage_since=day("2026-01-01")
    )
    settle(factories.unit(rising))
    rising.life_stage, rising.stage_since = LifeStage.IN_USE, day("2026-08-15")
    rising.save()
    undated = _house(tree.street, "无日期", stage_since=None)
    finished = _house(tree.street, "已竣工", completed_on=day("2026-05-01"))
    finished.refresh_from_db()
    for text in ("2026-04", "2026-07", "2026-08"):
        computed(Period(text))
    found = {
        text: dict(
            BuildingMonth.objects.unscoped("test")
            .filter(period=Period(text).first)
            .values_list("building__name", "life_stage")
        )
        for text in ("2026-04", "2026-07", "2026-08")
    }
    assert "新楼" not in found["2026-04"]
    assert "新楼" not in found["2026-07"]
    assert found["2026-08"]["新楼"] == LifeStage.IN_USE
    # first reported today without any date: taken to have been so before
    assert found["2026-04"][undated.name] == LifeStage.IN_USE


def test_the_parts_are_the_business_area_and_the_streets_the_district(
    tree: factories.PlaceTree, house: Building
) -> None:
    settle(factories.unit(house, area=70), area=30, kind=OccupancyKind.OWNER_OCCUPIED)
    factories.vacancy(factories.unit(house, area=50))
    _house(tree.park, "园区楼", business_area=400)
    computed()
    for subject in (Subject(tree.district), Subject(tree.street), subject_of("甲楼")):
        area = numerator("SP02", subject)
        assert area == sum(numerator(code, subject) for code in ("SP04", "SP05", "SP06", "SP13"))
    whole = readings_of(OFFICE, Subject(tree.district), MONTH)
    parts = parts_of(OFFICE, Subject(tree.district), MONTH)
    for indicator in INDICATORS:
        if indicator.aggregate is Aggregate.SUM:
            values = [part.readings[indicator.code].value for part in parts]
            total = whole[indicator.code].value
            assert total
            assert sum(v.numerator for v in values if v) == total.numerator
            assert sum(v.known for v in values if v) == total.known


def test_rows_add_up_to_every_figure(tree: factories.PlaceTree, house: Building) -> None:
    settle(factories.unit(house, area=70), area=30)
    factories.vacancy(factories.unit(house, area=50))
    idle = _house(tree.street, "闲楼", business_area=400, life_stage=LifeStage.IDLE)
    settle(factories.unit(idle, area=10), kind=OccupancyKind.OWNER_OCCUPIED)
    computed()
    for figure in Figure.objects.unscoped("test").select_related("place", "building"):
        subject = Subject(figure.place, figure.building)
        indicator = BY_CODE[figure.indicator]
        totals = totals_of(indicator, rows_of(OFFICE, indicator, subject, MONTH))
        assert totals.numerator == figure.numerator, (figure.indicator, subject.name)
        assert totals.denominator == figure.denominator, (figure.indicator, subject.name)


def test_stored_figures_equal_the_live_state_of_buildings(house: Building) -> None:
    room = factories.unit(house, area=99)
    settle(room, area=33)
    month = Period.of(timezone.localdate())
    computed(month)
    live = spaces(OFFICE, month.last)[house.pk]
    subject = subject_of("甲楼")
    stored = [numerator(code, subject, month) for code in ("SP02", "SP05", "SP06", "SP13")]
    assert stored == [live.business, live.leased, live.vacant, live.uncollected]


def test_computing_twice_changes_nothing(house: Building) -> None:
    settle(factories.unit(house))

    def everything() -> list[Any]:
        return [
            sorted(map(str, model.objects.unscoped("test").values_list(*_columns(model))))
            for model in (BuildingMonth, UnitMonth, TenantMonth, Figure)
        ]

    computed()
    before = everything()
    computed()
    assert everything() == before
    assert PeriodState.objects.count() == 1


def _columns(model: Any) -> list[str]:
    return [field.attname for field in model._meta.fields if field.name != "id"]


def test_a_month_is_replaced_as_a_whole(house: Building) -> None:
    room = factories.unit(house, area=100)
    stay = settle(room)
    computed()
    OccupancyUnit.objects.unscoped("test").filter(occupancy=stay).delete()
    stay.delete()
    computed()
    assert figures(subject_of("甲楼"))["SP05"] == "未采集"
    assert not TenantMonth.objects.unscoped("test").exists()


def test_an_old_month_keeps_the_street_that_managed_the_building(
    tree: factories.PlaceTree, house: Building
) -> None:
    settle(factories.unit(house, area=100))
    computed()
    house.place = tree.other_street
    house.save()
    computed(MONTH.shifted(1))
    assert numerator("SP05", tree.street) == 100
    assert numerator("SP05", tree.other_street, MONTH.shifted(1)) == 100
    left = reading_of(OFFICE, Subject(tree.street), MONTH.shifted(1), BY_CODE["SP05"])
    assert left.value is None


def test_a_building_covers_where_tax_is_filed_once_it_is_known_of_one_tenant(
    house: Building, tree: factories.PlaceTree
) -> None:
    known, silent = factories.enterprise(tax_authority="莱山区税务局"), factories.enterprise()
    settle(factories.unit(house), enterprise=known)
    settle(factories.unit(house), enterprise=silent)
    settle(factories.unit(factories.building(tree.street)), enterprise=silent)
    computed()
    en03, en04 = (
        reading_of(OFFICE, Subject(tree.district), MONTH, BY_CODE[code]).value
        for code in ("EN03", "EN04")
    )
    assert en03
    assert en04
    assert (en03.known, en03.total) == (2, 2)
    assert (en04.known, en04.total) == (1, 2)
    assert (en04.numerator, en04.denominator) == (0, 1)


def test_a_frozen_month_refuses_to_be_computed_and_stays_as_it_is(house: Building) -> None:
    settle(factories.unit(house, area=100))
    computed()
    freeze(periods=[MONTH], reason="2026年第三季度通报", actor=OFFICE)
    freeze(periods=[MONTH], reason="再次", actor=OFFICE)
    state = state_of(MONTH)
    assert state is not None
    assert (state.is_frozen, state.reason) == (True, "2026年第三季度通报")
    with pytest.raises(MonthRefused, match="已冻结（2026年第三季度通报）"):
        compute(period=MONTH, actor=OFFICE)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE statistics_figure SET numerator = 1",
        "DELETE FROM statistics_figure",
        "DELETE FROM statistics_unitmonth",
        "UPDATE statistics_tenantmonth SET identified = false",
        "UPDATE statistics_buildingmonth SET in_use = false",
        "INSERT INTO statistics_tenantmonth (period, building_id, place_id, district_id,"
        " enterprise_id, identified, locality_known, registered_here, tax_authority_known,"
        " taxed_here, matched)"
        " SELECT period, building_id, place_id, district_id, enterprise_id + 1, true, false, false,"
        " false, false, false"
        " FROM statistics_tenantmonth",
    ],
)
def test_the_database_keeps_a_frozen_month(house: Building, statement: str) -> None:
    settle(factories.unit(house))
    computed()
    freeze(periods=[MONTH], reason="通报", actor=OFFICE)
    with refused_by("frozen_with_its_month"):
        sql(statement)


def test_nothing_is_moved_into_a_frozen_month(house: Building) -> None:
    computed()
    freeze(periods=[MONTH], reason="通报", actor=OFFICE)
    settle(factories.unit(house))
    computed(MONTH.previous)
    with refused_by("frozen_with_its_month"):
        sql(
            "UPDATE statistics_tenantmonth SET period = %s WHERE period = %s",
            [MONTH.first, MONTH.previous.first],
        )


def test_the_database_never_thaws_a_month(house: Building) -> None:
    computed()
    freeze(periods=[MONTH], reason="通报", actor=OFFICE)
    with refused_by("period_stays_frozen"):
        sql("UPDATE statistics_periodstate SET status = 'computed', frozen_at = NULL")
    with refused_by("period_stays_frozen"):
        sql("DELETE FROM statistics_periodstate")


def test_unit_parts_must_add_up(house: Building) -> None:
    settle(factories.unit(house))
    computed()
    with refused_by("unit_month_parts_add_up"):
        sql("UPDATE statistics_unitmonth SET leased = leased + %s", [Decimal("0.01")])


def test_a_month_that_was_not_computed_cannot_be_frozen(tree: factories.PlaceTree) -> None:
    with pytest.raises(FiguresRefused, match="2026年9月的指标还没有计算"):
        freeze(periods=[MONTH], reason="通报", actor=OFFICE)


def test_a_month_to_come_is_refused(tree: factories.PlaceTree) -> None:
    with pytest.raises(MonthRefused, match="还没有到"):
        compute(period=Period.of(timezone.localdate()).shifted(1), actor=OFFICE)
