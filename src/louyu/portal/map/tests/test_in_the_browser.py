"""楼宇地图在浏览器中: a mark per row, its card, the keyboard, nothing from elsewhere."""

from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from demo.factories import PASSWORD, building, place_tree, user
from louyu.registers.buildings.models import Building, LifeStage
from louyu.registers.organizations.models import Role
from louyu.registers.places.models import Cluster
from tests.browser import (  # noqa: F401
    WIDTHS,
    axe_violations,
    browser_context,
    chromium,
    enter_as,
    overflow,
    page,
    sign_in,
    small_targets,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STAGE = "/map/?layer=stage"
AROUND = {
    "type": "Polygon",
    "coordinates": [[[121.3, 37.5], [121.5, 37.5], [121.5, 37.6], [121.3, 37.6], [121.3, 37.5]]],
}


def district() -> list[Building]:
    tree = place_tree()
    return [
        building(
            managed_by,
            name=f"地图大厦{number}",
            life_stage=stage,
            longitude=Decimal("121.38") + Decimal(number) / 100,
            latitude=Decimal("37.52") + Decimal(number) / 200,
        )
        for number, (managed_by, stage) in enumerate(
            [
                (tree.street, LifeStage.IN_USE),
                (tree.street, LifeStage.IDLE),
                (tree.other_street, LifeStage.IN_USE),
            ]
        )
    ]


@pytest.fixture
def office(browser_context: BrowserContext, live_server: Any) -> list[Building]:  # noqa: F811
    towers = district()
    enter_as(browser_context, user(Role.OFFICE), live_server.url)
    return towers


def test_every_row_has_a_mark_and_its_card_leads_to_the_building(
    office: list[Building],
    page: Page,  # noqa: F811
    live_server: Any,
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(STAGE)
    page.locator(".spot").first.wait_for()
    assert page.locator(".spot").count() == page.locator("tbody tr").count() == 3
    page.locator(".spot[aria-label^=地图大厦1]").click()
    card = page.locator(".leaflet-popup")
    card.wait_for()
    told = card.inner_text()
    assert all(word in told for word in ("地图大厦1", "向阳街道", "闲置", "截至"))
    card.locator("a.btn").click()
    page.wait_for_url(f"**{office[1].get_absolute_url()}")
    assert [url for url in asked if not url.startswith(live_server.url)] == []


def test_marks_are_reached_and_left_by_the_keyboard(
    office: list[Building],
    page: Page,  # noqa: F811
) -> None:
    page.goto(STAGE)
    mark = page.locator(".spot").first
    mark.focus()
    page.keyboard.press("Enter")
    page.locator(".leaflet-popup").wait_for()
    assert page.evaluate("document.activeElement.innerText") == "打开楼宇页"
    page.keyboard.press("Escape")
    page.locator(".leaflet-popup").wait_for(state="detached")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("地图大厦")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_map_with_an_open_card_is_accessible_and_fits(
    office: list[Building],
    page: Page,  # noqa: F811
    width: int,
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    Cluster.objects.create(name="核心区", outline=AROUND)
    neighbours(office[2])
    page.emulate_media(reduced_motion="reduce")  # a card that fades in has no contrast yet
    page.goto(STAGE)
    page.locator(".spot").first.focus()
    page.keyboard.press("Enter")
    page.locator(".leaflet-popup").wait_for()
    assert axe_violations(page) == []
    assert overflow(page) == []
    if width == WIDTHS[0]:
        assert small_targets(page) == []
        for target in page.locator(".spot, .leaflet-bar a, .leaflet-popup a").all():
            box = target.bounding_box()
            assert box
            assert min(box["width"], box["height"]) >= 44


def neighbours(tower: Building) -> None:
    """Two more beside it and one in the very same place."""
    for number, east in enumerate(("0.0003", "0.0006", "0")):
        assert tower.longitude is not None
        building(
            tower.place,
            name=f"邻楼{number}",
            longitude=tower.longitude + Decimal(east),
            latitude=tower.latitude,
        )


def test_marks_that_would_overlap_are_one_and_open_by_zooming_in(
    office: list[Building],
    page: Page,  # noqa: F811
) -> None:
    neighbours(office[0])
    page.goto(STAGE)
    group = page.locator(".spot.group")
    assert page.locator(".spot").count() == 3
    assert group.inner_text() == "4幢"
    assert "邻楼0、邻楼1" in (group.get_attribute("aria-label") or "")
    # Two looks of the layer are not in this group: its bar has one part.
    assert group.locator(".shares .dot").count() == 1
    group.click()
    page.locator(".spot.group", has_text="2幢").wait_for()
    assert page.locator(".spot").count() == 5
    assert page.evaluate("map.getZoom()") == 18
    page.locator(".spot.group").click()
    card = page.locator(".leaflet-popup")
    card.wait_for()
    assert card.locator("h2").all_inner_texts() == ["地图大厦0", "邻楼2"]


def test_a_group_is_opened_by_the_keyboard_which_goes_on_inside_it(
    office: list[Building],
    page: Page,  # noqa: F811
) -> None:
    neighbours(office[0])
    page.emulate_media(reduced_motion="reduce")
    page.goto(STAGE)
    page.locator(".spot.group").focus()
    page.keyboard.press("Enter")
    page.locator(".spot.group", has_text="2幢").wait_for()
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("2 幢")


def test_outlines_of_clusters_are_put_away_and_brought_back(
    office: list[Building],
    page: Page,  # noqa: F811
) -> None:
    Cluster.objects.create(name="核心区", outline=AROUND)
    page.goto(STAGE)
    box, face = page.get_by_label("片区范围"), page.locator("#map .region")
    assert face.count() == 1
    assert page.locator("#map .region-name").inner_text() == "核心区"
    box.focus()
    page.keyboard.press("Space")
    assert face.count() == page.locator("#map .region-name").count() == 0
    box.click()
    assert face.count() == 1


def test_without_script_the_same_buildings_are_listed(
    chromium: Browser,  # noqa: F811
    live_server: Any,
) -> None:
    district()
    Cluster.objects.create(name="核心区", outline=AROUND)
    person = user(Role.OFFICE)
    context = chromium.new_context(
        base_url=live_server.url, java_script_enabled=False, locale="zh-CN"
    )
    plain = context.new_page()
    sign_in(plain, person.username, PASSWORD)
    plain.goto("/map/")
    assert plain.locator(".map-note").is_visible()
    assert not plain.get_by_label("片区范围").is_visible()
    plain.click("text=生命阶段 >> nth=0")
    assert plain.locator("tbody tr").count() == 3
    assert plain.locator("tbody").inner_text().count("在用") == 2
    context.close()
