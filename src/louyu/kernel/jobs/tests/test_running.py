"""作业: run to the end once, visible on the way, taken up again after a kill."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import OperationalError, connection

from demo import factories
from louyu.kernel.jobs import services
from louyu.kernel.jobs.models import Job, JobState
from louyu.kernel.jobs.services import JobRefused, Run, enqueue, recover, run_job
from louyu.kernel.testing import refused_by, sql
from louyu.registers.organizations.models import Role

pytestmark = pytest.mark.django_db

Work = Callable[[Run], dict[str, Any]]


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> Callable[[Work], str]:
    def declare(work: Work) -> str:
        monkeypatch.setitem(services._handlers, "test.work", work)
        return "test.work"

    return declare


def _start(kind: str, **options: Any) -> Job:
    actor = options.pop("actor", None) or factories.actor()
    return enqueue(kind, actor=actor, title="试验作业", params={"x": 1}, **options)


def _queued(job: Job) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s "
            "AND (args->>'job_id')::bigint = %s",
            [services.RUN_TASK, job.pk],
        )
        return int(cursor.fetchone()[0])


def test_a_job_runs_to_its_result(kind: Callable[[Work], str]) -> None:
    job = _start(kind(lambda run: {"twice": run.params["x"] * 2}))
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result, job.attempts) == (JobState.SUCCEEDED, {"twice": 2}, 1)
    assert job.finished_at is not None


def test_run_twice_it_has_one_effect(kind: Callable[[Work], str]) -> None:
    ran = []
    job = _start(kind(lambda run: {"n": len(ran), **dict(ran.append(1) or {})}))
    run_job(job.pk)
    run_job(job.pk)
    job.refresh_from_db()
    assert (len(ran), job.attempts) == (1, 1)


def test_a_second_runner_leaves_a_held_job_alone(kind: Callable[[Work], str]) -> None:
    ran: list[int] = []
    job = _start(kind(lambda run: {"n": ran.append(1)}))
    with _another_session() as other:
        other.execute("SELECT pg_advisory_lock(%s, %s)", [services.LOCK_SPACE, job.pk])
        run_job(job.pk)
    assert ran == []
    job.refresh_from_db()
    assert job.state == JobState.QUEUED


def test_known_key_gives_back_the_job_that_exists(kind: Callable[[Work], str]) -> None:
    actor, name = factories.actor(), kind(lambda run: {})
    first = _start(name, actor=actor, idempotency_key="file:1")
    second = _start(name, actor=actor, idempotency_key="file:1")
    assert first.pk == second.pk
    assert _queued(first) == 1


def test_progress_is_visible_while_work_goes_on(kind: Callable[[Work], str]) -> None:
    seen = []

    def work(run: Run) -> dict[str, Any]:
        run.progress(3, 10, "读取表格")
        row = Job.objects.unscoped("test").get(pk=run.job.pk)
        seen.append((row.state, row.done, row.total, row.note))
        return {}

    job = _start(kind(work))
    run_job(job.pk)
    assert seen == [(JobState.RUNNING, 3, 10, "读取表格")]


def test_a_refusal_reaches_the_person_as_a_sentence(kind: Callable[[Work], str]) -> None:
    def work(run: Run) -> dict[str, Any]:
        raise JobRefused("文件没有表头，请使用模板。")

    job = _start(kind(work))
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, "文件没有表头，请使用模板。")


def test_a_fault_of_ours_never_shows_its_text(kind: Callable[[Work], str]) -> None:
    def work(run: Run) -> dict[str, Any]:
        raise KeyError("secret of another street")

    job = _start(kind(work))
    run_job(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "secret" not in job.error
    assert "请重试" in job.error


def test_a_job_left_running_by_a_killed_worker_is_queued_again(
    kind: Callable[[Work], str],
) -> None:
    job = _start(kind(lambda run: {"done": True}))
    sql("UPDATE jobs_job SET state = 'running', attempts = 1 WHERE id = %s", [job.pk])
    before = _queued(job)
    assert recover() == 1
    assert _queued(job) == before + 1
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.SUCCEEDED, 2)


def test_a_job_somebody_still_works_on_is_not_stalled(kind: Callable[[Work], str]) -> None:
    job = _start(kind(lambda run: {}))
    sql("UPDATE jobs_job SET state = 'running' WHERE id = %s", [job.pk])
    with _another_session() as other:
        other.execute("SELECT pg_advisory_lock(%s, %s)", [services.LOCK_SPACE, job.pk])
        assert recover() == 0


def test_work_broken_off_by_the_database_stays_unfinished(kind: Callable[[Work], str]) -> None:
    def work(run: Run) -> dict[str, Any]:
        raise OperationalError("server closed the connection")

    job = _start(kind(work))
    with pytest.raises(OperationalError):
        run_job(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.RUNNING
    assert recover() == 1


def test_a_job_acts_with_the_duties_its_owner_has_when_it_runs(
    kind: Callable[[Work], str],
) -> None:
    person = factories.user(Role.OFFICE)
    from louyu.registers.organizations.actors import actor_of

    roles = []
    job = _start(kind(lambda run: {"n": roles.append(run.actor().roles)}), actor=actor_of(person))
    sql("UPDATE organizations_dutyrole SET \"end\" = '2020-01-02' WHERE user_id = %s", [person.pk])
    run_job(job.pk)
    assert roles == [frozenset()]


def test_states_are_the_declared_words(kind: Callable[[Work], str]) -> None:
    job = _start(kind(lambda run: {}))
    with refused_by("job_state_known"):
        sql("UPDATE jobs_job SET state = 'lost' WHERE id = %s", [job.pk])


def test_jobs_are_seen_by_their_owner_only(kind: Callable[[Work], str]) -> None:
    name = kind(lambda run: {})
    mine, theirs = factories.actor(), factories.actor()
    _start(name, actor=mine)
    counts = [Job.objects.visible_to(actor).count() for actor in (mine, theirs)]
    assert counts == [1, 0]


def _another_session() -> psycopg.Connection[Any]:
    database = settings.DATABASES["default"]
    return psycopg.connect(
        dbname=connection.settings_dict["NAME"],
        user=database["USER"],
        password=database["PASSWORD"] or None,
        host=database["HOST"],
        port=database["PORT"] or None,
        autocommit=True,
    )


@pytest.mark.django_db(transaction=True)
def test_after_a_bulk_write_the_planner_knows_the_table(kind: Callable[[Work], str]) -> None:
    def work(run: Run) -> dict[str, Any]:
        Job.objects.bulk_create(
            Job(kind="x", title="批量", owner_id=1) for _ in range(services.BULK)
        )
        return {}

    run_job(_start(kind(work)).pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'jobs_job'")
        assert cursor.fetchone()[0] >= services.BULK
