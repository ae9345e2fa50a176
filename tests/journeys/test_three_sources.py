"""三方比对: a list arrives, pairs are told by one key each, a visit settles one, figures follow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from demo import codes, factories
from louyu.engines.measures import Period
from louyu.journey.collection.models import Question
from louyu.journey.collection.opening import open_month
from louyu.journey.matching.jobs import COMPARE
from louyu.journey.matching.models import Pairing
from louyu.journey.matching.summary.table import summary
from louyu.journey.matching.tests.conftest import District, line
from louyu.kernel.jobs.models import Job
from louyu.kernel.jobs.services import run_job
from louyu.registers.assignments.models import Assignment, Capacity
from louyu.registers.buildings.models import DoorNumber
from louyu.registers.organizations.actors import actor_of, console
from louyu.registers.organizations.models import Role, User
from tests.browser import axe_violations, enter_as, keep_screenshot, overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}
TODAY = timezone.localdate()
LATELY = TODAY - timedelta(days=5)
MONTH = str(Period.of(TODAY).previous)
ASKED = 20


@pytest.fixture
def district(tmp_path: Path) -> District:
    """Twenty tenants whose code the roster has wrong, one that agrees, one that is closed."""
    tree = factories.place_tree()
    one = factories.building(
        tree.street, name="望澜大厦", address="烟台市芝罘区澄湾路3号", life_stage="in_use"
    )
    two = factories.building(tree.other_street, name="霁川中心", address="烟台市芝罘区云帆街8号")
    DoorNumber.objects.create(building=one, road="澄湾路", number="3号")
    made = District(tmp_path, tree, one, two)
    where = "烟台市芝罘区澄湾路3号望澜大厦"
    lines = [line(codes.invented(51_000), "一直相符有限公司", f"{where}101")]
    made.firm(51_000, "一直相符有限公司", start=LATELY)
    lines.append(line(codes.invented(51_001), "业已注销有限公司", f"{where}102", status="注销"))
    made.firm(51_001, "业已注销有限公司", start=LATELY)
    lines.append(line(codes.invented(51_002), "没人见过有限公司", f"{where}103"))
    for at in range(ASKED):
        name = f"烟台望澜{'零一二三四五六七八九'[at % 10]}{'甲乙'[at // 10]}商贸有限公司"
        made.firm(52_000 + at, name, start=LATELY)
        lines.append(line(codes.invented(53_000 + at), name, f"{where}{201 + at}"))
    made.sends(MONTH, lines)
    return made


@pytest.fixture
def phone(browser_context: BrowserContext, live_server: Any) -> Iterator[Page]:
    browser = browser_context.browser
    assert browser is not None
    context = browser.new_context(
        base_url=live_server.url, locale="zh-CN", viewport=PHONE, has_touch=True
    )
    yield context.new_page()
    context.close()


def worked_off() -> None:
    """What the delivery has queued, as the worker does it."""
    for pk in list(Job.objects.unscoped("test").filter(kind=COMPARE).values_list("pk", flat=True)):
        run_job(pk)


def columns(district: District, who: User, day: date = TODAY) -> dict[str, int]:
    """Three of the seven columns for the first building's street, as its officer reads them."""
    shown = summary(actor_of(who), QueryDict(), day)
    assert shown is not None
    keys = ("registered", "unregistered", "virtual")
    told = {entry.column.key: entry.number for entry in shown.total.entries}
    return {key: int(told[key] or 0) for key in keys}


def test_from_a_delivery_to_the_question_of_next_month(
    district: District, page: Page, phone: Page, browser_context: BrowserContext, live_server: Any
) -> None:
    office = factories.user(Role.OFFICE)
    street = factories.user(Role.STREET, place=district.tree.street, name="试街道")
    worked_off()
    enter_as(browser_context, office, live_server.url)
    _twenty_decisions(page)
    assert columns(district, street) == {"registered": 21, "unregistered": 1, "virtual": 1}
    enter_as(phone.context, street, live_server.url)
    _settled_by_a_visit(phone)
    assert columns(district, street) == {"registered": 22, "unregistered": 1, "virtual": 0}
    _asked_next_month(district)


def _twenty_decisions(page: Page) -> None:
    page.goto("/matching/pairs/")
    expect(page.locator("#pair")).to_be_visible()
    assert axe_violations(page) == []
    keep_screenshot(page, "matching-desk")
    for left in range(ASKED, 0, -1):
        expect(page.get_by_role("link", name=f"待认定{left}")).to_be_visible()
        page.keyboard.press("y")
    expect(page.get_by_text("没有要认定的")).to_be_visible()
    taken = Pairing.objects.unscoped("test").filter(ground=Pairing.Ground.VERDICT)
    assert taken.count() == ASKED


def _settled_by_a_visit(phone: Page) -> None:
    phone.goto("/matching/discrepancies/?kind=absent")
    phone.get_by_role("link", name="没人见过有限公司").tap()
    expect(phone.get_by_label("现场情况")).to_be_visible()
    assert overflow(phone) == []
    assert axe_violations(phone) == []
    keep_screenshot(phone, "matching-visit")
    phone.get_by_text("在这里办公", exact=True).tap()
    phone.get_by_label("现场情况").fill("在 103 室，有员工三人")
    phone.get_by_role("button", name="登记走访并办结").tap()
    expect(phone.get_by_text("已办结").first).to_be_visible()


def _asked_next_month(district: District) -> None:
    liaison = factories.user(Role.LIAISON, organization=factories.organization())
    Assignment.objects.create(
        capacity=Capacity.LIAISON,
        user=liaison,
        building=district.one,
        start=factories.LONG_AGO,
    )
    open_month(month=Period.of(TODAY), day=TODAY, actor=console("试验"))
    asked = Question.objects.unscoped("test").filter(duty__building=district.one)
    assert [one.occupancy.enterprise.name for one in asked] == ["业已注销有限公司"]
    assert "注销" not in asked[0].words
