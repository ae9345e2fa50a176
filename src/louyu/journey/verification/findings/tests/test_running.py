"""跑检查的规则: what is gone closes, what is new opens, what was answered stays quiet."""

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from demo import factories
from louyu.engines import checks as declared
from louyu.engines.checks import Check, Doubt, Extent, Severity
from louyu.journey.verification.findings.answering import AnswerRefused, answer
from louyu.journey.verification.findings.models import CheckRun, Closing, Finding
from louyu.journey.verification.findings.running import (
    check_buildings,
    check_everything,
    reconcile,
)
from louyu.kernel.scope import Actor
from louyu.kernel.testing import refused_by
from louyu.registers.buildings.models import Building
from louyu.registers.organizations.models import Role

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def _nothing(extent: Extent) -> Iterable[Doubt]:
    return ()


CHECK = Check("invented", Severity.WARNING, "试", "试着更正", _nothing, False, "街道")


@pytest.fixture
def tree() -> factories.PlaceTree:
    return factories.place_tree()


@pytest.fixture
def building(tree: factories.PlaceTree) -> Building:
    return factories.building(tree.street)


@pytest.fixture
def street(tree: factories.PlaceTree) -> Actor:
    return factories.actor(Role.STREET, place=tree.street)


@pytest.mark.django_db(transaction=True)
def test_an_answer_given_while_the_checks_run_is_kept_and_breaks_nothing() -> None:
    """It is written before the run or after it, never in between."""
    tree = factories.place_tree()
    street, house = factories.actor(Role.STREET, place=tree.street), factories.building(tree.street)
    extent, old = Extent(TODAY), Doubt("s", "试楼", "原来的话", building=house.pk)
    with transaction.atomic():
        reconcile(CHECK, [old], extent)
    finding = Finding.objects.unscoped("test").get()
    said: list[Future[None]] = []

    def say() -> None:
        answer(finding=finding, text="确实如此", actor=street)
        connection.close()

    def meanwhile() -> Iterator[Doubt]:
        said.append(threads.submit(say))
        with suppress(TimeoutError):
            said[0].result(timeout=2)
        yield replace(old, words="新的话")

    with ThreadPoolExecutor(1) as threads, transaction.atomic():
        reconcile(CHECK, meanwhile(), extent)
    said[0].result()
    finding.refresh_from_db()
    assert (finding.words, finding.closing) == ("新的话", Closing.ANSWERED)


@pytest.fixture
def only() -> Iterator[dict[str, Check]]:
    """The registry emptied for a test that declares its own."""
    kept = dict(declared._checks)
    declared._checks.clear()
    yield declared._checks
    declared._checks.clear()
    declared._checks.update(kept)


def doubt(building: Building, words: str = "填了 0 人", subject: str = "stay:1") -> Doubt:
    return Doubt(subject, "试验企业", words, building.get_absolute_url(), building.pk)


def run(*doubts: Doubt, day: date = TODAY, check: Check = CHECK) -> None:
    reconcile(check, doubts, Extent(day))


def stood() -> list[tuple[str, str]]:
    rows = Finding.objects.unscoped("test").order_by("pk")
    return list(rows.values_list("words", "closing"))


def test_found_again_it_is_one_and_gone_it_closes(building: Building) -> None:
    run(doubt(building), day=TODAY - timedelta(days=2))
    run(doubt(building), day=TODAY - timedelta(days=1))
    assert stood() == [("填了 0 人", "")]
    run()
    row = Finding.objects.unscoped("test").get()
    assert (row.opened_on, row.closed_on) == (TODAY - timedelta(days=2), TODAY)
    assert row.closing == Closing.CORRECTED


def test_what_is_seen_is_kept_in_its_latest_words(building: Building) -> None:
    run(doubt(building))
    run(doubt(building, words="填了 1 人"), check=replace(CHECK, severity=Severity.HINT))
    assert stood() == [("填了 1 人", "")]
    assert Finding.objects.unscoped("test").get().severity == Severity.HINT


def test_an_answer_keeps_quiet_until_the_words_change(building: Building, street: Actor) -> None:
    run(doubt(building))
    answer(finding=Finding.objects.visible_to(street).get(), text=" 机房，无人 ", actor=street)
    run(doubt(building))
    run()
    run(doubt(building))
    assert stood() == [("填了 0 人", "answered")]
    run(doubt(building, words="改填了 9999 人"))
    assert stood() == [("填了 0 人", "answered"), ("改填了 9999 人", "")]
    told = Finding.objects.unscoped("test").earliest("pk")
    assert (told.answer, told.answered_by_id) == ("机房，无人", street.user_id)


def test_who_may_answer(building: Building, street: Actor, tree: factories.PlaceTree) -> None:
    run(doubt(building))
    finding = Finding.objects.visible_to(street).get()
    with pytest.raises(AnswerRefused, match="请写明情况"):
        answer(finding=finding, text="  ", actor=street)
    with pytest.raises(AnswerRefused):
        answer(finding=finding, text="领导看过", actor=factories.actor(Role.LEADER))
    other = factories.actor(Role.STREET, place=tree.other_street)
    with pytest.raises(Finding.DoesNotExist):
        answer(finding=finding, text="别的街道", actor=other)
    company = factories.organization()
    factories.party(building, company)
    answer(finding=finding, text="机房", actor=factories.actor(Role.LIAISON, organization=company))
    assert stood() == [("填了 0 人", "answered")]
    with pytest.raises(AnswerRefused, match="已经结束"):
        answer(finding=finding, text="又说一次", actor=street)


def test_what_cannot_be_right_is_mended_not_explained(building: Building, street: Actor) -> None:
    run(doubt(building), check=replace(CHECK, severity=Severity.BLOCKING))
    finding = Finding.objects.visible_to(street).get()
    with pytest.raises(AnswerRefused, match="请更正数据"):
        answer(finding=finding, text="就是这样", actor=street)
    with refused_by("finding_blocking_is_mended"):
        Finding.objects.unscoped("test").update(
            closing="answered", answer="x", answered_by_words="x", answered_at=timezone.now()
        )


def test_some_buildings_are_looked_at_without_touching_the_others(
    tree: factories.PlaceTree, building: Building, only: dict[str, Check]
) -> None:
    other = factories.building(tree.street)
    asked = []

    def look(extent: Extent) -> Iterable[Doubt]:
        asked.append(extent.buildings)
        return ()

    only["invented"] = replace(CHECK, look=look)
    only["standing"] = replace(CHECK, code="standing", standing=True, look=look)
    run(doubt(building, subject="a"), doubt(other, subject="b"))
    check_buildings([other.pk])
    assert asked == [frozenset({other.pk})]
    open_ones = Finding.objects.unscoped("test").filter(closed_on=None)
    assert [row.building_id for row in open_ones] == [building.pk]
    assert not CheckRun.objects.unscoped("test").exists()


def test_a_check_that_breaks_off_leaves_what_stood(
    building: Building, only: dict[str, Check]
) -> None:
    def breaks(extent: Extent) -> Iterator[Doubt]:
        yield doubt(building, subject="half")
        raise RuntimeError

    run(doubt(building))
    only["invented"] = replace(CHECK, look=breaks)
    only["other"] = replace(CHECK, code="other", look=lambda extent: [doubt(building)])
    check_everything()
    assert stood() == [("填了 0 人", "")] * 2
    kept = CheckRun.objects.unscoped("test").order_by("code")
    assert list(kept.values_list("code", "found")) == [("invented", None), ("other", 1)]
    check_everything()
    assert kept.count() == 2


def test_of_a_check_that_is_gone_nothing_stays_open(
    building: Building, only: dict[str, Check]
) -> None:
    run(doubt(building))
    check_everything()
    assert stood() == [("填了 0 人", "withdrawn")]


def test_what_is_closed_stays_as_it_was(building: Building) -> None:
    run(doubt(building))
    run()
    with refused_by("finding_closed_stays_closed"):
        Finding.objects.unscoped("test").update(words="另一样")


def test_one_thing_is_open_once(building: Building) -> None:
    run(doubt(building))
    row = Finding.objects.unscoped("test").get()
    row.pk = None
    with refused_by("finding_open_once"):
        row.save(force_insert=True)


def test_two_checks_of_one_name_are_refused(only: dict[str, Check]) -> None:
    told = ("invented", Severity.HINT, "试", "试")
    declared.check(*told)(_nothing)
    with pytest.raises(ValueError, match="twice"):
        declared.integrity(*told)(_nothing)
