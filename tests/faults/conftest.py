"""故障测试: an instance of its own with a private server, and waiting for conditions."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from louyu.runner import serving
from louyu.runner.cluster import Cluster
from louyu.runner.database import Database, database
from tests.house.tree import ROOT

LONGEST = 180  # a job whose worker died before it began is taken up after two minutes


def wait_until(holds: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + LONGEST
    while not holds():
        assert time.monotonic() < deadline, f"{what}: not within {LONGEST} s"
        time.sleep(0.02)


def postmaster(cluster: Cluster) -> int:
    return int((cluster.data / "postmaster.pid").read_text().split()[0])


def processes_of(cluster: Cluster) -> list[int]:
    """Everything that still stands in the data directory."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cwd"):
        try:
            if entry.samefile(cluster.data):
                found.append(int(entry.parent.name))
        except OSError:
            continue
    return found


@pytest.fixture(scope="package", autouse=True)
def _private_server() -> Iterator[None]:
    """Whatever server the other tests use; and with the packages of this interpreter."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("DATABASE_URL", raising=False)
        patch.delenv("LOUYU_OWNER_DATABASE_URL", raising=False)
        patch.setattr(serving, "PYTHON", Path(sys.executable))
        yield


@pytest.fixture(scope="package")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("instance")


@pytest.fixture(scope="package")
def private(home: Path) -> Iterator[Database]:
    """One instance for the tests that leave it running; a kill more or less does not matter."""
    with database(home) as found:
        yield found


@pytest.fixture(scope="package")
def cluster(private: Database) -> Cluster:
    assert private.cluster
    return private.cluster


SERVE = """
import sys
from pathlib import Path
from louyu.runner import serving
from louyu.runner.database import Database
from louyu.runner.processes import Service
home, app_url, owner_url, port = sys.argv[1:]
serving.PYTHON = Path(sys.executable)
Service(serving.Instance(Path(home), Database(app_url, owner_url)), int(port), "").serve()
"""


class Served:
    """Web process and worker of an instance under a runner of their own, as `run` has them."""

    def __init__(self, home: Path, app_url: str, owner_url: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.runner = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(home), app_url, owner_url, str(self.port)],
            env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
            stderr=subprocess.DEVNULL,
        )

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz") as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def children(self) -> dict[str, int]:
        """Pid of the web process and of the worker."""
        pid = self.runner.pid
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        found = {}
        for child in listed:
            with suppress(FileNotFoundError):  # it may end between the two looks
                words = Path(f"/proc/{child}/cmdline").read_bytes().decode().split("\0")
                found["worker" if "louyu.config.worker" in words else "web"] = int(child)
        return found

    def stop(self) -> int:
        self.runner.terminate()
        return self.runner.wait()


def is_running(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False
