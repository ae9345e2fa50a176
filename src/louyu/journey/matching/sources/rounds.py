"""巡检: everything that is due is started, and what broke off goes on."""

from __future__ import annotations

from datetime import datetime

from louyu.journey.matching.sources.models import OPEN, Pull, PullState
from louyu.journey.matching.sources.pulling import REASON, begin, give_up, queue_up
from louyu.journey.matching.sources.scheduling import due
from louyu.kernel.jobs.models import JobState
from louyu.registers.organizations.actors import console


def go_round(now: datetime) -> list[Pull]:
    """Attempts that are begun or taken up; run twice at one time it begins each once."""
    taken_up = [_taken_up(pull, now) for pull in _broken_off()]
    begun = [
        begin(source=one.source, period=one.period, now=now, attempt=one.attempt)
        for one in due(now)
    ]
    return [*taken_up, *begun]


def _broken_off() -> list[Pull]:
    """Under way, and no job is at it any more."""
    rows = Pull.objects.unscoped("the round looks at every attempt").filter(state__in=OPEN)
    over = rows.filter(job__state__in=(JobState.SUCCEEDED, JobState.FAILED))
    return list(over.select_related("source", "job").order_by("pk"))


def _taken_up(pull: Pull, now: datetime) -> Pull:
    """A fetch that broke is a failure to be tried again; what is here already is gone on with."""
    assert pull.job is not None
    if pull.state == PullState.RUNNING or pull.job.state == JobState.FAILED:
        give_up(pull, pull.job.error or "取数中断。")
    else:
        queue_up(pull, console(REASON), f"again:{now.isoformat()}")
    return pull
