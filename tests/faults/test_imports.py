"""导入中断: kill -9 of PostgreSQL and of the worker in the middle of imports.

Each import is confirmed once and must be applied once: no row lost, none doubled, none half.
"""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.db.utils import InterfaceError, OperationalError

from demo.codes import invented
from louyu.config.settings.database import parse_url
from louyu.kernel.files.services import store_path
from louyu.registers.deliveries.models import Import, ImportState
from louyu.registers.deliveries.services import confirm, start_import
from louyu.registers.organizations.actors import console
from louyu.runner.cluster import Cluster
from louyu.runner.database import Database
from louyu.runner.serving import Instance
from tests.faults.conftest import Served, postmaster, wait_until

ROWS = 1500


@pytest.fixture(scope="module")
def served(private: Database, django_db_blocker: Any) -> Iterator[Served]:
    """A whole instance on the private server; this process talks to its database too."""
    home = Path(settings.LOUYU_HOME)
    Instance(home, private).prepare()
    kept = dict(connection.settings_dict)
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict.update(parse_url(private.app_url))
        served = Served(home, private.app_url, private.owner_url)
        wait_until(served.answers, "the web process answers")
        yield served
        served.stop()
        connection.close()
        connection.settings_dict.update(kept)


def _patiently(read: Any) -> Any:
    """What `read` gives as soon as the server is there."""
    answer: list[Any] = []

    def succeeds() -> bool:
        try:
            answer.append(read())
        except (OperationalError, InterfaceError):
            connection.close()
            return False
        return True

    wait_until(succeeds, "the database is back")
    return answer[0]


def _sheet(folder: Path, number: int) -> Path:
    lines = ["统一社会信用代码,企业名称"]
    first = number * ROWS
    lines += [f"{invented(first + i)},虚构中断试验{first + i}号公司" for i in range(ROWS)]
    path = folder / f"enterprises-{number}.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def _state(pk: int) -> str:
    rows = Import.objects.unscoped("test")
    return str(_patiently(lambda: rows.values_list("state", flat=True).get(pk=pk)))


def _send(path: Path) -> int:
    actor = console("试验")
    file = _patiently(lambda: store_path(path, owner_id=None))
    row = _patiently(
        lambda: start_import(actor=actor, kind="enterprises", file=file, idempotency_key=path.name)
    )
    wait_until(lambda: _state(row.pk) == ImportState.PREVIEW, "the preview is there")
    _patiently(lambda: confirm(actor=actor, row=row))
    return int(row.pk)


def _wait_inside_the_import(cluster: Cluster, statements: int) -> None:
    """Until the worker's transaction was seen in so many different statements, or is over."""
    seen: set[str] = set()
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as watch:

        def deep_enough() -> bool:
            rows = watch.execute(
                "SELECT query FROM pg_stat_activity WHERE usename = 'louyu_app'"
                " AND xact_start IS NOT NULL AND pid <> pg_backend_pid()"
            )
            seen.update(query for (query,) in rows if "procrastinate" not in query)
            applied = watch.execute(
                "SELECT count(*) FROM deliveries_import WHERE state = 'applying'"
            ).fetchone()
            return len(seen) >= statements or applied == (0,)

        wait_until(deep_enough, "the import works")


def _worker(served: Served) -> int:
    """Its pid; one that was killed a moment ago is started again first."""
    wait_until(lambda: "worker" in served.children(), "the worker is back")
    return served.children()["worker"]


@pytest.mark.parametrize(
    "rounds", [4, pytest.param(20, marks=pytest.mark.long)], ids=["4 kills", "20 kills"]
)
def test_a_confirmed_import_is_applied_once_whatever_is_killed(
    served: Served, cluster: Cluster, tmp_path: Path, rounds: int
) -> None:
    sent = []
    for number in range(rounds):
        pk = _send(_sheet(tmp_path, 10 * rounds + number))
        _wait_inside_the_import(cluster, statements=1 + number // 2)
        os.kill(postmaster(cluster) if number % 2 else _worker(served), signal.SIGKILL)
        sent.append(pk)
    for pk in sent:
        wait_until(lambda pk=pk: _state(pk) == ImportState.APPLIED, f"import {pk} is applied")
    _assert_whole(sent)


def _assert_whole(sent: list[int]) -> None:
    reports = _patiently(
        lambda: list(
            Import.objects.unscoped("test").filter(pk__in=sent).values("report", "job__attempts")
        )
    )
    assert [row["report"]["created"] for row in reports] == [ROWS] * len(sent), "half or lost"
    assert max(row["job__attempts"] for row in reports) > 1, "no kill hit: nothing was tried"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(DISTINCT uscc) FROM enterprises_enterprise"
            " WHERE name LIKE '虚构中断试验%%'"
        )
        rows, codes = cursor.fetchone()
        cursor.execute(
            "SELECT count(*) FROM enterprises_enterpriseevent WHERE pgh_label = 'insert'"
        )
        events = cursor.fetchone()[0]
    assert rows == codes == events, "doubled"
