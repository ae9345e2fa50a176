"""开通: one rule of a local industry; like places, it is public inside the district."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from louyu.registers.enterprises.models import LocalIndustry

if TYPE_CHECKING:
    from tests.scope.world import Person, World


@dataclass
class Planted:
    rule: LocalIndustry


def plant(world: World) -> Planted:
    return Planted(LocalIndustry.objects.create(prefix="I65", name="示例", start=date(2020, 1, 1)))


def forbidden(planted: Planted, person: Person) -> dict[str, str]:
    return {}
