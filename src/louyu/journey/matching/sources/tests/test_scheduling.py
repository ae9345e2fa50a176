"""取数时刻: by times that are told, never by waiting."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from louyu.engines.measures import Period
from louyu.journey.matching.sources import scheduling
from louyu.journey.matching.sources.models import FeedSource, Pull
from louyu.journey.matching.sources.tests.feeds import (
    HEADERS,
    Feed,
    at,
    csv_text,
    round_at,
    tax_rows,
)

pytestmark = pytest.mark.django_db


def source(every: str, on_day: int = 1, hour: int = 6) -> FeedSource:
    return FeedSource(every=every, on_day=on_day, hour=hour, covers="previous")


@pytest.mark.parametrize(
    ("every", "day", "now", "last", "following"),
    [
        ("day", 1, "2026-10-05 05:59", "2026-10-04 06:00", "2026-10-05 06:00"),
        ("day", 1, "2026-10-05 06:00", "2026-10-05 06:00", "2026-10-06 06:00"),
        ("week", 1, "2026-10-04 23:00", "2026-09-28 06:00", "2026-10-05 06:00"),
        ("week", 7, "2026-10-04 23:00", "2026-10-04 06:00", "2026-10-11 06:00"),
        ("month", 5, "2026-10-05 05:00", "2026-09-05 06:00", "2026-10-05 06:00"),
        ("month", 28, "2026-03-01 00:00", "2026-02-28 06:00", "2026-03-28 06:00"),
        ("month", 28, "2026-01-02 00:00", "2025-12-28 06:00", "2026-01-28 06:00"),
        ("month", 1, "2026-12-31 23:59", "2026-12-01 06:00", "2027-01-01 06:00"),
    ],
)
def test_the_appointed_times(every: str, day: int, now: str, last: str, following: str) -> None:
    one = source(every, day)
    assert scheduling.slot(one, at(now)) == at(last)
    assert scheduling.next_slot(one, at(now)) == at(following)


def test_which_month_is_asked_for_and_when_it_is_due(feed: Feed) -> None:
    one = feed.source
    assert scheduling.expected(one, date(2026, 10, 1)) == Period("2026-09")
    assert scheduling.due_on(one, Period("2026-09")) == date(2026, 10, 15)
    assert scheduling.due_on(one, Period("2025-11")) is None, "before the source there was no day"
    one.covers = "current"
    assert scheduling.expected(one, date(2026, 10, 1)) == Period("2026-10")
    assert scheduling.due_on(one, Period("2026-09")) == date(2026, 9, 15)


def months(pulls: list[Pull]) -> list[str]:
    return [str(pull.month) for pull in pulls]


def test_a_round_asks_once_at_each_appointed_time_and_for_late_months_too(feed: Feed) -> None:
    begun = round_at("2026-04-02 06:00")
    assert months(begun) == ["2026-01", "2026-02", "2026-03"]
    assert {pull.state for pull in begun} == {"nothing"}
    assert round_at("2026-04-02 06:10") == []
    assert months(round_at("2026-04-02 07:00")) == months(begun), "looked again after an hour"
    assert Pull.objects.unscoped("test").count() == 3, "in the same rows"
    assert round_at("2026-04-02 07:50") == []
    feed.accept("2026-03")
    assert months(round_at("2026-04-06 06:00")) == ["2026-01", "2026-02", "2026-03"]


def test_a_file_that_comes_later_is_found_by_a_later_round(feed: Feed) -> None:
    feed.accept("2026-02")
    assert [one.state for one in round_at("2026-04-02 06:00")][-1] == "nothing"
    feed.drop_good("2026-03")
    assert round_at("2026-04-02 07:00")[-1].state == "taken"


def test_failures_are_tried_again_after_growing_pauses_and_then_wait(feed: Feed) -> None:
    feed.source.settings["folder"] = "/etc"
    feed.source.save()
    feed.source.active_from = date(2026, 4, 1)
    feed.source.save()
    tried = []
    for now in (
        *("2026-05-02 06:00", "2026-05-02 06:09", "2026-05-02 06:10", "2026-05-02 06:30"),
        *("2026-05-02 06:40", "2026-05-02 08:40", "2026-05-02 14:40"),
    ):
        tried.append([(one.state, one.attempt) for one in round_at(now)])
    once = [[("failed", number)] * 2 for number in range(1, 6)]
    assert tried == [once[0], [], once[1], [], once[2], once[3], once[4]]
    anew = {one.next_retry for one in round_at("2026-05-03 06:00")}
    assert anew == {at("2026-05-03 06:10")}, "a new appointed time begins anew"


def test_after_the_last_pause_nothing_is_tried_before_the_next_time() -> None:
    pull = Pull(started_at=at("2026-05-02 06:00"), attempt=5)
    assert scheduling.retry_after_failure(pull) == at("2026-05-03 06:00")
    pull.attempt = 6
    assert scheduling.retry_after_failure(pull) is None


def test_what_is_not_in_force_is_left_alone(feed: Feed) -> None:
    feed.source.active_to = date(2026, 3, 31)
    feed.source.save()
    assert round_at("2026-04-02 06:00") == []


def test_a_record_of_use_that_ended_fetches_nothing(feed: Feed) -> None:
    feed.source.valid_until = date(2026, 6, 30)
    feed.source.save()
    feed.drop_good("2026-03")
    pull = feed.pull("2026-03")
    assert pull.state == "failed"
    assert "使用期限 2026-06-30 已过" in pull.words


def test_rounds_at_one_time_begin_each_attempt_once(feed: Feed) -> None:
    from louyu.journey.matching.sources.rounds import go_round

    first, again = go_round(at("2026-02-02 06:00")), go_round(at("2026-02-02 06:00"))
    assert [one.pk for one in first] == [one.pk for one in again] or again == []
    assert Pull.objects.unscoped("test").count() == len(first)


def test_the_next_file_of_a_folder_with_two_sources(feed: Feed, tmp_path: Path) -> None:
    """Another name is another source's; each takes its own."""
    path = feed.drop("2026-02", csv_text(HEADERS, tax_rows("2026-02")), name="别的_202602.csv")
    assert feed.pull("2026-02").state == "nothing"
    assert path.exists()
