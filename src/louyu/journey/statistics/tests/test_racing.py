"""并发: two computations of one month, and one beside a freezing, each see a whole month."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from demo import factories
from louyu.journey.statistics.computing import MonthRefused, compute
from louyu.journey.statistics.indicators import INDICATORS
from louyu.journey.statistics.models import Figure
from louyu.journey.statistics.services import freeze
from louyu.journey.statistics.tests.worlds import MONTH, OFFICE, computed, settle

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def elsewhere() -> Any:
    with ThreadPoolExecutor(2) as threads:
        yield threads


@pytest.fixture(autouse=True)
def _district() -> None:
    settle(factories.unit(factories.building(factories.place_tree().street)))


def _compute() -> str:
    try:
        compute(period=MONTH, actor=OFFICE)
    except (MonthRefused, OperationalError) as refusal:
        return type(refusal).__name__
    finally:
        connection.close()
    return "computed"


def test_two_computations_of_one_month_leave_one_set_of_figures(elsewhere: Any) -> None:
    outcomes = [elsewhere.submit(_compute) for _ in range(4)]
    assert [outcome.result() for outcome in outcomes] == ["computed"] * 4
    assert Figure.objects.unscoped("test").count() == 3 * len(INDICATORS)


def test_a_month_being_frozen_is_not_computed_beside_it(elsewhere: Any) -> None:
    computed()
    with transaction.atomic():
        freeze(periods=[MONTH], reason="通报", actor=OFFICE)
        late = elsewhere.submit(_compute)
        before = Figure.objects.unscoped("test").count()
    assert late.result() in {"MonthRefused", "OperationalError"}
    assert Figure.objects.unscoped("test").count() == before
