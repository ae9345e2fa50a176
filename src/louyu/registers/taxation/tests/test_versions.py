"""税收表的版本: a kept table costs no second summing, and never outlives what it rests on."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from demo import factories
from louyu.registers.buildings.models import Building
from louyu.registers.occupancy.models import Occupancy
from louyu.registers.taxation import versions
from louyu.registers.taxation.tests.worlds import YEAR, TaxWorld
from louyu.registers.taxation.years import building_key, tax_year

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    versions._kept.clear()
    yield
    versions._kept.clear()


@pytest.fixture
def building() -> Building:
    made = TaxWorld()
    return made.building("六户大厦", made.tree.street, [100_000] * 6)


def told(building: Building) -> Decimal | None:
    january = tax_year(YEAR).table.months[0].amounts
    cell = january.get(building_key(building.pk))
    return cell and cell.value


def test_a_year_is_summed_once_while_nothing_changes(building: Building) -> None:
    assert told(building) == 600_000
    with CaptureQueriesContext(connection) as asked:
        assert told(building) == 600_000
    assert len(asked) == 1
    assert "taxation_" not in asked.captured_queries[0]["sql"]


def test_what_the_table_rests_on_changes_it_at_once(building: Building) -> None:
    assert told(building) == 600_000
    stay = Occupancy.objects.unscoped("test").filter(building=building).first()
    assert stay is not None
    stay.unit_links.all().delete()
    stay.building = factories.building(building.place)
    stay.save()
    assert told(building) == 500_000
    Building.objects.unscoped("test").filter(pk=building.pk).update(name="改名大厦")
    assert tax_year(YEAR).rows[building_key(building.pk)].name == "改名大厦"


def test_what_an_open_transaction_may_overtake_is_not_kept(building: Building) -> None:
    with transaction.atomic():
        Building.objects.unscoped("test").filter(pk=building.pk).update(name="未提交大厦")
        assert tax_year(YEAR).rows[building_key(building.pk)].name == "未提交大厦"
        transaction.set_rollback(True)
    assert not versions._kept
    assert tax_year(YEAR).rows[building_key(building.pk)].name == "六户大厦"
    assert versions._kept
