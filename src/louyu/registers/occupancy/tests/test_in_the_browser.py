"""楼层图在浏览器里: keys, live search, the card, paper and phone, with and without script."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from demo import factories
from louyu.registers.occupancy.tests.conftest import Tower
from louyu.registers.organizations.models import Role
from tests.browser import (
    WIDTHS,
    axe_violations,
    browser_context,  # noqa: F401
    chromium,  # noqa: F401
    enter_as,
    keep_screenshot,
    overflow,
    page,  # noqa: F401
    small_targets,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
Open = Callable[..., Page]
LIT = "#plan .u:not(.dim):not(.off)"


@pytest.fixture
def office(browser_context: BrowserContext, live_server: Any, tower: Tower) -> None:  # noqa: F811
    enter_as(browser_context, factories.user(Role.OFFICE), live_server.url)


@pytest.fixture
def plan_page(page: Page, office: None, tower: Tower) -> Page:  # noqa: F811
    page.goto(f"/buildings/{tower.building.pk}/")
    return page


def focused(page: Page) -> str:  # noqa: F811
    return str(page.evaluate("document.activeElement.title.split(' ')[0]"))


def test_arrow_keys_walk_the_plan_and_enter_opens_the_card(plan_page: Page) -> None:
    plan_page.focus("#plan .u[tabindex='0']")
    assert focused(plan_page) == "501"
    walked = []
    for key in ("ArrowDown", "ArrowRight", "ArrowLeft", "ArrowDown", "ArrowDown", "End"):
        plan_page.keyboard.press(key)
        walked.append(focused(plan_page))
    assert walked[0] in {"401", "402"}
    assert walked[1:3] == ["402", "401"]
    assert walked[3:] == ["301", "201—202", "201—202"]
    assert "在租 250㎡" in plan_page.inner_text("#plan .tip")
    plan_page.keyboard.press("Enter")
    plan_page.wait_for_selector("#unit-card >> text=烟台试航贸易有限公司")
    assert plan_page.locator("#plan [aria-current]").count() == 1
    assert "unit=" in plan_page.url


def test_the_tab_key_stops_once_in_the_plan(plan_page: Page) -> None:
    assert plan_page.locator("#plan .u[tabindex='0']").count() == 1


def test_typing_dims_what_does_not_match_and_says_how_many(plan_page: Page) -> None:
    plan_page.fill("#plan-q", "试航")
    assert plan_page.locator(LIT).count() == 1
    assert "找到 1 格" in plan_page.inner_text("#plan-found")
    plan_page.fill("#plan-q", "")
    assert plan_page.locator("#plan .dim").count() == 0


def test_typing_keeps_the_other_conditions(page: Page, office: None, tower: Tower) -> None:  # noqa: F811
    page.goto(f"/buildings/{tower.building.pk}/?state=vacant")
    page.fill("#plan-q", "4")
    assert page.locator(LIT).count() == 2


def test_the_plan_works_without_script(
    chromium: Browser,  # noqa: F811
    live_server: Any,
    tower: Tower,
) -> None:
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    enter_as(context, factories.user(Role.OFFICE), live_server.url)
    bare = context.new_page()
    bare.goto(f"/buildings/{tower.building.pk}/")
    bare.fill("#plan-q", "试航")
    bare.click(".plan-tools button")
    assert bare.locator(LIT).count() == 1
    bare.click(LIT)
    assert "烟台试航贸易有限公司" in bare.inner_text("#unit-card")
    context.close()


def test_blocks_are_as_wide_as_their_areas(plan_page: Page) -> None:
    wide, narrow = (
        plan_page.locator(f"#plan .u[title^='{room} ']").bounding_box() for room in ("401", "402")
    )
    assert wide
    assert narrow
    assert wide["width"] / narrow["width"] == pytest.approx(180 / 120, rel=0.03)


@pytest.mark.parametrize("view", ["plan", "table", "tenants", "names", "history", "print"])
def test_every_view_is_sound_at_every_width(
    page: Page,  # noqa: F811
    office: None,
    tower: Tower,
    view: str,
) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"/buildings/{tower.building.pk}/?view={view}&unit={tower.rooms['201'].pk}")
        assert axe_violations(page) == []
        assert overflow(page) == []
        if width == min(WIDTHS):
            assert small_targets(page) == []
            blocks = page.locator("#plan .u").evaluate_all("all => all.map(e => e.offsetHeight)")
            assert all(height >= 44 for height in blocks)
        keep_screenshot(page, f"building-{view}-{width}")


@pytest.mark.parametrize("colour", ["registration", "lease"])
@pytest.mark.parametrize("more", ["", "&shade=unclear", "&shade=undated", "&view=table"])
def test_every_colouring_is_sound_at_every_width(
    page: Page,  # noqa: F811
    office: None,
    tower: Tower,
    colour: str,
    more: str,
) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"/buildings/{tower.building.pk}/?colour={colour}{more}")
        assert axe_violations(page) == []
        assert overflow(page) == []
        if width == min(WIDTHS):
            assert small_targets(page) == []


def test_a_colour_and_a_column_of_the_chart_are_chosen_without_script(
    chromium: Browser,  # noqa: F811
    live_server: Any,
    tower: Tower,
) -> None:
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    enter_as(context, factories.user(Role.OFFICE), live_server.url)
    bare = context.new_page()
    bare.goto(f"/buildings/{tower.building.pk}/?q=试航")
    bare.click("text=属地注册")
    # The next page may still be on its way: what counts waits for it.
    expect(bare.locator("#plan .c-unclear:not(.dim)")).to_have_count(1)
    bare.click(".cliff a[aria-label^='更晚']")
    lit = bare.locator(LIT)
    expect(lit).to_have_count(1)
    assert "c-later" in str(lit.get_attribute("class"))
    assert bare.input_value("#plan-q") == "试航"
    context.close()


def test_dimmed_blocks_can_still_be_read(page: Page, office: None, tower: Tower) -> None:  # noqa: F811
    page.goto(f"/buildings/{tower.building.pk}/?q=试航&vacant=100")
    assert axe_violations(page) == []


def test_units_and_enterprises_are_sound_at_every_width(
    page: Page,  # noqa: F811
    office: None,
    tower: Tower,
) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for path in (f"/units/{tower.rooms['201'].pk}/", f"/enterprises/{tower.firm.pk}/"):
            page.goto(path)
            assert axe_violations(page) == []
            assert overflow(page) == []


def test_on_paper_the_frame_and_the_tools_are_gone_and_states_differ_without_colour(
    page: Page,  # noqa: F811
    office: None,
    tower: Tower,
) -> None:
    page.goto(f"/buildings/{tower.building.pk}/?view=print")
    page.emulate_media(media="print")
    for gone in (".top", ".side", ".building-head .acts"):
        assert not page.locator(gone).first.is_visible()
    greys = page.locator("#plan .u").evaluate_all(
        """all => Object.fromEntries(all.map(e => {
             const style = getComputedStyle(e);
             const [r, g, b] = style.backgroundColor.match(/\\d+/g).map(Number);
             const grey = Math.round((0.299 * r + 0.587 * g + 0.114 * b) / 12);
             return [e.className.match(/s-\\w+/)[0],
                     `${grey} ${style.borderTopStyle} ${style.backgroundImage.slice(0, 9)}`];
           }))"""
    )
    assert len(set(greys.values())) == len(greys)
    keep_screenshot(page, "building-on-paper")


def test_the_plan_printed_from_its_own_page_leaves_the_tools_behind(
    page: Page,  # noqa: F811
    office: None,
    tower: Tower,
) -> None:
    page.goto(f"/buildings/{tower.building.pk}/")
    page.emulate_media(media="print")
    assert page.locator("#plan").is_visible()
    for gone in (".tabs", ".plan-tools", ".building-aside"):
        assert not page.locator(gone).first.is_visible()
