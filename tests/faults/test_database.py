"""私有数据库: killed servers, killed starters, racing starters, and what the roles may do."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from louyu.runner.cluster import Cluster
from louyu.runner.database import Database
from louyu.runner.keeper import keeper_lock
from tests.faults.conftest import postmaster, processes_of, wait_until
from tests.house.tree import ROOT

# A start like any other: says that it has the server, then holds it until it is told to go.
START = """
import sys
from pathlib import Path
from louyu.runner.database import database
with database(Path(sys.argv[1])):
    print("ready", flush=True)
    sys.stdin.readline()
"""


def _start(home: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", START, str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
    )


def _is_ready(start: "subprocess.Popen[str]") -> bool:
    assert start.stdout
    return start.stdout.readline() == "ready\n"


@contextmanager
def _patient(url: str) -> Iterator[psycopg.Connection]:
    """As our clients do after a kill: try again until the server is back."""
    found: list[psycopg.Connection] = []

    def connects() -> bool:
        try:
            found.append(psycopg.connect(url))
        except psycopg.OperationalError:
            return False
        return True

    wait_until(connects, "the server is back")
    with found[0] as connection:
        yield connection


class Clerk:
    """Books pairs: two rows in one commit; keeps a note of each commit that was acknowledged."""

    def __init__(self, url: str) -> None:
        self.url, self.acknowledged, self.number = url, set[int](), 0
        with psycopg.connect(url) as connection:
            connection.execute("DROP TABLE IF EXISTS booked")
            connection.execute("CREATE TABLE booked (key int, half text, PRIMARY KEY (key, half))")

    def book(self, connection: psycopg.Connection) -> None:
        """The number is the idempotency key: a commit nobody acknowledged is tried again."""
        for half in ("left", "right"):
            connection.execute(
                "INSERT INTO booked VALUES (%s, %s) ON CONFLICT DO NOTHING", (self.number, half)
            )
        connection.commit()
        self.acknowledged.add(self.number)
        self.number += 1

    def book_until_killed(self, kill_after: int, kill: "Killer") -> None:
        with _patient(self.url) as connection:
            goal = self.number + kill_after
            try:
                while True:
                    self.book(connection)
                    if self.number == goal:
                        kill()
            except psycopg.OperationalError:
                return


class Killer:
    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster

    def __call__(self) -> None:
        os.kill(postmaster(self.cluster), signal.SIGKILL)


@pytest.mark.parametrize(
    "rounds", [4, pytest.param(20, marks=pytest.mark.long)], ids=["4 kills", "20 kills"]
)
def test_no_acknowledged_commit_is_lost_when_the_server_is_killed(
    private: Database, cluster: Cluster, rounds: int
) -> None:
    clerk = Clerk(private.owner_url)
    for round_number in range(rounds):
        clerk.book_until_killed(20 + 7 * round_number, Killer(cluster))
    with _patient(private.owner_url) as connection:
        halves = dict(connection.execute("SELECT key, count(*) FROM booked GROUP BY key"))
    assert clerk.acknowledged <= set(halves), "acknowledged, then lost"
    assert set(halves.values()) == {2}, "half of a commit is there"


def test_four_racing_starts_share_one_server(tmp_path: Path) -> None:
    starts = [_start(tmp_path) for _ in range(4)]
    cluster = Cluster(tmp_path)
    assert all(map(_is_ready, starts))
    parents = [p for p in processes_of(cluster) if p == postmaster(cluster)]
    assert parents == [postmaster(cluster)]
    for start in starts[:3]:
        start.communicate("go\n")
    assert cluster.is_ready(), "the last user's server was taken away"
    starts[3].communicate("go\n")
    assert processes_of(cluster) == [], "the last user left, the server stayed"


def test_a_killed_starter_leaves_no_server_behind(tmp_path: Path) -> None:
    start = _start(tmp_path)
    assert _is_ready(start)
    start.kill()
    start.wait()
    wait_until(lambda: not processes_of(Cluster(tmp_path)), "the keeper noticed")


def test_what_a_killed_keeper_left_is_swept_and_the_data_stay(
    private: Database, cluster: Cluster, home: Path
) -> None:
    private.ensure()  # a test before this one may have killed it a moment ago
    with psycopg.connect(private.owner_url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1")
    before = postmaster(cluster)
    os.kill(int(keeper_lock(home).read_text()), signal.SIGKILL)
    private.ensure()
    assert postmaster(cluster) != before
    assert before not in processes_of(cluster)
    with psycopg.connect(private.owner_url) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (1,)


def test_a_backend_that_outlives_its_server_is_swept(private: Database, cluster: Cluster) -> None:
    """One in the middle of a long statement does not notice that its postmaster is gone."""
    with psycopg.connect(private.owner_url) as connection:
        busy = connection.info.backend_pid
        os.kill(busy, signal.SIGSTOP)
        os.kill(postmaster(cluster), signal.SIGKILL)
        with _patient(private.owner_url):
            assert busy not in processes_of(cluster)


def test_the_app_role_owns_nothing_and_bypasses_nothing(private: Database) -> None:
    with psycopg.connect(private.app_url) as connection:
        roles = connection.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole FROM pg_roles"
            " WHERE rolname LIKE 'louyu%' ORDER BY rolname"
        ).fetchall()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE public.mine (id int)")
    assert roles == [("louyu_app", False, False, False), ("louyu_owner", False, False, False)]


def test_only_the_instance_s_user_reaches_its_socket(cluster: Cluster) -> None:
    assert cluster.sockets.stat().st_mode & 0o077 == 0
    assert len(os.fsencode(cluster.sockets / ".s.PGSQL.5432")) <= 107


@pytest.mark.parametrize("entry", ["louyu.config.wsgi", "louyu.config.worker"])
def test_a_superuser_is_refused_as_the_role_that_serves(
    cluster: Cluster, home: Path, entry: str
) -> None:
    environment = os.environ | {
        "DATABASE_URL": cluster.url("postgres"),
        "LOUYU_HOME": str(home),
        "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
    }
    started = subprocess.run(
        [sys.executable, "-m", entry], env=environment, capture_output=True, text=True, check=False
    )
    assert started.returncode != 0
    assert "拒绝以它运行" in started.stderr
