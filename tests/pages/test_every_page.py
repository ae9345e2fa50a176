"""每一页: accessible, within its width and easy to touch, over a district full of data."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from demo.generate import SEED, fill
from louyu.engines.measures import Period, Quarter
from louyu.journey.publication.services import draft
from louyu.journey.statistics.computing import compute
from louyu.kernel.files.services import store
from louyu.kernel.jobs.models import Job, JobState
from louyu.kernel.jobs.services import run_job
from louyu.kernel.scope import Actor
from louyu.registers.deliveries.services import start_import
from louyu.registers.organizations.actors import actor_of
from louyu.registers.organizations.models import User
from louyu.registers.places.models import Place
from tests.browser import WIDTHS, axe_violations, enter_as, overflow, small_targets
from tests.pages.addresses import pages

PHONE = WIDTHS[0]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office(
    browser_context: BrowserContext, live_server: Any, settings: Any, tmp_path: Path
) -> User:
    settings.FILES_DIR = tmp_path
    today = timezone.localdate()
    fill(seed=SEED, base=today)
    person = User.objects.get(username="office")
    _issue_figures(Period.of(today).quarter.previous, actor_of(person))
    _import_with_a_mistake(person)
    for state in JobState:
        error = "第 3 行的楼宇找不到，请核对名称。" if state == JobState.FAILED else ""
        Job.objects.create(
            kind="test", title="导入花名册", owner_id=person.pk, state=state, error=error
        )
    enter_as(browser_context, person, live_server.url)
    return person


def _issue_figures(quarter: Quarter, actor: Actor) -> None:
    for period in (quarter.last_month, quarter.previous.last_month):
        compute(period=period, actor=actor)
    draft(span=quarter, place=Place.objects.get(parent=None), actor=actor, letterhead=True)


def _import_with_a_mistake(person: User) -> None:
    text = "楼宇编码,楼宇名称,管理街道/园区\nX-1,试验大厦,向阳街道\nX-2,试验广场,没有的街道\n"
    file = store(name="楼宇.csv", chunks=[text.encode()], owner_id=person.pk)
    taken = start_import(actor=actor_of(person), kind="buildings", file=file)
    run_job(taken.job_id or 0)


def faults(page: Page, address: str) -> Iterator[str]:
    """Every width is looked at without loading the page again."""
    said: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error":
            said.append(message.text)

    page.on("console", listen)
    answer = page.goto(address)
    if answer is None or not answer.ok or urlsplit(page.url).path != address:
        yield f"{address}: answered {answer and answer.status} at {page.url}"
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found = [*axe_violations(page), *(f"overflow {one}" for one in overflow(page))]
        found += [f"small {one}" for one in small_targets(page)] if width == PHONE else []
        yield from (f"{address} at {width}: {one}" for one in found)
    page.remove_listener("console", listen)
    yield from (f"{address}: {text}" for text in said)


def test_every_page_is_sound_at_every_width(office: User, page: Page) -> None:
    assert [fault for address in pages() for fault in faults(page, address)] == []
