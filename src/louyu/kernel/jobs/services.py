"""作业: declaring, starting and running background work."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from procrastinate.contrib.django import app as queue

from louyu.kernel.jobs.models import Job, JobState
from louyu.kernel.scope import Actor

log = logging.getLogger("louyu.jobs")
RUN_TASK = "louyu.run_job"
LOCK_SPACE = 7_301  # advisory locks of this number belong to jobs
BULK = 500  # rows of a table changed by which the planner no longer knows it


class JobRefused(Exception):
    """The work cannot be done; the message is a Chinese sentence for the person."""


@dataclass
class Run:
    """What a job's function is given: its parameters, its actor and a way to report."""

    job: Job

    @property
    def params(self) -> dict[str, Any]:
        return dict(self.job.params)

    def actor(self) -> Actor:
        """Built when the job runs: what was revoked since is gone."""
        loader: Callable[[int | None], Actor] = import_string(settings.ACTOR_LOADER)
        return loader(self.job.owner_id)

    def progress(self, done: int, total: int, note: str) -> None:
        """Visible at once; call it outside the work's own transaction."""
        Job.objects.unscoped("a job reports on itself").filter(pk=self.job.pk).update(
            done=done, total=total, note=note
        )


Handler = Callable[[Run], dict[str, Any]]
_handlers: dict[str, Handler] = {}


def job(kind: str) -> Callable[[Handler], Handler]:
    """Declare the function behind a kind of job; it may be run more than once."""

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        return handler

    return register


def enqueue(
    kind: str,
    *,
    actor: Actor,
    title: str,
    params: dict[str, Any],
    link: str = "",
    idempotency_key: str | None = None,
) -> Job:
    """Start work in the background; with a known key the job that already exists comes back."""
    with transaction.atomic():
        row, created = Job.objects.unscoped("a key names one job").get_or_create(
            idempotency_key=idempotency_key or f"job:{timezone.now().timestamp()}:{id(params)}",
            defaults={
                "kind": kind,
                "title": title,
                "owner_id": actor.user_id,
                "params": params,
                "link": link,
            },
        )
        if created:
            queue.configure_task(RUN_TASK, lock=f"job-{row.pk}").defer(job_id=row.pk)
    return row


def run_job(job_id: int) -> None:
    """Run one job to its end; a second runner of the same job leaves it alone."""
    if not _hold(job_id):
        return
    try:
        row = Job.objects.unscoped("the queue runs every job").get(pk=job_id)
        if row.is_over:
            return
        row.state, row.started_at = JobState.RUNNING, timezone.now()
        row.attempts += 1
        row.save(update_fields=["state", "started_at", "attempts"])
        outcome = _outcome(row)
        refresh_planner()
        _finish(row, *outcome)
    finally:
        _release(job_id)


def _outcome(row: Job) -> tuple[JobState, dict[str, Any], str]:
    try:
        return JobState.SUCCEEDED, _handlers[row.kind](Run(row)), ""
    except JobRefused as refusal:
        return JobState.FAILED, {}, str(refusal)
    except (OperationalError, InterfaceError):
        raise  # the database went away: the recovery takes the job up again
    except Exception:
        log.exception("job %s (%s) failed", row.pk, row.kind)
        return JobState.FAILED, {}, "作业中断，数据没有改动。请重试；仍不成功请联系系统管理员。"


def refresh_planner() -> None:
    """After a bulk write the pages that follow would be planned for empty tables."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute("SELECT louyu_refresh_planner(%s)", [BULK])


def _finish(row: Job, state: JobState, result: dict[str, Any], error: str) -> None:
    Job.objects.unscoped("a job reports on itself").filter(pk=row.pk).update(
        state=state, result=result, error=error[:500], finished_at=timezone.now(), note=""
    )


def _hold(job_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK_SPACE, job_id])
        return bool(cursor.fetchone()[0])


def _release(job_id: int) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK_SPACE, job_id])
    except (OperationalError, InterfaceError):
        connection.close()  # the lock went with the session


def recover() -> int:
    """Queue again what a killed worker or database left running; how many were found."""
    found = 0
    unfinished = Job.objects.unscoped("recovery looks at every job").filter(state=JobState.RUNNING)
    for job_id in list(unfinished.values_list("pk", flat=True)):
        if _hold(job_id):
            _release(job_id)
            queue.configure_task(RUN_TASK).defer(job_id=job_id)
            found += 1
    return found
