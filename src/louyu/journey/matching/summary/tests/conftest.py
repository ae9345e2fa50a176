"""试验区: one for each test, on an instance that holds real tax."""

from __future__ import annotations

from typing import Any

import pytest

from louyu.journey.matching.summary.tests.worlds import SummaryWorld


@pytest.fixture
def world(settings: Any) -> SummaryWorld:
    settings.DEMO = False
    return SummaryWorld()
