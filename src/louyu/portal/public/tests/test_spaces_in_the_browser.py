"""找空间: sound at every width, for who has not signed in and in large letters."""

from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from demo import factories
from louyu.portal.public.tests.test_in_the_browser import _faults
from louyu.registers.occupancy.models import Offer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def offers() -> list[Offer]:
    tree = factories.place_tree()
    told = {"floors_above": 28, "longitude": Decimal("121.39"), "latitude": Decimal("37.53")}
    tower = factories.building(
        tree.street, code="ZF-7", name="名字很长很长很长很长很长很长很长的试验塔楼", **told
    )
    rooms = [factories.unit(tower, floor=n, number=f"{n}01-{n}09", area=320) for n in (3, 27)]
    for room in rooms:
        factories.vacancy(room)
    made = [
        factories.offer(room, rent_yuan=rent) for room, rent in zip(rooms, (None, 45), strict=True)
    ]
    for number in range(6):
        factories.offer_photo(made[0], sha256=f"{number}", alt="说明" * 40)
    return made


def test_the_pages_of_spaces_are_sound(offers: list[Offer], page: Page) -> None:
    addresses = [
        "/open/",
        "/open/spaces/",
        "/open/spaces/?area=300-1000&now=on",
        "/open/spaces/?area=1000%2B",
        f"/open/spaces/{offers[0].pk}/",
        "/open/buildings/",
        "/open/buildings/ZF-7/",
    ]
    faults = [fault for one in addresses for fault in _faults(page, one)]
    assert not faults, "\n".join(faults)
    page.goto("/open/text-size/?size=large")
    assert [fault for one in addresses[:2] for fault in _faults(page, one)] == []


PINS = "[...document.querySelectorAll('.pin')].map(p => p.getBoundingClientRect().toJSON())"


@pytest.mark.parametrize("width", [390, 1440])
def test_pins_never_overlap_and_near_buildings_are_one_until_one_zooms_in(
    page: Page, width: int
) -> None:
    tree = factories.place_tree()
    for number in range(12):
        tower = factories.building(
            tree.street,
            longitude=Decimal("121.39") + number * Decimal("0.0004"),
            latitude=Decimal("37.53") + (number % 3) * Decimal("0.01"),
        )
        room = factories.unit(tower)
        factories.vacancy(room)
        factories.offer(room, rent_yuan=30 + number)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/open/spaces/")
    page.wait_for_selector(".pin")
    texts = page.locator(".pin").all_inner_texts()
    assert any("幢" in text for text in texts)
    boxes = page.evaluate(PINS)
    for number, one in enumerate(boxes):
        for other in boxes[:number]:
            apart = (
                one["right"] <= other["left"]
                or other["right"] <= one["left"]
                or one["bottom"] <= other["top"]
                or other["bottom"] <= one["top"]
            )
            assert apart, (one, other)
    page.locator(".pin.many").first.click()
    expect(page.locator(".pin")).not_to_have_count(len(texts))


def test_a_card_lights_its_pin_and_a_pin_its_cards(offers: list[Offer], page: Page) -> None:
    page.goto("/open/spaces/")
    pin = page.locator(".pin")
    expect(pin).to_have_text("45 元起·2 处")
    page.locator("article.space h3").first.hover()
    expect(pin).to_have_class("pin on")
    page.locator("h1").hover()
    expect(pin).to_have_class("pin")
    page.locator(".pin-spot").hover()
    expect(page.locator("article.space.on")).to_have_count(2)
    page.locator(".pin-spot").click()
    expect(page.locator(".leaflet-popup a.btn")).to_have_attribute("href", "/open/buildings/ZF-7/")
