"""开局: an invented district starts from a folder of messy workbooks, in the browser alone.

The console opens the first accounts and nothing else. What is wrong in the workbooks is refused
where it stands; what is right becomes figures, coverage and a work list.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import Popen
from typing import Any
from urllib.parse import urljoin

import pyotp
import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from louyu.engines.measures import Period
from louyu.kernel.commands import run
from louyu.registers.enterprises.models import Enterprise
from tests.browser import axe_violations, overflow, sign_in
from tests.journeys.ledgers import build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG_WORK = 60_000
# Step of the assistant, workbook, rows that go in, rows refused or held back.
SENT = (
    ("places", "places", 3, 0),
    ("buildings", "buildings", 4, 0),
    ("roster", "roster-by-building", 6, 2),
    ("roster", "roster-mixed", 3, 1),
    ("roster", "roster-csv", 2, 2),
    ("roster", "roster-totals", 6, 0),
    ("key-buildings", "key-buildings", 2, 1),
    ("history", "history", 2, 1),
    ("local-industries", "industries", 2, 1),
)
DONE = (
    "places",
    "buildings",
    "roster",
    "key-buildings",
    "history",
    "local-industries",
    "letterhead",
)


@pytest.fixture
def passwords(settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """What `./louyu init` shows once: account → password."""
    told = ["--district", "439901", "--name", "桃源湖区", "--office", "桃源湖区楼宇办"]
    assert run(["init", *told]) == 0
    return dict(re.findall(r"账号：(\w+)（.+?）密码 ([\w-]+)，", capsys.readouterr().out))


def test_a_district_starts_from_its_own_ledgers(
    page: Page, worker: Popen[bytes], passwords: dict[str, str], tmp_path: Path
) -> None:
    books = build(tmp_path)
    sign_in(page, "office", passwords["office"])
    for step, book, taken, left in SENT:
        send(page, step, books[book], taken, left)
    bring_revenue(page, books["fiscal"])
    set_letterhead(page)
    expect_steps_done(page)
    compute_this_month(page)
    read_figures(page)
    open_work_list(page)
    bring_people(page, books["users"], passwords)
    bring_tax(page, books["tax"])


def bring_revenue(page: Page, workbook: Path) -> None:
    """With its data-use record; tax is not even named to a person who is not cleared."""
    page.goto("/setup/")
    page.locator("tr#revenue").get_by_role("link", name="上传").click()
    expect(page.get_by_label("哪种表")).not_to_contain_text("税收")
    page.get_by_label("哪种表").select_option("fiscal-revenue")
    page.get_by_label("所属期").fill("2026-09")
    page.set_input_files("input[type=file]", workbook)
    describe(page, "数据共享协议（示例）")
    taken_in(page, workbook, 9, 1)


def send(page: Page, step: str, workbook: Path, taken: int, left: int) -> None:
    """From the assistant's step to the receipt; every refusal has its place and its reason."""
    page.goto("/setup/")
    page.locator(f"tr#{step}").get_by_role("link", name="上传").click()
    page.set_input_files("input[type=file]", workbook)
    page.get_by_role("button", name="上传并检查").click()
    taken_in(page, workbook, taken, left)


def taken_in(page: Page, workbook: Path, taken: int, left: int) -> None:
    page.locator("#outcome").wait_for(timeout=LONG_WORK)
    page.get_by_role("button", name="确认导入").click()
    expect(page.locator("#outcome")).to_contain_text("已导入", timeout=LONG_WORK)
    told = page.locator("#outcome").inner_text()
    counts = {
        word: int(number)
        for word, number in re.findall(r"(新增|修改|不变|拒绝|疑似同一) (\d+)", told)
    }
    assert counts["新增"] + counts["修改"] + counts["不变"] == taken, (workbook.name, told)
    assert counts["拒绝"] + counts["疑似同一"] == left, (workbook.name, told)


def set_letterhead(page: Page) -> None:
    """Until there is one, the step says what stands in its place."""
    page.goto("/setup/")
    step = page.locator("tr#letterhead")
    expect(step).to_contain_text("未设置，用区楼宇办的名称")
    step.get_by_role("link", name="打开").click()
    page.get_by_role("link", name="新增版头").click()
    page.get_by_label("发文机关标志").fill("桃源湖区楼宇办文件")
    page.get_by_label("发文机关署名").fill("桃源湖区楼宇办")
    page.get_by_label("启用日期").fill("2026-01-01")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("main")).to_contain_text("桃源湖区楼宇办文件")


def expect_steps_done(page: Page) -> None:
    page.goto("/setup/")
    for step in DONE:
        expect(page.locator(f"tr#{step}")).to_contain_text("已有")
    assert axe_violations(page) == []
    assert overflow(page) == []


def compute_this_month(page: Page) -> None:
    page.goto("/figures/")
    page.fill("#compute-period", str(Period.of(timezone.localdate())))
    page.get_by_role("button", name="开始计算").click()
    expect(page.get_by_text("已完成").first).to_be_visible(timeout=LONG_WORK)


def read_figures(page: Page) -> None:
    """Coverage beside the figures; what nobody reported is uncollected, not let."""
    page.goto("/figures/")
    main = page.locator("main")
    expect(main).to_contain_text("4／4 幢")
    expect(main).to_contain_text("未采集面积")
    page.get_by_role("link", name="入驻市场主体数").first.click()
    expect(page.locator("main")).to_contain_text("家")


def open_work_list(page: Page) -> None:
    """Firms without a code are in, and wait for it."""
    page.goto("/attention/uncoded/")
    lacking = Enterprise.objects.unscoped("test").filter(uscc=None)
    assert lacking.exists()
    for firm in lacking[:3]:
        expect(page.locator("main")).to_contain_text(firm.name)


@contextmanager
def another_desk(page: Page) -> Iterator[Page]:
    """A browser of one's own: the same server, nobody signed in yet."""
    browser = page.context.browser
    assert browser
    context = browser.new_context(base_url=urljoin(page.url, "/"), locale="zh-CN")
    yield context.new_page()
    context.close()


def bring_people(page: Page, workbook: Path, passwords: dict[str, str]) -> None:
    """One administrator sends the table and prints the links, another approves the posts."""
    with another_desk(page) as first, another_desk(page) as second:
        administer(first, "sysadmin", passwords)
        first.goto("/imports/?kind=users")
        first.set_input_files("input[type=file]", workbook)
        first.get_by_role("button", name="上传并检查").click()
        taken_in(first, workbook, 3, 1)
        propose_clearance(first, "office")
        administer(second, "secadmin", passwords)
        second.goto("/grants/")
        for box in second.get_by_role("checkbox").all():
            box.check()
        second.get_by_role("button", name="批准选中的").click()
        expect(second.locator("main")).to_contain_text("没有等待复核的申请")
        first.goto("/people/")
        assert axe_violations(first) == []
        first.get_by_role("row", name=re.compile("赵例")).get_by_role("checkbox").check()
        first.get_by_role("button", name="给选中的发登录单").click()
        link = first.locator("code.address").inner_text()
        assert axe_violations(first) == []
    with another_desk(page) as third:
        third.goto(link)
        third.get_by_role("button", name="登录").click()
        expect(third.locator("header").first).to_contain_text("赵例")


def propose_clearance(page: Page, account: str) -> None:
    page.goto(f"/people/?q={account}")
    page.locator("main table a").first.click()
    form = page.locator("form:has(input[name=act][value=clearance])")
    form.get_by_label("查阅授权").select_option("tax")
    form.get_by_label("依据文件").fill("桃政授〔2026〕1号（示例）")
    form.get_by_role("button", name="提交复核").click()
    expect(page.locator("main")).to_contain_text("待复核")


def bring_tax(page: Page, workbook: Path) -> None:
    """Sums since January make no month: what is lacking is told, and nothing is written."""
    bind_phone(page)
    page.goto("/deliveries/new/?kind=tax")
    page.get_by_label("所属期").fill("2026-09")
    page.set_input_files("input[type=file]", workbook)
    page.get_by_label("金额是 1 月起的累计数").check()
    describe(page, "财税数据共享协议（示例）")
    expect(page.locator("main")).to_contain_text("还缺 2026 年 1月", timeout=LONG_WORK)
    page.goto("/tax/")
    expect(page.locator("main")).to_contain_text("还没有税收数据")


def describe(page: Page, basis: str) -> None:
    """The data-use record of a file, which is then sent."""
    page.get_by_label("提供单位").select_option(label="桃源湖区楼宇办")
    page.get_by_label("法律依据").fill(basis)
    page.get_by_label("使用目的").fill("计算财政贡献率")
    page.get_by_role("button", name=re.compile("上传")).click()


def administer(page: Page, account: str, passwords: dict[str, str]) -> None:
    """The first time the phone is bound, which opens the duty in this session."""
    sign_in(page, account, passwords[account])
    bind_phone(page)


def bind_phone(page: Page) -> None:
    page.goto("/accounts/second-factor/new/")
    secret = page.locator("code.address").inner_text()
    page.fill("#id_code", pyotp.TOTP(secret).now())
    page.get_by_role("button", name="启用").click()
    expect(page.locator("main")).to_contain_text("恢复码")
