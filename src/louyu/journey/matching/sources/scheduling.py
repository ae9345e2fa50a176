"""取数时刻: which months of which sources are to be fetched at a given time; nobody sleeps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from louyu.engines.measures import Period
from louyu.journey.matching.sources.models import (
    OPEN,
    Covers,
    Every,
    FeedSource,
    Pull,
    PullState,
)

# After the first, second … failure in a row; then it is tried again at the next appointed time.
PAUSES = (
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(days=1),
)
# Months before the appointed one that are still asked for when they did not come.
EARLIER = 2
WHOLE = "the schedule looks at every attempt"


@dataclass(frozen=True)
class Due:
    source: FeedSource
    period: Period
    attempt: int


def slot(source: FeedSource, now: datetime) -> datetime:
    """The last appointed time up to now."""
    local = timezone.localtime(now)
    at = local.replace(hour=source.hour, minute=0, second=0, microsecond=0)
    if source.every == Every.WEEK:
        at -= timedelta(days=(at.isoweekday() - source.on_day) % 7)
    elif source.every == Every.MONTH:
        at = at.replace(day=source.on_day)
    return at if at <= local else _before(source, at)


def _before(source: FeedSource, at: datetime) -> datetime:
    if source.every == Every.MONTH:
        return (at.replace(day=1) - timedelta(days=1)).replace(day=source.on_day)
    return at - timedelta(days=7 if source.every == Every.WEEK else 1)


def next_slot(source: FeedSource, now: datetime) -> datetime:
    last = slot(source, now)
    if source.every == Every.MONTH:
        return (last.replace(day=1) + timedelta(days=32)).replace(day=source.on_day)
    return last + timedelta(days=7 if source.every == Every.WEEK else 1)


def expected(source: FeedSource, day: date) -> Period:
    """The month whose data are asked for on this day."""
    own = Period.of(day)
    return own if source.covers == Covers.CURRENT else own.previous


def due_on(source: FeedSource, period: Period) -> date | None:
    """The day by which the data of a month should be here; none for months before the source."""
    if source.due_day is None:
        return None
    after = period if source.covers == Covers.CURRENT else period.shifted(1)
    day = after.first.replace(day=source.due_day)
    return day if day >= max(source.active_from, timezone.localdate(source.created_at)) else None


def is_active(source: FeedSource, day: date) -> bool:
    return source.active_from <= day and (source.active_to is None or day <= source.active_to)


def due(now: datetime) -> Iterator[Due]:
    """In the order of months: a cumulative file rests on those before it."""
    today = timezone.localdate(now)
    sources = FeedSource.objects.unscoped("the schedule looks at every source")
    active = [one for one in sources.select_related("provider") if is_active(one, today)]
    latest = latest_pulls(active)
    for source in active:
        at = slot(source, now)
        if at < source.created_at:
            continue
        for period in _asked(source, timezone.localdate(at), latest):
            if (attempt := _attempt(latest.get((source.pk, period.first)), at, now)) > 0:
                yield Due(source, period, attempt)


def latest_pulls(sources: Iterable[FeedSource]) -> dict[tuple[int, date], Pull]:
    """The last attempt for every month of every source, without what it found."""
    rows = Pull.objects.unscoped(WHOLE).filter(source__in=[one.pk for one in sources])
    newest = rows.order_by("source_id", "period", "-pk").distinct("source_id", "period")
    return {(one.source_id, one.period): one for one in newest.defer("profile", "reasons")}


def _asked(source: FeedSource, day: date, latest: dict[tuple[int, date], Pull]) -> Iterator[Period]:
    """Earlier months only while nothing at all of them has come."""
    last = expected(source, day)
    first = expected(source, source.active_from)
    for back in range(EARLIER, 0, -1):
        period = last.shifted(-back)
        known = latest.get((source.pk, period.first))
        if period >= first and (known is None or known.state in _TO_COME):
            yield period
    yield last


_TO_COME = (PullState.NOTHING, PullState.FAILED)


def _attempt(last: Pull | None, at: datetime, now: datetime) -> int:
    """Number of the attempt that is due; 0 for none."""
    if last is None or (last.state not in OPEN and last.started_at < at):
        return 1
    if last.next_retry and last.next_retry <= now:
        return last.attempt + 1 if last.state == PullState.FAILED else 1
    return 0


def retry_after_failure(pull: Pull) -> datetime | None:
    begun = pull.attempt <= len(PAUSES)
    return pull.started_at + PAUSES[pull.attempt - 1] if begun else None
