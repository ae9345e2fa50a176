"""故障测试: an instance of its own with a private server, and waiting for conditions."""

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from louyu.runner import serving
from louyu.runner.cluster import Cluster
from louyu.runner.database import Database, database

LONGEST = 60


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
