"""税收指标: who is told what of them, and that they stand for the deliveries in force."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from demo import factories
from louyu.engines.disclosure import HIDDEN, Key
from louyu.engines.measures import Period
from louyu.journey.statistics.computing import compute
from louyu.journey.statistics.models import TaxFigure, TaxMonth
from louyu.journey.statistics.queries import (
    parts_of,
    reading_of,
    readings_of,
    tax_and_buildings,
)
from louyu.journey.statistics.services import freeze
from louyu.journey.statistics.subjects import Subject
from louyu.journey.statistics.taxes.indicators import TAX_BY_CODE
from louyu.journey.statistics.tests.worlds import OFFICE, computed
from louyu.kernel.scope import Actor
from louyu.kernel.testing import refused_by, sql
from louyu.registers.deliveries.models import Delivery
from louyu.registers.organizations.models import Role
from louyu.registers.taxation.lock import opened
from louyu.registers.taxation.models import TaxPayment
from louyu.registers.taxation.tests.worlds import YEAR, TaxWorld
from louyu.registers.taxation.years import building_key, place_key, tax_year

pytestmark = pytest.mark.django_db

JANUARY, FEBRUARY = Period(f"{YEAR}-01"), Period(f"{YEAR}-02")


@pytest.fixture
def world() -> TaxWorld:
    """In the street one building of two payers between two of six; one payer nobody can place."""
    return settled(TaxWorld())


def settled(world: TaxWorld) -> TaxWorld:
    street = world.tree.street
    world.building("双户大厦", street, [110_000, 120_000])
    world.building("六户大厦", street, [100_000] * 6)
    world.building("多户大厦", street, [130_000] * 6)
    world.building("邻街大厦", world.tree.other_street, [140_000] * 6)
    world.firm(None, 150_000)
    for month in (JANUARY, FEBRUARY):
        computed(month)
    return world


def told(actor: Actor, subject: Subject, code: str = "TX01", month: Period = FEBRUARY) -> str:
    return reading_of(actor, subject, month, TAX_BY_CODE[code]).text


def leader() -> Actor:
    return factories.actor(Role.LEADER)


def test_a_leader_is_told_what_the_tax_page_tells_and_nothing_else(world: TaxWorld) -> None:
    street = Subject(world.tree.street)
    found = {part.subject.name: part.readings for part in parts_of(leader(), street, FEBRUARY)}
    for building in ("双户大厦", "六户大厦"):
        assert {found[building][code].text for code in TAX_BY_CODE if code != "TX04"} == {HIDDEN}
    assert found["多户大厦"]["TX01"].text == "156.00"
    assert found["多户大厦"]["TX06"].is_number
    assert told(leader(), street) == "322.00"


def test_what_may_be_told_is_decided_as_on_the_tax_page(world: TaxWorld) -> None:
    protected = tax_year(YEAR).protected
    with opened("read"):
        figures = list(TaxFigure.objects.unscoped("test").filter(indicator="TX01"))
    assert {figure.shown for figure in figures} == {True, False}
    for figure in figures:
        key = building_key(figure.building_id) if figure.building_id else place_key(figure.place_id)
        cell = protected[Key(key, figure.period.month - 1, so_far=True)]
        assert figure.shown == (cell.reason is None), key
        assert not figure.shown or cell.value == figure.numerator


def test_below_the_district_counts_and_parts_are_for_exact_readers(world: TaxWorld) -> None:
    street = Subject(world.tree.street)
    for code in ("TX02", "TX09"):
        assert told(leader(), street, code) == HIDDEN
        assert told(OFFICE, street, code) != HIDDEN
    assert told(leader(), Subject(world.tree.district), "TX09") == "0"


def test_whoever_reads_no_tax_has_no_such_indicator(world: TaxWorld) -> None:
    house = parts_of(OFFICE, Subject(world.tree.street), FEBRUARY)[0].subject
    for actor in (
        factories.actor(Role.DEPARTMENT),
        factories.actor(Role.COMMUNITY, place=world.tree.community),
        factories.actor(Role.STREET, place=world.tree.other_street),
    ):
        for subject in (Subject(world.tree.street), house):
            found = readings_of(actor, subject, FEBRUARY)
            numbers = [one for one in found.values() if one.indicator.code in TAX_BY_CODE]
            assert not any(one.value for one in numbers)
        if not actor.holds(Role.STREET):
            assert not numbers


def test_the_rows_of_a_figure_are_its_buildings_and_add_up(world: TaxWorld) -> None:
    district = Subject(world.tree.district)
    whole, rows = tax_and_buildings(OFFICE, district, FEBRUARY, TAX_BY_CODE["TX01"])
    assert [row.subject.name for row in rows] == ["邻街大厦", "多户大厦", "六户大厦", "双户大厦"]
    assert whole.value
    assert sum(row.value.numerator for row in rows if row.value) == whole.value.numerator


def test_a_correction_changes_the_months_it_is_summed_into(world: TaxWorld) -> None:
    """Whichever month is computed next: the others follow."""
    before = told(OFFICE, Subject(world.tree.district), month=FEBRUARY)
    with opened("write"):
        payment = TaxPayment.objects.unscoped("test").filter(month=JANUARY.first).first()
        assert payment
        TaxPayment.objects.unscoped("test").filter(pk=payment.pk).update(yuan=payment.yuan + 50_000)
    late = timezone.now() + timedelta(seconds=1)
    Delivery.objects.unscoped("test").filter(pk=payment.delivery_id).update(created_at=late)
    computed(FEBRUARY)
    district = Subject(world.tree.district)
    assert Decimal(told(OFFICE, district)) == Decimal(before) + 5
    assert Decimal(told(OFFICE, district, month=JANUARY)) == Decimal(before) / 2 + 5


def test_what_a_record_of_use_withholds_is_in_no_sum() -> None:
    world = settled(TaxWorld(records={1: {"allowed_roles": [Role.LEADER]}}))
    district = Subject(world.tree.district)
    office = factories.actor(Role.OFFICE)
    assert told(office, district) == told(office, district, month=JANUARY) == "未获授权"
    assert told(leader(), district) == "490.00"


def test_a_frozen_month_keeps_its_tax_and_that_of_the_year_before_it(world: TaxWorld) -> None:
    freeze(periods=[FEBRUARY], reason="通报", actor=OFFICE)
    with opened("write"):
        for table in ("taxmonth", "taxfigure"):
            for month in (JANUARY, FEBRUARY):
                with refused_by("frozen"):
                    sql(f"DELETE FROM statistics_{table} WHERE period = %s", [month.first])
    later = FEBRUARY.shifted(1)
    compute(period=later, actor=OFFICE)
    with opened("read"):
        assert TaxMonth.objects.unscoped("test").filter(period=JANUARY.first).exists()


def test_without_the_lock_opened_there_is_nothing(world: TaxWorld) -> None:
    for model in (TaxMonth, TaxFigure):
        assert not model.objects.unscoped("test").exists()
        with opened("read"):
            assert model.objects.unscoped("test").exists()
