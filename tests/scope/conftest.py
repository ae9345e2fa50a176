"""试验区只建一次: built once per module in a transaction of its own; each test undoes its steps."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.scope.world import World


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def undone(world: World, settings: Any) -> Iterator[None]:
    settings.DEMO = False  # a demo instance asks nobody for a second factor
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
