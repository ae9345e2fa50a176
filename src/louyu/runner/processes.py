"""进程: the web process and the worker of a running instance; one that dies is started again."""

import signal
import socket
import subprocess
import time
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from louyu.runner.cluster import end_with_parent
from louyu.runner.console import Refused, say
from louyu.runner.folders import logs
from louyu.runner.serving import Instance

HOST = "127.0.0.1"
LONGEST_START = 60
LONGEST_END = 15
LONGEST_PAUSE = 10


def refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise Refused(
                f"端口 {port} 已被其他程序占用，请换一个端口，例如：--port {port + 1}"
            ) from None


@dataclass
class Child:
    """One process that ought to run and its log; `deaths` in a row came before its first minute.

    It is never given up: a worker that cannot live must not take the pages down with it, and
    whoever mends the cause finds it running again. Each early death only makes the pause longer.
    """

    name: str
    arguments: tuple[str, ...]
    process: "subprocess.Popen[bytes] | None" = None
    begun: float = 0
    deaths: int = 0
    not_before: float = 0

    def ensure(self, instance: Instance) -> None:
        if self.process and self.process.poll() is None:
            return
        if self.process:
            self._note_its_end(self.process.returncode, logs(instance.home))
        if time.monotonic() >= self.not_before:
            self._start(instance)

    def _note_its_end(self, status: int, folder: Path) -> None:
        lived = time.monotonic() - self.begun
        self.deaths = self.deaths + 1 if lived < LONGEST_START else 0
        pause = min(max(0, self.deaths - 1), LONGEST_PAUSE)
        when = f"{pause} 秒后" if pause else "正在"
        say(
            f"{self.name} 进程意外结束（{status}），{when}重新启动；原因见 {folder}/{self.name}.log"
        )
        self.process, self.not_before = None, time.monotonic() + pause

    def _start(self, instance: Instance) -> None:
        self.begun = time.monotonic()
        with (logs(instance.home) / f"{self.name}.log").open("ab") as log:
            self.process = instance.python(
                *self.arguments,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=end_with_parent,
            )


@dataclass
class Service:
    """What `demo` and `run` keep running until they are told to end."""

    instance: Instance
    port: int
    greeting: str
    told_to_stop: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        granian = ("-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(self.port))
        threads = ("--workers", "1", "--blocking-threads", "8", "--no-ws")
        self.children = [
            Child("web", (*granian, *threads, "louyu.config.wsgi:application")),
            Child("worker", ("-m", "louyu.config.worker")),
        ]

    def serve(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        try:
            self._tend()
            self._await_answer()
            if not self.told_to_stop:
                say(f"\n  http://{HOST}:{self.port}\n\n{self.greeting}按 Ctrl-C 结束。")
            while not self.told_to_stop:
                self._tend()
                time.sleep(0.5)
        finally:
            self._end()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.told_to_stop = True

    def _tend(self) -> None:
        self.instance.database.ensure()
        for child in self.children:
            child.ensure(self.instance)

    def _await_answer(self) -> None:
        address = f"http://{HOST}:{self.port}/healthz"
        deadline = time.monotonic() + LONGEST_START
        while not self.told_to_stop and not _answers(address):
            if time.monotonic() > deadline:
                raise Refused(f"网页进程没有应答，原因见 {logs(self.instance.home)}/web.log。")
            self._tend()
            time.sleep(0.1)

    def _end(self) -> None:
        running = [c.process for c in self.children if c.process and c.process.poll() is None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + LONGEST_END
        for process in running:
            try:
                process.wait(max(0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _answers(address: str) -> bool:
    with suppress(OSError), urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310
        return bool(answer.status == 200)
    return False
