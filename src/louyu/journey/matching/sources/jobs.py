"""取数作业: one attempt in the background; every ten minutes the schedule is looked at."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import close_old_connections
from django.utils import timezone
from procrastinate.contrib.django import app as queue

from louyu.journey.matching.sources.models import FeedSource, Pull, PullState
from louyu.journey.matching.sources.pulling import PULL, advance, transport_of
from louyu.journey.matching.sources.rounds import go_round
from louyu.journey.matching.sources.transports.contract import FeedFailed
from louyu.kernel.jobs.services import JobRefused, Run, job

CHECK = "sources.check"


@job(PULL)
def pull(run: Run) -> dict[str, Any]:
    rows = Pull.objects.unscoped("a job works on its own attempt")
    row = rows.select_related("source", "taking__job", "file", "job").get(pk=run.params["pull"])
    row = advance(row, run.actor(), run.progress)
    if row.state == PullState.FAILED:
        raise JobRefused(row.words)
    return {"pull": row.pk, "state": row.state}


@job(CHECK)
def check(run: Run) -> dict[str, Any]:
    """The settings, and whether the other side answers; nothing is taken."""
    rows = FeedSource.objects.unscoped("a job works on its own source")
    source = rows.get(pk=run.params["source"])
    transport = transport_of(source)
    run.progress(0, 2, "核对设置")
    if wrong := transport.check_config(source.settings):
        raise JobRefused("".join(wrong))
    run.progress(1, 2, "连接对方")
    try:
        return {"words": transport.try_out(source.settings)}
    except FeedFailed as trouble:
        raise JobRefused(str(trouble)) from trouble


@queue.periodic(cron="*/10 * * * *")
@queue.task(name="louyu.pull", queue="louyu", queueing_lock="louyu.pull")
def pull_what_is_due(timestamp: int) -> None:
    close_old_connections()
    go_round(datetime.fromtimestamp(timestamp, tz=timezone.get_current_timezone()))
