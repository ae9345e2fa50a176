"""接入情况: how each source does, from states and times alone; no number of any row.

For whoever sees the source, cleared for its kind or not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from louyu.engines.measures import Period
from louyu.journey.matching.sources import scheduling
from louyu.journey.matching.sources.models import OPEN, FeedSource, Pull, PullState

WHY = "health tells states and times alone"
# Latest months a source is judged by.
JUDGED = 12


@dataclass(frozen=True)
class Health:
    """`tone`: ok, warn, bad, info or "" as the tags are coloured; `words` say more, if needed."""

    state: str
    tone: str
    words: str
    last_success: datetime | None
    last_month: Period | None
    next_at: datetime | None


@dataclass(frozen=True)
class Known:
    """One attempt as health knows it."""

    period: date
    state: str
    finished_at: datetime | None
    next_retry: datetime | None
    due_on: date | None
    words: str


Ended = tuple[str, date, datetime | None]


def health_of(sources: Sequence[FeedSource], now: datetime) -> dict[int, Health]:
    """Two queries, however many sources."""
    rows = Pull.objects.unscoped(WHY).filter(source__in=[one.pk for one in sources])
    fields = ("period", "state", "finished_at", "next_retry", "due_on", "words")
    latest = rows.order_by("source_id", "-period", "-pk").distinct("source_id", "period")
    known: dict[int, list[Known]] = defaultdict(list)
    for pk, *told in latest.values_list("source", *fields):
        known[pk].append(Known(*told))
    settled = rows.filter(state__in=(PullState.QUARANTINED, PullState.TAKEN)).order_by(
        "-finished_at"
    )
    ended: dict[int, list[Ended]] = defaultdict(list)
    for pk, state, period, at in settled.values_list("source", "state", "period", "finished_at"):
        ended[pk].append((state, period, at))
    return {one.pk: _judged(one, known[one.pk][:JUDGED], ended[one.pk], now) for one in sources}


def _judged(source: FeedSource, latest: list[Known], ended: list[Ended], now: datetime) -> Health:
    held = [period for state, period, _ in ended if state == PullState.QUARANTINED]
    taken = [(at, period) for state, period, at in ended if state == PullState.TAKEN]
    here = {*held, *(period for _, period in taken)}
    to_come = [one for one in latest if one.period not in here or one.state in OPEN]
    month = Period.of(max(period for _, period in taken)) if taken else None
    active = scheduling.is_active(source, timezone.localdate(now))
    state, tone, words = _said(source, to_come, held, month, now) if active else _STOPPED
    retries = [one.next_retry for one in latest if one.next_retry and one.next_retry > now]
    return Health(
        state=state,
        tone=tone,
        words=words,
        last_success=taken[0][0] if taken else None,
        last_month=month,
        next_at=min([scheduling.next_slot(source, now), *retries]) if active else None,
    )


_STOPPED = ("已停用", "", "不在启用期内，不再取数。")


def _said(
    source: FeedSource,
    latest: list[Known],
    waiting: list[date],
    month: Period | None,
    now: datetime,
) -> tuple[str, str, str]:
    if waiting:
        return "待处理", "bad", f"{_months(waiting)} 的数据已隔离，采用的仍是上次的数据。"
    today = timezone.localdate(now)
    missing = [one for one in latest if is_missing(one, today)]
    if missing:
        told = f"{_months([one.period for one in missing])} 的数据逾期未到。"
        return "逾期未到", "bad", told + missing[0].words
    failed = next((one for one in latest if one.state == PullState.FAILED), None)
    if failed:
        return "没有取到", "warn", failed.words
    if any(one.state in OPEN for one in latest):
        return "取数中", "info", "正在取数或核对。"
    if month is None and not latest:
        return "还没有取过", "info", "到了时间自动取数；急用请点“立即拉取”。"
    wanted = scheduling.expected(source, today)
    if month is None or month < wanted:
        due = scheduling.due_on(source, wanted)
        return (
            "等待数据",
            "info",
            f"{wanted} 的数据还没有到" + (f"，应于 {due} 前到。" if due else "。"),
        )
    return "正常", "ok", ""


def _months(days: Sequence[date]) -> str:
    return "、".join(f"{one:%Y-%m}" for one in sorted(set(days)))


def is_missing(one: Known, today: date) -> bool:
    to_come = one.state in (PullState.NOTHING, PullState.FAILED)
    return to_come and one.due_on is not None and one.due_on < today


def waiting_pulls(today: date) -> QuerySet[Pull]:
    """Attempts that wait for a person: held, failed for good, or overdue and never taken."""
    rows = Pull.objects.unscoped(WHY)
    same = rows.filter(source=OuterRef("source"), period=OuterRef("period"))
    superseded = same.filter(pk__gt=OuterRef("pk"))
    taken = same.filter(state=PullState.TAKEN)
    held = Q(state=PullState.QUARANTINED)
    to_come = (
        Q(state__in=(PullState.NOTHING, PullState.FAILED)) & ~Exists(superseded) & ~Exists(taken)
    )
    late = Q(due_on__lt=today)
    for_good = Q(state=PullState.FAILED, next_retry=None)
    return rows.filter(held | (to_come & (late | for_good)))
