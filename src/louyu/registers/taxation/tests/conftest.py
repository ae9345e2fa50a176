"""测试人员: somebody cleared for tax, signed in with a second factor."""

from dataclasses import replace

import pytest

from demo import factories
from louyu.kernel.scope import Actor
from louyu.registers.organizations.models import Role


@pytest.fixture
def analyst() -> Actor:
    actor = factories.actor(Role.DEPARTMENT)
    return replace(actor, clearances=frozenset({"tax"}), second_factor=True)
