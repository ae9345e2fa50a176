"""从花名册到通报: a street's workbook becomes registers, a plan, figures and a Word document."""

import re
import zipfile
from decimal import Decimal
from pathlib import Path
from subprocess import Popen
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from demo import factories
from louyu.engines.measures import Period
from louyu.journey.statistics.computing import compute
from louyu.registers.buildings.models import Building
from louyu.registers.organizations.models import Role, User
from tests.browser import WIDTHS, axe_violations, overflow, sign_in
from tests.journeys import roster

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AREA = Decimal(120)
LONG_WORK = 60_000  # milliseconds: the worker starts a process of its own for a file


def district() -> tuple[Building, User, User]:
    """A street with one tower of four floors, three rooms each; the first floor is let."""
    tree = factories.place_tree()
    rooms = AREA * 12
    tower = factories.building(
        tree.street, name="滨云大厦", gross_floor_area=rooms * 2, business_area=rooms
    )
    for floor in range(1, 5):
        for order in range(1, 4):
            room = factories.unit(tower, floor=floor, number=f"{floor}0{order}", area=AREA)
            if floor == 1:
                factories.occupancy(factories.enterprise(), room)
    factories.building(tree.other_street)
    clerk = factories.user(Role.STREET, place=tree.street, username="clerk")
    office = factories.user(Role.OFFICE, username="office")
    return tower, clerk, office


def looked_at(page: Page) -> None:
    """No page of the walk breaks the promises every page makes."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert overflow(page) == [], f"{page.url} at {width} px"
        assert axe_violations(page) == [], f"{page.url} at {width} px"


def measure(page: Page, label: str) -> Decimal:
    """The number of one measure in the head of the building page."""
    head = page.locator("dl.strip:not(.summary-strip) > div")
    shown = head.filter(has=page.get_by_text(label, exact=True))
    return Decimal(shown.locator("dd a").inner_text().replace(",", ""))


def figure(page: Page, period: Period, name: str) -> Decimal:
    """One figure of the person's own street in ㎡: the total above the rows it opens to."""
    page.goto(f"/figures/?period={period}")
    page.locator("ul.figures-legend a", has_text=re.compile(f"^{name}")).click()
    square_metres = page.get_by_text(re.compile("^㎡$"))
    told = page.locator("dl.strip dd", has=square_metres).first.inner_text()
    return Decimal(told.removesuffix("㎡").replace(",", ""))


def upload(page: Page, workbook: Path) -> None:
    page.goto("/imports/")
    looked_at(page)
    page.get_by_label("花名册", exact=True).check()
    page.set_input_files("input[type=file]", workbook)
    page.get_by_role("button", name="上传并检查").click()
    page.locator("#outcome").wait_for(timeout=LONG_WORK)
    looked_at(page)


def recompute(page: Page, period: Period) -> None:
    page.goto(f"/figures/?period={period}")
    page.get_by_role("button", name=re.compile("计算")).first.click()
    expect(page.get_by_text("已完成").first).to_be_visible(timeout=LONG_WORK)


def test_a_roster_becomes_a_plan_figures_and_a_bulletin(
    page: Page, worker: Popen[bytes], tmp_path: Path
) -> None:
    tower, clerk, office = district()
    today = Period.of(timezone.localdate())
    quarter = today.quarter.previous
    for month in (quarter.last_month, today):
        compute(period=month, actor=factories.actor(Role.OFFICE))

    enter(page, clerk)
    page.goto(tower.get_absolute_url())
    assert measure(page, "未采集面积") == AREA * len(roster.LINES)
    let_before = figure(page, today, "出租面积")
    unknown_before = figure(page, today, "未采集面积")

    import_mended(page, send_with_mistakes(page, tmp_path))
    see_the_plan(page, tower)

    enter(page, office)
    recompute(page, today)
    enter(page, clerk)
    assert unknown_before - figure(page, today, "未采集面积") == AREA * len(roster.LINES)
    assert figure(page, today, "出租面积") - let_before == AREA * len(roster.LET)
    open_the_unit(page)

    enter(page, office)
    text = words_of(issue_bulletin(page, str(quarter), tmp_path))
    assert quarter.words in text
    assert "入驻率" in text


def enter(page: Page, person: User) -> None:
    page.context.clear_cookies()
    sign_in(page, person.username, factories.PASSWORD)


def send_with_mistakes(page: Page, folder: Path) -> Path:
    """Seven mistakes, all told at once in the clerk's own workbook; comes back mended."""
    upload(page, roster.write(folder / "花名册.xlsx", mended=False))
    expect(page.locator("#outcome")).to_contain_text(f"拒绝 {roster.MISTAKES}")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载错误表").click()
    returned = folder / "错误表.xlsx"
    download.value.save_as(returned)
    mended, reasons = roster.mend(returned, folder / "改好的花名册.xlsx")
    assert len(reasons) == roster.MISTAKES
    return mended


def import_mended(page: Page, mended: Path) -> None:
    upload(page, mended)
    expect(page.locator("#outcome")).to_contain_text("拒绝 0")
    page.get_by_role("button", name="确认导入").click()
    expect(page.locator("#outcome")).to_contain_text("已导入", timeout=LONG_WORK)
    looked_at(page)


def see_the_plan(page: Page, tower: Building) -> None:
    """Every new tenant has a block, and nothing is unknown any more."""
    page.goto(tower.get_absolute_url())
    looked_at(page)
    for line in roster.LET:
        expect(page.locator("#plan").get_by_text(line.firm[:2]).first).to_be_attached()
    assert measure(page, "未采集面积") == 0
    assert measure(page, "空置面积") == AREA


def open_the_unit(page: Page) -> None:
    """From the rows behind the figure down to the room and who is in it."""
    looked_at(page)
    page.get_by_role("link", name="2F 201", exact=True).click()
    expect(page.locator("main")).to_contain_text(roster.LET[0].firm)
    looked_at(page)


def issue_bulletin(page: Page, quarter: str, folder: Path) -> Path:
    page.goto("/bulletins/new/")
    looked_at(page)
    page.get_by_label("季度").select_option(quarter)
    page.get_by_role("button", name="取数起草").click()
    looked_at(page)
    page.get_by_role("button", name="送核稿").click()
    page.get_by_role("button", name="签发").click()
    expect(page.locator("main")).to_contain_text("已签发")
    looked_at(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="下载 Word").click()
    path = folder / "通报.docx"
    download.value.save_as(path)
    return path


def words_of(document: Path) -> str:
    with zipfile.ZipFile(document) as archive:
        xml: Any = archive.read("word/document.xml").decode()
    return re.sub(r"<[^>]+>", "", xml)
