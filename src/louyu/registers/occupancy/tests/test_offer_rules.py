"""招商规则: tried to be broken in SQL."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from demo import factories
from louyu.kernel.testing import refused_by, sql
from louyu.registers.buildings.models import Unit, UnitUse
from louyu.registers.occupancy.models import Offer, VacancyState
from louyu.registers.organizations.models import Role

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
SET = "UPDATE occupancy_offer SET {} WHERE id = %s"


@pytest.fixture
def room() -> Unit:
    return factories.unit(factories.building(factories.place_tree().street), area=100)


@pytest.fixture
def offer(room: Unit) -> Offer:
    factories.vacancy(room)
    return factories.offer(room, rent_yuan=Decimal(45))


def test_a_room_is_on_offer_once(offer: Offer, room: Unit) -> None:
    with refused_by("offer_open_once_per_unit"):
        factories.offer(room)
    sql(SET.format("withdrawn_on = listed_on, withdrawal_reason = 'let'"), [offer.pk])
    assert factories.offer(room).pk


@pytest.mark.parametrize(
    ("told", "rule"),
    [
        ("area = 100.01", "offer_within_its_room"),
        ("area = 0", "offer_area_positive"),
        ("rent_yuan = 0", "offer_rent_positive"),
        ("minimum_months = 0", "offer_minimum_positive"),
        ("storey = 3", "offer_of_a_room_or_a_storey"),
        ("unit_id = NULL", "offer_of_a_room_or_a_storey"),
        ("unit_id = NULL, storey = 0", "offer_storey_zero_does_not_exist"),
        ("contact_phone = '13800000000'", "offer_mobile_only_when_published"),
        ("contact_phone = '+86 138-0000-0000'", "offer_mobile_only_when_published"),
        ("withdrawn_on = listed_on", "offer_withdrawal_has_reason"),
        (
            "withdrawn_on = listed_on - 1, withdrawal_reason = 'let'",
            "offer_withdrawal_has_reason",
        ),
        ("verified_on = listed_on", "offer_verified_by_somebody"),
        ("fit_out = 'golden'", "offer_words_known"),
    ],
)
def test_what_an_offer_says_can_be_so(offer: Offer, told: str, rule: str) -> None:
    with refused_by(rule):
        sql(SET.format(told), [offer.pk])


def test_a_mobile_number_is_shown_when_its_owner_agreed(offer: Offer) -> None:
    sql(SET.format("contact_phone = '13800000000', mobile_is_published = true"), [offer.pk])


def test_an_offer_is_of_a_business_room_of_its_own_building(offer: Offer, room: Unit) -> None:
    other = factories.unit(factories.building(room.building.place))
    parking = factories.unit(room.building, use=UnitUse.PARKING)
    for foreign in (other, parking):
        with refused_by("offer_of_a_business_room_of_its_building"):
            sql(SET.format("unit_id = %s"), [foreign.pk, offer.pk])


@pytest.mark.parametrize("days", [-1, 0, 90, 91, None])
def test_a_let_room_is_offered_when_its_lease_ends_within_ninety_days(
    room: Unit, days: int | None
) -> None:
    expiry = None if days is None else TODAY + timedelta(days=days)
    factories.occupancy(factories.enterprise(), room, lease_expiry=expiry)
    if days in (0, 90):
        assert factories.offer(room).pk
    else:
        with refused_by("offer_of_an_empty_room"):
            factories.offer(room)


@pytest.mark.parametrize("state", [None, VacancyState.RESERVED, VacancyState.FIT_OUT])
def test_a_room_nobody_called_vacant_is_not_offered(room: Unit, state: str | None) -> None:
    if state:
        factories.vacancy(room, state=state)
    with refused_by("offer_of_an_empty_room"):
        factories.offer(room)


def test_other_terms_are_to_be_verified_again(offer: Offer) -> None:
    person = factories.user(Role.OFFICE)
    for changed, still in (("contact_phone = '0535-1'", TODAY), ("rent_yuan = 46", None)):
        sql(SET.format("verified_on = %s, verified_by_id = %s"), [TODAY, person.pk, offer.pk])
        sql(SET.format(changed), [offer.pk])
        offer.refresh_from_db()
        assert offer.verified_on == still
