"""进程: a killed worker comes back; whoever ends the runner ends what it started."""

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from louyu.runner.console import Refused
from louyu.runner.processes import refuse_taken_port
from tests.faults.conftest import Served, is_running, wait_until


@pytest.fixture
def served(django_db_setup: Any, tmp_path: Path) -> Iterator[Served]:
    """On the tests' own database, which is migrated."""
    entry = settings.DATABASES["default"]
    url = f"postgresql://{entry['USER']}@/{entry['NAME']}?host={entry['HOST']}"
    served = Served(tmp_path, url, url)
    wait_until(served.answers, "the web process answers")
    yield served
    if served.runner.poll() is None:
        served.stop()


def test_a_killed_worker_is_started_again(served: Served) -> None:
    before = served.children()
    os.kill(before["worker"], signal.SIGKILL)
    wait_until(
        lambda: served.children().get("worker", before["worker"]) != before["worker"],
        "another worker",
    )
    assert served.children()["web"] == before["web"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_end_the_runner_ends_what_it_started(served: Served, number: int) -> None:
    children = served.children()
    served.runner.send_signal(number)
    assert served.runner.wait() == 0
    assert not [name for name, pid in children.items() if is_running(pid)]


def test_a_killed_runner_leaves_no_process_behind(served: Served) -> None:
    children = served.children()
    served.runner.kill()
    served.runner.wait()
    wait_until(lambda: not any(map(is_running, children.values())), "its processes ended")


def test_a_taken_port_is_told_before_anything_is_started() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(Refused, match="已被其他程序占用"):
            refuse_taken_port(other.getsockname()[1])
