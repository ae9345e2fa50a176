"""走一遍的底座: the browser of the page tests, and a worker that runs as in operation."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from tests.browser import browser_context, chromium, page

__all__ = ["browser_context", "chromium", "page", "worker"]


@pytest.fixture
def worker(live_server: Any, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The product's own worker process on the database of this test."""
    where = connection.settings_dict
    address = (
        f"postgresql://{quote(where['USER'])}:{quote(where['PASSWORD'])}@/{quote(where['NAME'])}"
        f"?host={quote(where['HOST'])}&port={quote(where['PORT'])}"
    )
    environment = os.environ | {"DATABASE_URL": address, "LOUYU_HOME": str(settings.LOUYU_HOME)}
    log = (tmp_path / "worker.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "louyu.config.worker"],
        env=environment | {"PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=log,
        stderr=log,
    )
    yield process
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=30)
