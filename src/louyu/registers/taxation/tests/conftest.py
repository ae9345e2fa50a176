"""测试人员: somebody cleared for tax, signed in with a second factor."""

from dataclasses import replace
from typing import Any

import pytest

from demo import factories
from louyu.kernel.scope import Actor
from louyu.registers.organizations.models import Role


@pytest.fixture(autouse=True)
def real(settings: Any) -> None:
    """An instance that holds real tax, even where the demo lies beside the tests."""
    settings.DEMO = False


@pytest.fixture
def analyst() -> Actor:
    actor = factories.actor(Role.DEPARTMENT)
    return replace(actor, clearances=frozenset({"tax"}), second_factor=True)
