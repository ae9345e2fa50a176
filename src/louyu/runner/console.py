"""控制台: what the runner says to the person at the terminal, and how it runs other programs."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path


class Refused(Exception):
    """Stops the runner; the message is a Chinese sentence that says what to do."""


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


@contextmanager
def step(text: str) -> Iterator[None]:
    """A line when a piece of work begins, and how long it took when it is done."""
    say(f"· {text} …")
    begin = time.monotonic()
    yield
    say(f"  完成，用时 {time.monotonic() - begin:.1f} 秒")


def run(command: Sequence[str | Path], *, failure: str, cwd: Path | None = None) -> None:
    """Quiet while it works; its own last words when it does not."""
    done = subprocess.run(
        list(command),
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
    )
    if done.returncode:
        last = "\n".join(done.stdout.strip().splitlines()[-15:])
        raise Refused(f"{failure}\n{last}")
