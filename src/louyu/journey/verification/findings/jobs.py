"""检查作业: every night over everything; over a few buildings when their data have changed."""

from typing import Any

from django.db import close_old_connections
from django.utils import timezone
from procrastinate.contrib.django import app as queue

from louyu.engines.checks import RECHECK
from louyu.journey.verification.findings.running import check_buildings, check_everything
from louyu.kernel.jobs.services import Run, enqueue, job
from louyu.registers.organizations.actors import console

AT_NIGHT = "30 18 * * *"  # half past two in China; the queue counts in UTC


@job(RECHECK)
def check_again(run: Run) -> dict[str, Any]:
    """Without `buildings` over everything."""
    buildings = run.params.get("buildings")
    ran = check_everything() if buildings is None else check_buildings(buildings)
    return {"found": sum(one.found or 0 for one in ran)}


@queue.periodic(cron=AT_NIGHT)
@queue.task(name="louyu.check_at_night", queue="louyu", queueing_lock="louyu.check_at_night")
def check_at_night(timestamp: int) -> None:
    close_old_connections()
    ask_at_night()


def ask_at_night() -> None:
    """Asked for twice in a night it runs once."""
    today = timezone.localdate()
    enqueue(
        RECHECK,
        actor=console("夜间检查"),
        title=f"夜间检查 {today}",
        params={},
        idempotency_key=f"checks:{today}",
    )
