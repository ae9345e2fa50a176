"""P8 同时使用: what sixteen readers of a list wait, against what one waits."""

import http.client
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.conf import settings
from django.test import Client

from bench import listing
from bench.measure import Pair
from demo import factories
from louyu.registers.organizations.models import Role

USERS, ASKED, READING = 16, 8, 1.0  # a person looks at a page before asking for the next


def pairs() -> Iterator[Pair]:
    """On the units that the timing of the list has made."""
    with _served() as port:
        client = Client()
        client.force_login(factories.user(Role.OFFICE))
        name = settings.SESSION_COOKIE_NAME
        cookie = f"{name}={client.cookies[name].value}"
        yield Pair(
            promise="P8 p95",
            work=f"{USERS} 人同时翻看房源列表，每人看一页 {READING:.0f} 秒，等待时间的 95% 分位",
            baseline="一个人连续翻看时的同一分位",
            omits="排队",
            reach=4.0,
            ours=lambda: _percentile(port, cookie, users=USERS, pause=READING),
            theirs=lambda: _percentile(port, cookie, users=1, pause=0),
            clock=None,
        )


@contextmanager
def _served() -> Iterator[int]:
    """One web process, as `./louyu run` starts it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port)]
    threads = ["--workers", "1", "--blocking-threads", "8", "--no-ws"]
    command = [*granian, *threads, "louyu.config.wsgi:application"]
    quiet = subprocess.DEVNULL
    web = subprocess.Popen(command, stdout=quiet, stderr=quiet, env=os.environ)  # noqa: S603
    try:
        while not _answers(port):
            time.sleep(0.2)
        yield port
    finally:
        web.send_signal(signal.SIGTERM)
        web.wait()


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _percentile(port: int, cookie: str, *, users: int, pause: float) -> float:
    with ThreadPoolExecutor(users) as pool:
        waits = pool.map(lambda number: _waits(port, cookie, number, pause), range(users))
        return statistics.quantiles([wait for some in waits for wait in some], n=20)[-1]


def _waits(port: int, cookie: str, number: int, pause: float) -> list[float]:
    """People do not all start at the same moment."""
    time.sleep(pause * number / USERS)
    connection = http.client.HTTPConnection("127.0.0.1", port)
    waits = []
    for asked in range(ASKED if pause else 2 * ASKED):
        begin = time.perf_counter()
        page = 1 + (number * ASKED + asked) % listing.PAGES
        connection.request("GET", f"/units/?size=50&page={page}", headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"the list page answers {answer.status}")
        waits.append(time.perf_counter() - begin)
        time.sleep(pause)
    connection.close()
    return waits
