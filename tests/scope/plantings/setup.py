"""开通: a local industry and a cluster; like places, both are public inside the district."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from louyu.registers.enterprises.models import LocalIndustry
from louyu.registers.places.models import Cluster

if TYPE_CHECKING:
    from tests.scope.world import Person, World


@dataclass
class Planted:
    rule: LocalIndustry
    cluster: Cluster


def plant(world: World) -> Planted:
    rule = LocalIndustry.objects.create(prefix="I65", name="示例", start=date(2020, 1, 1))
    return Planted(rule, Cluster.objects.create(name="示例片区"))


def forbidden(planted: Planted, person: Person) -> dict[str, str]:
    return {}
