"""一个月: opened, handed in from a phone, sent back, mended, accepted; taps are counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Locator, Page, expect

from demo import codes, factories
from louyu.engines.measures import Period
from louyu.journey.collection.answering import Answers, TenantSaid, hand_in
from louyu.journey.collection.models import Duty, DutyState, Verdict
from louyu.journey.collection.opening import open_month
from louyu.registers.assignments.models import Assignment, Capacity
from louyu.registers.buildings.models import Building
from louyu.registers.organizations.actors import actor_of, console
from louyu.registers.organizations.models import Role, User
from tests.browser import axe_violations, enter_as, keep_screenshot, overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}
# How often a page sends itself when it hears that the network is back.
SENT_WHEN_ONLINE = """() => {
  let sent = 0;
  const count = event => { sent += 1; event.preventDefault(); };
  addEventListener("submit", count, true);
  dispatchEvent(new Event("online"));
  removeEventListener("submit", count, true);
  return sent;
}"""


@dataclass
class Month:
    """A building of five tenants, the lease of two of which has run out; its people."""

    building: Building = field(init=False)
    liaison: User = field(init=False)
    clerk: User = field(init=False)
    duty: Duty = field(init=False)

    def __post_init__(self) -> None:
        tree, today = factories.place_tree(), timezone.localdate()
        self.building = factories.building(tree.street, name="试验塔楼", life_stage="in_use")
        self.liaison = factories.user(
            Role.LIAISON, organization=factories.organization(), name="试联络"
        )
        self.clerk = factories.user(Role.STREET, place=tree.street, name="试街道")
        Assignment.objects.create(
            capacity=Capacity.LIAISON,
            user=self.liaison,
            building=self.building,
            start=factories.LONG_AGO,
        )
        for number in range(1, 6):
            factories.occupancy(
                factories.enterprise(name=f"试验{'甲乙丙丁戊'[number - 1]}有限公司"),
                factories.unit(self.building, number=f"100{number}"),
                start=today - timedelta(days=40),
                lease_expiry=today - timedelta(days=9) if number < 3 else None,
            )
        factories.vacancy(
            factories.unit(self.building, number="2001"), start=today - timedelta(days=9)
        )
        cycle = open_month(month=Period.of(today), day=today, actor=console("试验")).cycle
        self.duty = cycle.buildings_due.get(building=self.building)


@dataclass
class Hand:
    """Taps on a phone, counted."""

    page: Page
    taps: int = 0

    def tap(self, what: Locator) -> None:
        what.tap()
        self.taps += 1


@pytest.fixture
def month() -> Month:
    return Month()


@pytest.fixture
def phone(browser_context: BrowserContext, month: Month, live_server: Any) -> Iterator[Page]:
    browser = browser_context.browser
    assert browser is not None
    context = browser.new_context(
        base_url=live_server.url, locale="zh-CN", viewport=PHONE, has_touch=True
    )
    enter_as(context, month.liaison, live_server.url)
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


def _card(page: Page, firm: str) -> Locator:
    return page.locator("fieldset.round-item", has_text=firm)


def test_a_month_is_handed_in_sent_back_mended_and_accepted(
    month: Month, phone: Page, page: Page, browser_context: BrowserContext, live_server: Any
) -> None:
    enter_as(browser_context, month.clerk, live_server.url)
    _handed_in_by_phone(month, phone)
    _sent_back(page)
    _mended(phone)
    page.goto("/verification/")
    page.locator(".queue input[type=checkbox]").check()
    page.get_by_role("button", name="选中的核实通过").click()
    expect(page.get_by_text("已核实 1 幢")).to_be_visible()
    month.duty.refresh_from_db()
    assert month.duty.state == DutyState.ACCEPTED
    stays = month.building.occupancies.filter(end=None).count()
    assert stays == 5, "the departure was a mistake and was taken back"


def _handed_in_by_phone(month: Month, phone: Page) -> None:
    phone.goto(month.duty.get_absolute_url())
    expect(phone.locator("h1")).to_contain_text("月数据更新")
    _looked_at(phone, "round-asked")
    leaving, rest = Hand(phone), Hand(phone)
    first = _card(phone, "试验甲有限公司")
    leaving.tap(first.get_by_text("已搬走"))
    expect(first.get_by_text("什么时候搬走的？")).to_be_visible()
    leaving.tap(first.get_by_text("搬出本区"))
    _looked_at(phone, "round-left")
    assert leaving.taps <= 3, "a departure takes at most four, the sending among them"
    rest.tap(_card(phone, "试验乙有限公司").get_by_text("还在"))
    expect(phone.locator("[data-done]")).to_have_text("2")
    rest.tap(phone.locator("label.rest"))
    rest.tap(phone.get_by_role("button", name="提交本月更新"))
    expect(phone.get_by_text("待核实")).to_be_visible()
    _looked_at(phone, "round-receipt")


def _looked_at(page: Page, name: str) -> None:
    assert overflow(page) == []
    assert axe_violations(page) == []
    keep_screenshot(page, name)


def _sent_back(page: Page) -> None:
    page.goto("/verification/")
    expect(page.get_by_text("1 处有变化")).to_be_visible()
    _looked_at(page, "round-desk")
    page.get_by_role("link", name="试验塔楼").first.click()
    page.get_by_text("退回", exact=True).first.click()
    page.get_by_label("退回理由").fill("甲公司门口还挂着牌子")
    page.locator("details button", has_text="退回").click()
    expect(page.get_by_text("已退回：试验塔楼")).to_be_visible()


def _mended(phone: Page) -> None:
    phone.goto("/collection/")
    expect(phone.get_by_text("已退回")).to_be_visible()
    phone.get_by_role("link", name="试验塔楼").tap()
    expect(phone.get_by_text("甲公司门口还挂着牌子")).to_be_visible()
    _card(phone, "试验甲有限公司").get_by_text("还在").tap()
    phone.locator("label.rest input").check()
    phone.get_by_role("button", name="提交本月更新").tap()
    expect(phone.get_by_text("待核实")).to_be_visible()


def test_an_unchanged_month_takes_three_taps(month: Month, phone: Page) -> None:
    month.duty.questions.all().delete()
    phone.goto("/inbox/")
    hand = Hand(phone)
    hand.tap(phone.get_by_role("link", name="月数据更新").last)
    hand.tap(phone.locator("label.rest"))
    hand.tap(phone.get_by_role("button", name="提交本月更新"))
    expect(phone.get_by_text("待核实")).to_be_visible()
    assert hand.taps <= 3
    [submission] = month.duty.submissions.all()
    assert submission.tenant_answers.filter(verdict=Verdict.STAYS).count() == 5


def test_a_new_arrival_takes_five_taps(month: Month, phone: Page) -> None:
    code = codes.invented(770_123)
    factories.enterprise(name="登记在册有限公司", uscc=code)
    phone.goto(month.duty.get_absolute_url())
    hand = Hand(phone)
    hand.tap(phone.get_by_role("link", name="新入驻").last)
    phone.get_by_label("统一社会信用代码").fill(code)
    expect(phone.get_by_text("已登记：登记在册有限公司")).to_be_visible()
    hand.tap(phone.get_by_text("2001"))
    hand.tap(phone.get_by_role("button", name="登记入驻"))
    expect(phone.get_by_text("已登记入驻：登记在册有限公司")).to_be_visible()
    assert hand.taps <= 5
    assert month.building.occupancies.filter(enterprise__uscc=code).exists()


def test_what_was_tapped_survives_a_closed_tab_and_a_dead_network(
    month: Month, phone: Page
) -> None:
    address = month.duty.get_absolute_url()
    phone.goto(address)
    _card(phone, "试验甲有限公司").get_by_text("已搬走").tap()
    _card(phone, "试验乙有限公司").get_by_text("还在").tap()
    phone.locator("label.rest").tap()
    context = phone.context
    phone.close()
    again = context.new_page()
    again.goto(address)
    expect(again.locator("[data-done]")).to_have_text("2")
    expect(again.locator("label.rest input")).to_be_checked()
    context.set_offline(True)
    again.get_by_role("button", name="提交本月更新").tap()
    expect(again.get_by_text("现在没有网络")).to_be_visible()
    assert month.duty.submissions.count() == 0
    context.set_offline(False)
    expect(again.get_by_text("待核实")).to_be_visible()
    [submission] = month.duty.submissions.all()
    assert submission.tenant_answers.filter(verdict=Verdict.LEFT).count() == 1
    again.goto(address)
    assert (
        again.evaluate("Object.keys(localStorage).filter(n => n.startsWith('collection-'))") == []
    )


def test_what_somebody_else_said_meanwhile_is_looked_at_before_it_is_sent_again(
    month: Month, phone: Page
) -> None:
    """The network comes and goes: only a person sends the page that shows both."""
    phone.goto(month.duty.get_absolute_url())
    for firm in ("试验甲有限公司", "试验乙有限公司"):
        _card(phone, firm).get_by_text("还在").tap()
    phone.locator("label.rest").tap()
    phone.context.set_offline(True)
    phone.get_by_role("button", name="提交本月更新").tap()
    expect(phone.get_by_text("现在没有网络")).to_be_visible()
    said = [TenantSaid(stay, Verdict.STAYS) for stay in month.building.occupancies.all()]
    hand_in(
        duty=month.duty,
        key=uuid4(),
        base=0,
        answers=Answers(tenants=said, rest_unchanged=True),
        actor=actor_of(month.clerk),
    )
    phone.context.set_offline(False)
    expect(phone.get_by_text("这一页打开之后，有人提交过")).to_be_visible()
    assert phone.evaluate(SENT_WHEN_ONLINE) == 0
    assert month.duty.submissions.count() == 1
    phone.get_by_role("button", name="提交本月更新").tap()
    expect(phone.get_by_text("待核实")).to_be_visible()
    assert month.duty.submissions.count() == 2


def test_without_script_everything_can_be_answered(
    month: Month, browser_context: BrowserContext, live_server: Any
) -> None:
    browser = browser_context.browser
    assert browser is not None
    context = browser.new_context(
        base_url=live_server.url, java_script_enabled=False, viewport=PHONE
    )
    enter_as(context, month.liaison, live_server.url)
    page = context.new_page()
    page.goto(month.duty.get_absolute_url())
    for firm in ("试验甲有限公司", "试验乙有限公司"):
        _card(page, firm).get_by_text("还在").click()
    page.get_by_text("逐家查看").click()
    page.get_by_role("button", name="有变化").first.click()
    taken_out = _card(page, "试验丙有限公司")
    taken_out.get_by_text("有变化").click()
    taken_out.get_by_label("从业人数").fill("17")
    page.locator("label.rest").click()
    page.get_by_role("button", name="提交本月更新").click()
    expect(page.get_by_text("从业人数 17 人")).to_be_visible()
    context.close()
