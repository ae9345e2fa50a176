"""完整的一轮: census, month, proxy, proposal, acceptance, visit, close and the month's bulletin,
each by whose it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from subprocess import Popen
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from demo import factories
from louyu.engines.measures import Period
from louyu.journey.collection.models import Cycle, CycleKind, Duty, DutyState
from louyu.journey.statistics.models import PeriodState
from louyu.registers.assignments.models import Assignment, Capacity
from louyu.registers.buildings.models import Building
from louyu.registers.organizations.models import Role, User
from tests.browser import axe_violations, enter_as, keep_screenshot, overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1280, "height": 900}
LONG_WORK = 60_000  # ms
Enter = Callable[[User, dict[str, int]], Page]


@dataclass
class District:
    """One building with its liaison, one that nobody runs, one of which nothing is ever heard."""

    people: dict[str, User] = field(init=False)
    tower: Building = field(init=False)
    alone: Building = field(init=False)
    silent: Building = field(init=False)

    def __post_init__(self) -> None:
        tree, earlier = factories.place_tree(), timezone.localdate() - timedelta(days=40)
        body = factories.organization()
        self.people = {
            "office": factories.user(Role.OFFICE, name="试区办"),
            "leader": factories.user(Role.LEADER, name="试领导"),
            "street": factories.user(Role.STREET, place=tree.street, name="试街道"),
            "community": factories.user(Role.COMMUNITY, place=tree.community, name="试社区"),
            "liaison": factories.user(Role.LIAISON, organization=body, name="试联络"),
        }
        self.tower = factories.building(tree.street, name="试验塔楼", life_stage="in_use")
        self.alone = factories.building(
            tree.street, name="试验无主楼", life_stage="in_use", community=tree.community
        )
        self.silent = factories.building(tree.street, name="试验静默楼", life_stage="in_use")
        Assignment.objects.create(
            capacity=Capacity.LIAISON,
            user=self.people["liaison"],
            building=self.tower,
            start=factories.LONG_AGO,
        )
        for house, firm in ((self.tower, "甲"), (self.tower, "乙"), (self.alone, "丙")):
            factories.occupancy(
                factories.enterprise(name=f"试验{firm}有限公司"),
                factories.unit(house, number=f"{ord(firm) % 900}"),
                start=earlier,
            )


@pytest.fixture
def enter(browser_context: BrowserContext, live_server: Any) -> Any:
    browser: Browser | None = browser_context.browser
    assert browser is not None
    opened = []

    def page_of(person: User, viewport: dict[str, int]) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            locale="zh-CN",
            viewport=viewport,  # type: ignore[arg-type]
            has_touch=viewport is PHONE,
        )
        opened.append(context)
        enter_as(context, person, live_server.url)
        page = context.new_page()
        page.set_default_timeout(20_000)
        return page

    yield page_of
    for context in opened:
        context.close()


def test_a_round_from_the_census_to_the_bulletin(
    enter: Enter, worker: Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    district = District()
    office = enter(district.people["office"], WIDE)
    street = enter(district.people["street"], WIDE)
    liaison = enter(district.people["liaison"], PHONE)
    _census(district, office, street, liaison)
    _month(district, office, liaison)
    _proxy(district, enter(district.people["community"], PHONE))
    _returned_with_a_proposal(street)
    _confirmed(district, liaison)
    _accepted(street, 2)
    _visited(street, enter(district.people["street"], PHONE))
    _a_month_later(monkeypatch)
    office = enter(district.people["office"], WIDE)
    _closed(district, office, enter(district.people["liaison"], PHONE))
    _computed(office)
    address = _drafted(office)
    _issued(enter(district.people["leader"], WIDE), address)
    _read(enter(district.people["street"], PHONE), address)


def _a_month_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server's clock stands in the month after; what was signed before stays as it was."""
    real = timezone.now
    ahead = Period.of(timezone.localdate()).shifted(1).first - timezone.localdate()
    monkeypatch.setattr(timezone, "now", lambda: real() + ahead + timedelta(days=2))


def _looked_at(page: Page, name: str) -> None:
    assert overflow(page) == []
    assert axe_violations(page) == []
    keep_screenshot(page, name)


def _duty(building: Building, kind: CycleKind) -> Duty:
    return building.collection_duties.get(cycle__kind=kind)


def _census(district: District, office: Page, street: Page, liaison: Page) -> None:
    office.goto("/collection/months/")
    office.get_by_text("建库核对", exact=True).click()
    due_on = timezone.localdate() + timedelta(days=10)
    office.get_by_label("建库截止日期").fill(f"{due_on}")
    office.get_by_role("button", name="开启建库核对").click()
    expect(office.get_by_text("应报 3 幢")).to_be_visible()
    _looked_at(office, "round-months")
    liaison.goto(_duty(district.tower, CycleKind.CENSUS).get_absolute_url())
    expect(liaison.locator("h1")).to_contain_text("建库核对")
    _sign(liaison)
    _accepted(street, 1)
    office.goto("/collection/months/")
    office.get_by_role("link", name="建库").click()
    expect(office.get_by_text("建库完成")).to_be_visible()
    _looked_at(office, "round-census")


def _sign(phone: Page) -> None:
    phone.locator("label.rest").tap()
    phone.get_by_role("button", name="提交本月更新").tap()
    expect(phone.get_by_text("待核实")).to_be_visible()


def _month(district: District, office: Page, liaison: Page) -> None:
    office.goto("/collection/months/")
    office.get_by_role("button", name="开启").first.click()
    expect(office.get_by_text("应报 3 幢")).to_be_visible()
    liaison.goto(_duty(district.tower, CycleKind.MONTH).get_absolute_url())
    _sign(liaison)


def _proxy(district: District, community: Page) -> None:
    community.goto("/collection/")
    community.get_by_role("link", name="试验无主楼").last.tap()
    _sign(community)
    expect(community.get_by_text("代报")).to_be_visible()


def _returned_with_a_proposal(street: Page) -> None:
    street.goto("/verification/")
    street.get_by_role("link", name="试验塔楼").first.click()
    street.get_by_text("退回", exact=True).first.click()
    street.get_by_label("退回理由").fill("甲公司门口贴了搬迁告示")
    street.get_by_label("企业", exact=True).select_option(label="试验甲有限公司")
    street.get_by_label("建议改为").select_option(label="已搬走")
    street.get_by_label("最后在驻日期").fill(f"{timezone.localdate()}")
    _looked_at(street, "round-proposal")
    street.locator("details button", has_text="退回").click()
    expect(street.get_by_text("已退回：试验塔楼")).to_be_visible()


def _confirmed(district: District, liaison: Page) -> None:
    liaison.goto(_duty(district.tower, CycleKind.MONTH).get_absolute_url())
    expect(liaison.get_by_text("街道核对认为：已搬走")).to_be_visible()
    expect(liaison.get_by_text("搬迁告示")).to_be_visible()
    _looked_at(liaison, "round-proposed")
    _sign(liaison)
    gone = district.tower.occupancies.get(enterprise__name="试验甲有限公司")
    assert gone.end == timezone.localdate()


def _accepted(street: Page, count: int) -> None:
    street.goto("/verification/")
    if count == 1:  # the census is another month of the desk
        census = Cycle.objects.unscoped("test").get(kind=CycleKind.CENSUS)
        street.goto(f"/verification/?month={census.slug}")
    for box in street.locator(".queue input[type=checkbox]").all():
        box.check()
    street.get_by_role("button", name="选中的核实通过").click()
    expect(street.get_by_text(f"已核实 {count} 幢")).to_be_visible()


def _visited(street: Page, phone: Page) -> None:
    street.goto("/verification/")
    street.get_by_role("button", name="随机抽取").click()
    expect(street.get_by_text("种子")).to_be_visible()
    phone.goto(street.url.replace(street.url.split("/verification")[0], ""))
    for card in phone.locator(".sampled li").all():
        card.get_by_text("一致", exact=True).tap()
    _looked_at(phone, "round-sample")
    phone.get_by_role("button", name="保存核实结果").tap()
    expect(phone.get_by_text("与现场一致").first).to_be_visible()


def _closed(district: District, office: Page, liaison: Page) -> None:
    month = Cycle.objects.unscoped("test").get(kind=CycleKind.MONTH)
    office.goto("/collection/months/")
    office.locator("tr", has_text=f"{month}").get_by_text("结束", exact=True).first.click()
    office.get_by_role("button", name=f"结束{month}", exact=True).click()
    expect(office.get_by_text("试区办结束")).to_be_visible()
    duty = _duty(district.tower, CycleKind.MONTH)
    assert duty.state == DutyState.ACCEPTED
    liaison.goto(duty.get_absolute_url())
    expect(liaison.get_by_text("请街道报区楼宇办批准补报")).to_be_visible()


def _computed(office: Page) -> None:
    ended = Period.of(timezone.localdate()).previous
    office.goto(f"/figures/?period={ended}")
    office.get_by_role("button", name=re.compile("计算")).first.click()
    expect(office.get_by_text("已完成").first).to_be_visible(timeout=LONG_WORK)
    # The worker's clock stands in the month before, when the round was not over.
    PeriodState.objects.update(computed_at=timezone.now())


def _drafted(office: Page) -> str:
    """Offered by itself: the month is over. Address of the bulletin, sent to be approved."""
    office.goto("/bulletins/")
    _looked_at(office, "round-bulletins")
    ended = Period.of(timezone.localdate()).previous
    office.locator(".bulletin-due", has_text=ended.words).get_by_role("button").click()
    office.get_by_role("button", name="送核稿").click()
    expect(office.locator("main")).to_contain_text("核稿")
    return office.url


def _issued(leader: Page, address: str) -> None:
    leader.goto(address)
    leader.get_by_role("button", name="签发").click()
    expect(leader.locator("main")).to_contain_text("试领导")
    _agrees(leader)
    _looked_at(leader, "round-bulletin")


def _agrees(page: Page) -> None:
    """Three due, two handed in and accepted, one of them sent back once; one firm has left."""
    month = Cycle.objects.unscoped("test").get(kind=CycleKind.MONTH)
    on_time = sum(day <= month.due_on for day in _days_of(month))
    paper = " ".join(page.locator(".bulletin-paper").inner_text().split())
    day = f"{month.due_on.month}月{month.due_on.day}日"
    for words in (
        f"全区应报楼宇3幢，到{day}按时报送{on_time}幢",
        "已报送2幢，报送率66.67%",
        "核实通过2幢，核实率66.67%，一次通过率50.00%",
        "核实准确率100.00%",
        "迁出1家。联络员报送变更1项，其中已核实1项。",
        "本月没有报送的楼宇1幢",
        "试验静默楼 向阳街道 未报送 — 否 0",
        "试验塔楼 向阳街道 已核实",
        "试验无主楼 向阳街道 已核实",
    ):
        assert words in paper, paper


def _days_of(month: Cycle) -> list[date]:
    """When what stands of it was handed in: behind the due day where that falls early."""
    last = (duty.submissions.order_by("number").last() for duty in month.buildings_due.all())
    return [timezone.localdate(one.at) for one in last if one]


def _read(street: Page, address: str) -> None:
    """A street reads what was issued for the district: no building is named to it."""
    street.goto("/bulletins/")
    street.get_by_role("link", name="楼宇数据维护通报").first.tap()
    expect(street).to_have_url(address)
    paper = street.locator(".bulletin-paper")
    expect(paper).to_contain_text("全区应报楼宇3幢")
    expect(paper).not_to_contain_text("试验静默楼")
