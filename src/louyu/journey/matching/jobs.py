"""比对作业: after every delivery or import, and every night; it may run twice."""

from dataclasses import asdict
from typing import Any

from django.db import close_old_connections
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app as queue

from louyu.journey.matching.registrations import KEY
from louyu.journey.matching.running import compare
from louyu.kernel.jobs.models import Job
from louyu.kernel.jobs.services import Run, enqueue, job
from louyu.kernel.scope import Actor
from louyu.registers.deliveries.looking_again import afterwards
from louyu.registers.deliveries.models import Import
from louyu.registers.organizations.actors import console

COMPARE = "matching.compare"
AT_NIGHT = "0 19 * * *"  # three in the morning in China, after the checks; the queue counts in UTC
# Kinds that change a side of the comparison.
COMPARED = (KEY, "roster", "enterprises", "buildings", "tax")


@job(COMPARE)
def run_comparison(run: Run) -> dict[str, Any]:
    return asdict(compare(console("比对"), run.progress))


@afterwards
def compare_again(row: Import, done: str) -> None:
    if row.kind in COMPARED:
        ask(f"{done}后比对：{row.file.name}", f"matching:{done}:{row.pk}")


@queue.periodic(cron=AT_NIGHT)
@queue.task(name="louyu.compare_at_night", queue="louyu", queueing_lock="louyu.compare_at_night")
def compare_at_night(timestamp: int) -> None:
    close_old_connections()
    today = timezone.localdate()
    ask(f"夜间比对 {today}", f"matching:{today}")


def ask(title: str, key: str) -> None:
    ask_for(console("比对"), title, key)


def ask_for(actor: Actor, title: str, key: str) -> Job:
    """Asked for twice under one key it runs once; whoever asked sees how far it is.

    The comparison is the office's whoever starts it: it looks at every building.
    """
    link = reverse("matching")
    return enqueue(
        COMPARE, actor=actor, title=title[:200], params={}, link=link, idempotency_key=key
    )
