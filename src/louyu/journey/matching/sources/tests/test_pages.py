"""数据接入页面: who sees and does what; that they can be read, touched and used without script."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page

from demo import factories
from louyu.journey.matching.sources.models import FeedSource, Pull, Via
from louyu.journey.matching.sources.tests.feeds import Feed, cleared_user, run, words_of
from louyu.kernel import inbox
from louyu.registers.deliveries.models import DataClass
from louyu.registers.organizations.actors import actor_of
from louyu.registers.organizations.models import Role, User
from tests.browser import (  # noqa: F401 - fixtures
    WIDTHS,
    axe_violations,
    browser_context,
    chromium,
    enter_as,
    overflow,
    page,
    small_targets,
)

SHORT = "20 行，上次（2026-08）40 行"


@pytest.fixture
def held(feed: Feed) -> Pull:
    feed.knows("2026-08")
    feed.drop_good("2026-09", payers=20)
    pull = feed.pull("2026-09")
    assert pull.state == "quarantined"
    return pull


def entered(person: User) -> Client:
    client = Client()
    factories.sign_in(client, person)
    return client


def read(person: User, address: str) -> str:
    return entered(person).get(address).content.decode()


def decided(person: User, pull: Pull, do: str, why: str = "") -> Pull:
    told = {"do": do, "why": why}
    entered(person).post(reverse("pull-decide", args=[pull.pk]), told)
    return run(pull)


def test_whoever_is_cleared_reads_the_reasons_and_releases_with_one(held: Pull) -> None:
    person = cleared_user()
    shown = read(person, held.get_absolute_url())
    assert SHORT in shown
    assert "数据确实如此，放行" in shown
    assert decided(person, held, "release").state == "quarantined", "a reason is asked for"
    taken = decided(person, held, "release", "税务局说这个月只有这些")
    assert taken.state == "taken", words_of(taken)
    assert (taken.decided_by, taken.decision) == (person, "税务局说这个月只有这些")


def test_what_is_given_up_stays_given_up(held: Pull, feed: Feed) -> None:
    person, before = cleared_user(), feed.in_force()
    assert decided(person, held, "discard", "发错了").state == "discarded"
    assert decided(person, held, "release", "又要了").state == "discarded"
    feed.drop_good("2026-09", payers=20)
    again = feed.pull("2026-09")
    assert (again.state, "没有新数据" in again.words) == ("nothing", True)
    assert feed.in_force() == before


def test_a_better_file_takes_the_place_of_the_one_that_waits(held: Pull, feed: Feed) -> None:
    feed.drop_good("2026-09")
    assert feed.pull("2026-09").state == "taken"
    held.refresh_from_db()
    assert (held.state, "代替" in held.decision) == ("discarded", True)


def test_the_same_file_is_looked_at_again_when_asked(held: Pull) -> None:
    again = decided(cleared_user(), held, "again")
    assert (again.state, again.looked_again) == ("quarantined", 1)
    assert SHORT in words_of(again)


def test_the_office_without_the_clearance_is_told_that_something_waits_and_no_number(
    held: Pull,
) -> None:
    person = factories.user(Role.OFFICE)
    shown = read(person, held.source.get_absolute_url())
    assert "2026-09 的数据已隔离" in shown
    assert "需要查阅授权" in shown
    assert SHORT not in shown
    client = entered(person)
    assert client.get(held.get_absolute_url()).status_code == 404
    assert client.post(reverse("pull-decide", args=[held.pk])).status_code == 404
    waits = inbox.waiting(actor_of(person), [s for s in inbox.sources() if s.key == "feeds"])
    assert list(waits) == [("feeds", held.source_id, None)]


def test_a_department_sees_its_own_sources_and_brings_files(held: Pull) -> None:
    own = cleared_user(held.source.provider, Role.DEPARTMENT)
    other = factories.user(Role.DEPARTMENT, organization=factories.organization("department"))
    assert held.source.name in read(own, reverse("sources"))
    assert SHORT in read(own, held.source.get_absolute_url())
    assert held.source.name not in read(other, reverse("sources"))
    assert entered(other).get(held.source.get_absolute_url()).status_code == 404
    sent = {"period": "2026-09", "file": SimpleUploadedFile("税.csv", b"a,b\n1,2\n")}
    answer = entered(own).post(reverse("source-upload-act", args=[held.source_id]), sent)
    assert answer.status_code == 302
    brought = Pull.objects.unscoped("test").latest("pk")
    assert (brought.file_name, brought.state) == ("税.csv", "fetched")
    assert run(brought).state == "quarantined"
    for name in ("source-edit", "source-act"):
        assert entered(own).post(reverse(name, args=[held.source_id])).status_code == 404


def test_the_system_administrator_sees_that_it_works_and_no_more(held: Pull) -> None:
    person = factories.user(Role.SYSTEM_ADMIN)
    shown = read(person, reverse("sources"))
    assert "2026-09 的数据已隔离" in shown
    assert SHORT not in shown
    assert entered(person).get(held.source.get_absolute_url()).status_code == 404
    leader = factories.user(Role.LEADER)
    assert entered(leader).get(reverse("sources")).status_code == 404


def filled(feed: Feed, **changed: Any) -> dict[str, Any]:
    return {
        "name": "财政收入",
        "kind": "fiscal-revenue",
        "provider": feed.source.provider_id,
        "every": "month",
        "on_day": 5,
        "hour": 6,
        "covers": "previous",
        "due_day": 15,
        "active_from": "2026-01-01",
        "basis": "办法",
        "purpose": "统计",
        "data_class": DataClass.INTERNAL,
        "allowed_roles": ["office"],
        "via_folder": str(feed.folder),
        "via_pattern": "收入_{yyyymm}.csv",
        "via_complete": "marker",
    } | changed


def test_the_office_sets_a_source_up_and_is_told_what_cannot_work(feed: Feed) -> None:
    client = entered(factories.user(Role.OFFICE))
    address = reverse("source-new", args=["folder"])
    wrong = client.post(address, filled(feed, via_folder="/etc", on_day=30, basis=""))
    assert wrong.status_code == 422
    for said in ("不在开放的范围内", "请填 1 至 28"):
        assert said in wrong.content.decode()
    assert client.post(address, filled(feed)).status_code == 302
    made = FeedSource.objects.unscoped("test").get(name="财政收入")
    assert made.settings == {
        "folder": str(feed.folder),
        "pattern": "收入_{yyyymm}.csv",
        "complete": "marker",
        "columns": "",
    }
    edited = reverse("source-edit", args=[made.pk])
    assert "收入_{yyyymm}.csv" in client.get(edited).content.decode()
    assert client.post(edited, filled(feed, name="财政局收入")).status_code == 302
    assert client.post(reverse("source-act", args=[made.pk]), {"do": "check"}).status_code == 302
    asked = {"do": "pull", "period": "2026-09"}
    assert client.post(reverse("source-act", args=[made.pk]), asked).status_code == 302
    pull = run(Pull.objects.unscoped("test").get(source=made))
    assert (pull.state, pull.words) == ("nothing", "没有 收入_202609.csv 这个文件。")


def test_a_providers_own_headers_are_told_once_for_the_source(feed: Feed) -> None:
    client = entered(factories.user(Role.OFFICE))
    address = reverse("source-new", args=["folder"])
    told = filled(feed, via_pattern="收入_{yyyymm}.csv", via_complete="rename")
    wrong = client.post(address, told | {"via_columns": "入库=不存在的列"})
    assert "模板里没有“不存在的列”" in wrong.content.decode()
    assert (
        client.post(address, told | {"via_columns": "期=月份\n入库（元）=本月数"}).status_code
        == 302
    )
    factories.place_tree()
    feed.source = FeedSource.objects.unscoped("test").get(name="财政收入")
    feed.drop("2026-09", "期,入库（元）\n2026-09,12345.67\n", name="收入_202609.csv")
    pull = feed.pull("2026-09")
    assert {one["code"] for one in pull.reasons} == {"first"}, words_of(pull)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_every_page_can_be_read_and_touched_at_every_width(
    held: Pull,
    browser_context: BrowserContext,  # noqa: F811
    page: Page,  # noqa: F811
    live_server: Any,
    tmp_path: Path,
    settings: Any,
) -> None:
    enter_as(browser_context, cleared_user(), live_server.url)
    places = [
        *(reverse("sources"), reverse("source-choose"), held.get_absolute_url()),
        *(held.source.get_absolute_url(), reverse("source-edit", args=[held.source_id])),
        *(reverse("source-new", args=[via]) for via in Via.values),
    ]
    faults = []
    for place in places:
        page.goto(place)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found = [*axe_violations(page), *overflow(page)]
            found += small_targets(page) if width == WIDTHS[0] else []
            faults += [f"{place} at {width}: {one}" for one in found]
    assert not faults, "\n".join(map(str, faults))
