"""同时报送: fifty sendings of one delivery at once have one effect."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from demo import factories
from louyu.kernel.files.services import store_path
from louyu.registers.deliveries import services
from louyu.registers.deliveries.models import Delivery, Import, ImportState
from louyu.registers.deliveries.services import start_import
from louyu.registers.deliveries.tests.workbooks import workbook
from louyu.registers.organizations.actors import console
from louyu.registers.organizations.models import OrganizationKind
from louyu.registers.taxation.tests.bureau import LONG, ONE, TWO, paid

pytestmark = pytest.mark.django_db(transaction=True)
SENDINGS, HANDS = 50, 10
READINGS = 16  # each opens the file in a process of its own


@pytest.fixture
def about() -> dict[str, Any]:
    bureau = factories.organization(OrganizationKind.DEPARTMENT)
    record = {"basis": "试验依据", "purpose": "试验", "data_class": 4, "allowed_roles": ["tax"]}
    return {"period": "2026-03", "provider": bureau.pk, "unit": "", **record}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return workbook(
        tmp_path / "来文.xlsx", LONG, (ONE, "甲", "增值税", 100), (TWO, "乙", "增值税", 7)
    )


def at_once(work: Callable[[int], Any], times: int) -> list[Any]:
    """Each in a thread with a connection of its own, which ends with the work."""

    def alone(number: int) -> Any:
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(HANDS) as pool:
        return list(pool.map(alone, range(times)))


def test_one_key_is_one_import(path: Path, about: dict[str, Any]) -> None:
    actor = console("试验")
    file = store_path(path, owner_id=None)

    def send(number: int) -> int:
        row = start_import(actor=actor, kind="tax", file=file, idempotency_key="one", about=about)
        return int(row.pk)

    assert len(set(at_once(send, SENDINGS))) == 1
    assert Import.objects.unscoped("test").count() == 1


def test_without_a_key_the_same_file_is_one_delivery(path: Path, about: dict[str, Any]) -> None:
    actor = console("试验")
    file = store_path(path, owner_id=None)
    rows = Import.objects.bulk_create(
        Import(kind="tax", file=file, state=ImportState.APPLYING, about=about)
        for _ in range(READINGS)
    )

    def apply(number: int) -> int:
        services.apply(rows[number], actor)
        return int(rows[number].report["created"])

    assert sorted(at_once(apply, READINGS)) == [0] * (READINGS - 1) + [2]
    delivery = Delivery.objects.unscoped("test").get()
    assert paid() == {(ONE, "2026-03"): 100, (TWO, "2026-03"): 7}
    told = Import.objects.unscoped("test").values_list("delivery", "state")
    assert set(told) == {(delivery.pk, ImportState.APPLIED)}
