"""数据疑点: for every site one of its data, and a standing one that is the office's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from louyu.journey.verification.findings.models import CheckRun, Finding

if TYPE_CHECKING:
    from tests.scope.world import Person, World

DAY = date(2024, 3, 1)
CODES = ("deregistered-tenant", "stay-without-room")
READERS = {"office", "leader"}


@dataclass
class Planted:
    doubts: list[int]
    standing: list[int]


def plant(world: World) -> Planted:
    numbers: list[list[int]] = [[], []]
    for site in world.sites:
        for standing, code in enumerate(CODES):
            row = Finding.objects.create(
                code=code,
                severity="hint" if standing else "warning",
                standing=bool(standing),
                building=site.building,
                subject=f"site:{site.number}",
                label=f"{site.marker}{'完整' if standing else '存疑'}",
                words=f"{site.marker}情况",
                opened_on=DAY,
            )
            numbers[standing].append(row.pk)
    CheckRun.objects.create(code=CODES[0], day=DAY, found=4, took_ms=1)
    return Planted(*numbers)


def forbidden(planted: Planted, person: Person) -> dict[str, str]:
    if person.role in READERS:
        return {}
    return {"鎏完整": "a standing finding"}
