"""跑检查: what is found now against what stood; the same thing is never listed twice.

What is gone closes by itself, what is new opens, what was answered stays quiet.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from time import monotonic

from django.db import transaction
from django.utils import timezone

from louyu.engines.checks import Check, Doubt, Extent, checks
from louyu.journey.verification.findings.models import CheckRun, Closing, Finding

log = logging.getLogger("louyu.checks")
WHOLE = "a check looks at every building"
TOLD = ("severity", "building_id", "label", "words", "link")


@dataclass(frozen=True)
class Ran:
    """`found` is None when the check broke off."""

    check: Check
    found: int | None
    took_ms: int


def check_everything(day: date | None = None) -> list[Ran]:
    """All checks over all buildings, each by itself; kept for the trend, once a day."""
    extent = Extent(day or timezone.localdate())
    ran = [_run(one, extent) for one in checks()]
    for one in ran:
        CheckRun.objects.unscoped(WHOLE).update_or_create(
            code=one.check.code,
            day=extent.day,
            defaults={"found": one.found, "took_ms": one.took_ms},
        )
    _withdraw({one.code for one in checks()}, extent.day)
    return ran


def check_buildings(buildings: Iterable[int], day: date | None = None) -> list[Ran]:
    """What is asked of buildings, for some of them; nothing else is opened or closed."""
    extent = Extent(day or timezone.localdate(), frozenset(buildings))
    return [_run(one, extent) for one in checks() if not one.standing]


def _run(check: Check, extent: Extent) -> Ran:
    """A check that breaks off leaves what stood, and stops no other one."""
    begun, found = monotonic(), None
    try:
        with transaction.atomic():
            doubts = list(check.look(extent))
            reconcile(check, doubts, extent)
        found = len(doubts)
    except Exception:
        log.exception("check %s broke off", check.code)
    return Ran(check, found, round((monotonic() - begun) * 1000))


def reconcile(check: Check, doubts: Iterable[Doubt], extent: Extent) -> None:
    rows = Finding.objects.unscoped(WHOLE).filter(code=check.code).order_by()
    # Held, so that somebody's answer is written before or after, and another run waits.
    open_now = rows.filter(closed_on=None, **extent.within("building"))
    standing = {row.subject: row for row in open_now.order_by("pk").select_for_update()}
    now = {doubt.subject: _told(check, doubt) for doubt in doubts}
    gone = [row.pk for subject, row in standing.items() if subject not in now]
    rows.filter(pk__in=gone).update(closed_on=extent.day, closing=Closing.CORRECTED)
    new = now.keys() - standing.keys()
    answered = rows.filter(subject__in=new, closing=Closing.ANSWERED).order_by("pk")
    quiet = dict(answered.values_list("subject", "words"))
    Finding.objects.bulk_create(
        (
            Finding(
                code=check.code,
                subject=subject,
                standing=check.standing,
                opened_on=extent.day,
                **now[subject],
            )
            for subject in sorted(new)
            if quiet.get(subject) != now[subject]["words"]
        ),
        ignore_conflicts=True,  # another run of the same check may be at it
    )
    _reword([(row, now[subject]) for subject, row in standing.items() if subject in now])


def _told(check: Check, doubt: Doubt) -> dict[str, object]:
    return {
        "severity": check.severity.value,
        "building_id": doubt.building,
        "label": doubt.label[:200],
        "words": doubt.words[:500],
        "link": doubt.link,
    }


def _reword(pairs: list[tuple[Finding, dict[str, object]]]) -> None:
    changed = []
    for row, told in pairs:
        if any(getattr(row, name) != told[name] for name in TOLD):
            for name in TOLD:
                setattr(row, name, told[name])
            changed.append(row)
    Finding.objects.bulk_update(changed, TOLD)


def _withdraw(codes: set[str], day: date) -> None:
    """Of checks that are no longer declared nothing stays open."""
    rows = Finding.objects.unscoped(WHOLE).filter(closed_on=None).exclude(code__in=codes)
    rows.update(closed_on=day, closing=Closing.WITHDRAWN)
