"""招商页面: who lists and takes down, what is refused in which words, what becomes a to-do."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from demo import factories
from demo.factories import PlaceTree
from louyu.kernel.inbox import sources
from louyu.kernel.scope import Actor
from louyu.registers.occupancy.models import Offer
from louyu.registers.occupancy.offers.standing import Standing, with_standing
from louyu.registers.occupancy.tests.conftest import Tower, share, signed_in, text_of
from louyu.registers.organizations.models import OrganizationKind, Role

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def offers() -> Any:
    return Offer.objects.unscoped("test")


def standing(offer: Offer) -> str:
    return str(with_standing(offers().filter(pk=offer.pk), TODAY).get().standing)


def told(tower: Tower, room: str, **more: Any) -> dict[str, Any]:
    contact, _ = factories.Organization.objects.unscoped("test").get_or_create(
        kind=OrganizationKind.OFFICE, name="试验楼宇办"
    )
    return {
        "key": str(uuid4()),
        "building": tower.building.pk,
        "unit": room,
        "area": "100",
        "rent_yuan": "45",
        "available_from": f"{TODAY}",
        "contact": contact.pk,
        "contact_phone": "0535-0000000",
        "listed_on": f"{TODAY}",
    } | more


def let(tower: Tower, room: str, expiry: date | None) -> None:
    factories.occupancy(factories.enterprise(), tower.rooms[room], lease_expiry=expiry)


def test_from_the_block_of_the_plan_a_room_is_listed_in_two_taps(
    tower: Tower, tree: PlaceTree
) -> None:
    keeper = factories.organization(OrganizationKind.OPERATOR, phone="0535-0001111")
    factories.party(tower.building, keeper, OrganizationKind.OPERATOR)
    person = signed_in(Role.OPERATOR, organization=keeper)
    card = text_of(person.get(f"{tower.building.get_absolute_url()}?unit={tower.rooms['501'].pk}"))
    way = f"/offers/new/?building={tower.building.pk}&amp;unit=501"
    assert way in card
    form = text_of(person.get(way.replace("&amp;", "&")))
    for filled in ('value="501"', 'value="300.00"', 'value="0535-0001111"', f'value="{TODAY}"'):
        assert filled in form
    sent = told(tower, "501", area="300", contact=keeper.pk)
    answer = person.post("/offers/new/", sent, follow=True)
    assert "已新增招商房源：试验塔楼 501 室" in text_of(answer)
    assert standing(offers().get()) == Standing.OPEN


@pytest.mark.parametrize(
    ("room", "expiry", "why"),
    [
        ("105", None, "登记为“已预订”"),
        ("104", None, "登记为“装修待入驻”"),
        ("106", None, "不是商务用途"),
        ("202", None, "租约到 2031-05-06。距到期 90 天以内才能提前上架"),
        ("101", None, "没有登记租约到期日"),
        ("301", None, "还没有人报过此房源空置"),
        ("999", None, "没有房号“999”"),
        ("", None, "请填写房号"),
    ],
)
def test_a_room_that_is_not_to_be_had_is_refused_in_words(
    tower: Tower, room: str, expiry: date | None, why: str
) -> None:
    answer = signed_in(Role.OFFICE).post("/offers/new/", told(tower, room, area="10"))
    assert answer.status_code == 422
    assert why in text_of(answer)
    assert not offers().exists()


def test_a_lease_near_its_end_may_be_offered_from_the_day_after(tower: Tower) -> None:
    last = TODAY + timedelta(days=60)
    let(tower, "301", last)
    office = signed_in(Role.OFFICE)
    early = office.post("/offers/new/", told(tower, "301"))
    assert f"现租约到 {last}，可入驻日期应在其后" in text_of(early)
    free = last + timedelta(days=1)
    assert (
        office.post("/offers/new/", told(tower, "301", available_from=f"{free}")).status_code == 302
    )
    assert standing(offers().get()) == Standing.SOON


def test_of_a_shared_room_what_is_left_may_be_offered(tower: Tower) -> None:
    share(tower.rooms["501"], Decimal(120))
    office = signed_in(Role.OFFICE)
    assert "可招商的面积为 180.00 ㎡" in text_of(
        office.post("/offers/new/", told(tower, "501", area="181"))
    )
    assert office.post("/offers/new/", told(tower, "501", area="180")).status_code == 302
    offer = offers().get()
    assert standing(offer) == Standing.OPEN
    share(tower.rooms["501"], Decimal(1))
    assert standing(offer) == Standing.TAKEN


def test_a_private_number_is_no_public_one(tower: Tower) -> None:
    sent = told(tower, "501", contact_phone="138 0000 0000")
    answer = signed_in(Role.OFFICE).post("/offers/new/", sent)
    assert "公开电话请填单位的办公电话" in text_of(answer)


def test_an_operator_lists_no_room_of_another(tower: Tower, tree: PlaceTree) -> None:
    stranger = factories.organization(OrganizationKind.OPERATOR)
    other = factories.building(tree.other_street)
    factories.party(other, stranger, OrganizationKind.OPERATOR)
    person = signed_in(Role.OPERATOR, organization=stranger)
    assert person.post("/offers/new/", told(tower, "501")).status_code == 422
    assert not offers().exists()
    offer = factories.offer(tower.rooms["501"])
    for path in (f"/offers/{offer.pk}/", f"/offers/{offer.pk}/withdrawal/"):
        assert person.get(path).status_code == 404
    assert person.post(f"/offers/{offer.pk}/withdrawal/", {"reason": "let"}).status_code == 404
    offer.refresh_from_db()
    assert offer.withdrawn_on is None


def test_an_offer_is_taken_down_with_a_reason_and_may_be_listed_again(
    tower: Tower, tree: PlaceTree
) -> None:
    offer = factories.offer(tower.rooms["501"])
    street = signed_in(Role.STREET, place=tree.street)
    path = f"/offers/{offer.pk}/withdrawal/"
    assert street.post(path, {"reason": "nonsense"}).status_code == 422
    assert "已下架：试验塔楼 501 室" in text_of(street.post(path, {"reason": "let"}, follow=True))
    offer.refresh_from_db()
    assert (offer.withdrawn_on, standing(offer)) == (TODAY, Standing.WITHDRAWN)
    assert street.post("/offers/new/", told(tower, "501")).status_code == 302


def test_the_street_verifies_and_the_operator_does_not(tower: Tower, tree: PlaceTree) -> None:
    offer = factories.offer(tower.rooms["501"])
    keeper = factories.organization(OrganizationKind.OPERATOR)
    factories.party(tower.building, keeper, OrganizationKind.OPERATOR)
    path = f"/offers/{offer.pk}/verification/"
    assert signed_in(Role.OPERATOR, organization=keeper).post(path).status_code == 403
    assert signed_in(Role.STREET, place=tree.other_street).post(path).status_code == 404
    offer.refresh_from_db()
    assert offer.verified_on is None
    signed_in(Role.STREET, place=tree.street).post(path)
    offer.refresh_from_db()
    assert offer.verified_on == TODAY


def test_whoever_moves_in_ends_the_offer_and_makes_it_a_to_do(
    tower: Tower, tree: PlaceTree, clerk: Actor
) -> None:
    offer = factories.offer(tower.rooms["501"], listed=TODAY - timedelta(days=3))
    source = next(one for one in sources() if one.key == "taken-offers")
    assert not source.rows(clerk).exists()
    let(tower, "501", TODAY + timedelta(days=10))
    # Even on a lease of ten days: who came after the listing took the room.
    offers().filter(pk=offer.pk).update(listed_on=factories.LONG_AGO - timedelta(days=1))
    assert standing(offer) == Standing.TAKEN
    (row,) = source.rows(clerk)
    assert "招商房源已不空置，请下架或更正：试验塔楼 501 室" in source.tell(row).title
    elsewhere = factories.actor(Role.STREET, place=tree.other_street)
    assert not source.rows(elsewhere).exists()
    assert not source.rows(factories.actor(Role.OFFICE)).exists()


def test_a_building_without_rooms_offers_storeys(tree: PlaceTree) -> None:
    bare = factories.building(tree.street, name="未分户楼")
    tower = Tower(bare, {}, *[None] * 3)  # type: ignore[arg-type]
    office = signed_in(Role.OFFICE)
    assert "这幢楼宇没有分户，请留空房号、填写楼层" in text_of(
        office.post("/offers/new/", told(tower, ""))
    )
    assert office.post("/offers/new/", told(tower, "", storey="12")).status_code == 302
    assert str(offers().get()) == "未分户楼 12F"
