"""数据库: what a verb needs to reach its database, private or the one DATABASE_URL names."""

import fcntl
import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from louyu.runner.cluster import Cluster
from louyu.runner.console import Refused
from louyu.runner.folders import SOURCE, logs
from louyu.runner.keeper import PAUSE, keeper_lock, try_lock, users_lock

LONGEST_START = 120  # seconds; recovery after a kill on a slow disk included


@dataclass(frozen=True)
class Database:
    """Addresses of the app and the owner role; `lock` keeps a private server running."""

    app_url: str
    owner_url: str
    cluster: Cluster | None = None
    lock: IO[str] | None = None

    def environment(self, home: Path) -> dict[str, str]:
        return os.environ | {
            "DATABASE_URL": self.app_url,
            "LOUYU_OWNER_DATABASE_URL": self.owner_url,
            "LOUYU_HOME": str(home),
            "PYTHONPATH": os.pathsep.join((str(SOURCE), str(SOURCE.parent))),
        }

    def ensure(self) -> None:
        """Start the private server, or again if its keeper was killed; ready when this returns."""
        if self.cluster:
            _await_server(self.cluster)


@contextmanager
def database(home: Path, *, durable: bool = True) -> Iterator[Database]:
    named = os.environ.get("DATABASE_URL")
    if named:
        yield Database(named, os.environ.get("LOUYU_OWNER_DATABASE_URL", named))
        return
    cluster = Cluster(home, durable=durable)
    keeper_lock(home).parent.mkdir(exist_ok=True)
    with users_lock(home).open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)  # waits while a keeper is on its way out
        cluster.binaries  # noqa: B018 (installed now, where the person sees it)
        private = Database(cluster.url("louyu_app"), cluster.url("louyu_owner"), cluster, lock)
        private.ensure()
        try:
            yield private
        finally:
            if try_lock(lock):
                _stop_keeper(home)


def _await_server(cluster: Cluster) -> None:
    deadline = time.monotonic() + LONGEST_START
    keeper: subprocess.Popen[bytes] | None = None
    while not _is_serving(cluster):
        if keeper is None and not _is_kept(cluster.home):
            keeper = _start_keeper(cluster)
        status = keeper.poll() if keeper else None
        if status:
            raise Refused(_last_words(cluster.home))
        if status == 0:
            keeper = None
        if time.monotonic() > deadline:
            raise Refused(f"数据库在 {LONGEST_START} 秒内没有启动成功，原因见 logs/postgres.log。")
        time.sleep(PAUSE / 2)


def _start_keeper(cluster: Cluster) -> "subprocess.Popen[bytes]":
    """In a session of its own: Ctrl-C in this terminal must not reach the database."""
    command = [sys.executable, "-m", "louyu.runner.keeper", str(cluster.home)]
    command += [] if cluster.durable else ["throwaway"]
    with (logs(cluster.home) / "keeper.log").open("wb") as log:
        return subprocess.Popen(
            command,
            cwd=cluster.home,
            env=os.environ | {"PYTHONPATH": str(SOURCE)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def _is_kept(home: Path) -> bool:
    with keeper_lock(home).open("a+") as handle:
        return not try_lock(handle)


def _is_serving(cluster: Cluster) -> bool:
    return bool(_is_kept(cluster.home) and _keeper_pid(cluster.home) and cluster.is_ready())


def _keeper_pid(home: Path) -> int | None:
    name = keeper_lock(home).read_text()
    return int(name) if name else None


def _stop_keeper(home: Path) -> None:
    """The last user waits until the server is down: what a verb started, it has ended."""
    pid = _keeper_pid(home)
    if pid and _is_kept(home):
        os.kill(pid, signal.SIGTERM)
        while _is_kept(home):
            time.sleep(PAUSE / 2)


def _last_words(home: Path) -> str:
    return (logs(home) / "keeper.log").read_text(errors="replace").strip() or "数据库没有启动成功。"


def migrations_digest() -> str:
    """Changes when a migration of ours or a locked package does."""
    digest = hashlib.sha256()
    for path in sorted(SOURCE.glob("louyu/**/migrations/*.py")):
        digest.update(path.read_bytes())
    digest.update((SOURCE.parent / "requirements" / "base.txt").read_bytes())
    return digest.hexdigest()
