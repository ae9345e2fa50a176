"""区级收入的依据: readers of the figure are told which months were told and which worked out."""

from collections.abc import Mapping
from datetime import date

import pytest
from django.conf import settings
from django.test import Client

from demo import factories
from louyu.engines.measures import Period
from louyu.journey.statistics.taxes.retained import retained_basis
from louyu.journey.statistics.tests.worlds import computed
from louyu.registers.organizations.models import Role, User
from louyu.registers.taxation.kinds import TaxType
from louyu.registers.taxation.lock import opened
from louyu.registers.taxation.models import TaxPayment, TaxSplit
from louyu.registers.taxation.tests.worlds import YEAR, TaxWorld

pytestmark = pytest.mark.django_db
JANUARY, FEBRUARY = Period(f"{YEAR}-01"), Period(f"{YEAR}-02")


@pytest.fixture
def world() -> TaxWorld:
    """Two firms that pay in January and in February; nobody told yet what stays here."""
    world = TaxWorld()
    world.building("双户大厦", world.tree.street, [110_000, 120_000])
    return world


def settle(told: Mapping[int, int]) -> None:
    """How many of the month's two payments the finance bureau told the kept part of."""
    with opened("write"):
        for month, count in told.items():
            rows = TaxPayment.objects.unscoped("test").filter(month=date(YEAR, month, 1))
            for row in rows.order_by("pk")[:count]:
                row.retained_yuan = row.yuan / 4
                row.save()
    for month in (JANUARY, FEBRUARY):
        computed(month)


def split() -> None:
    TaxSplit.objects.create(
        tax_type=TaxType.TOTAL, district_percent=25, start=date(YEAR, 1, 1), source="虚构文件"
    )


def test_what_was_told_and_what_was_worked_out_is_said_by_month(world: TaxWorld) -> None:
    split()
    settle({1: 2})
    assert retained_basis(JANUARY) == "各月均由财政部门提供"
    assert retained_basis(FEBRUARY) == "1月由财政部门提供；2月按当月有效的税收分成折算"


def test_a_month_told_in_part_is_said_to_be(world: TaxWorld) -> None:
    split()
    settle({1: 1})
    assert retained_basis(JANUARY) == "各月均部分由财政部门提供，其余按税收分成折算"


def test_nothing_known_is_nothing_said(world: TaxWorld) -> None:
    settle({})
    assert retained_basis(FEBRUARY) == ""


def test_the_definition_and_the_rows_of_the_figure_say_it_and_no_other(world: TaxWorld) -> None:
    split()
    settle({1: 2, 2: 2})
    office = factories.user(Role.OFFICE)
    query = f"?period={FEBRUARY}&place={world.tree.district.code}"
    for page in ("", "rows/"):
        assert "区级收入各月均由财政部门提供" in seen(office, f"/figures/TX03/{page}{query}")
        assert "各月均由财政部门提供" not in seen(office, f"/figures/TX01/{page}{query}")


def seen(person: User, address: str) -> str:
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client.get(address).content.decode()
