"""文件夹: where the checkout, its packages and the instance lie."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[3]
SOURCE = CHECKOUT / "src"
REQUIREMENTS = CHECKOUT / "requirements"
FRONTEND = CHECKOUT / "frontend"
VENV = CHECKOUT / ".venv"
PYTHON = VENV / "bin" / "python"


def instance() -> Path:
    """The one folder an instance lives in, made on first use."""
    home = Path(os.environ.get("LOUYU_HOME") or CHECKOUT / "var").resolve()
    home.mkdir(parents=True, exist_ok=True)
    return home


def logs(home: Path) -> Path:
    folder = home / "logs"
    folder.mkdir(exist_ok=True)
    return folder


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Two first starts in one checkout must not install over each other."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
