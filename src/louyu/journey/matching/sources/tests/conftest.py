"""测试接入: an instance that holds real tax, with a folder that its administrator opened."""

from pathlib import Path
from typing import Any

import pytest

from louyu.journey.matching.sources.tests.feeds import Feed, cleared_user


@pytest.fixture(autouse=True)
def real(settings: Any, tmp_path: Path) -> None:
    settings.DEMO = False
    settings.KEYS_DIR = tmp_path / "keys"
    settings.FEEDS = {"folders": [str(tmp_path)], "inside_hosts": ["127.0.0.1"], "hosts": []}


@pytest.fixture
def feed(tmp_path: Path, db: None) -> Feed:
    cleared_user()  # without anybody who may look at it, no tax is taken
    return Feed(tmp_path / "来文")
