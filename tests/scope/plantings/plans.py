"""计划: a plan, a target of the other street and what earlier ledgers say of its building."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from louyu.journey.statistics.models import HistoricalFigure, Plan, Target, TargetPart

if TYPE_CHECKING:
    from tests.scope.world import Person, World


@dataclass
class Planted:
    plan: Plan
    whole: Target
    other: Target
    of_district: HistoricalFigure
    of_building: HistoricalFigure
    tax: HistoricalFigure
    part: TargetPart
    of_year: TargetPart


def plant(world: World) -> Planted:
    tree, site = world.tree, world.sites[2]
    plan = Plan.objects.create(name="辛鎏计划", start=date(2025, 1, 1), end=date(2027, 12, 31))
    kept = {"indicator": "EN01", "unit": "firm"}
    earlier = {"year": 2019, "place": tree.other_street, "building": site.building}
    whole = Target.objects.create(
        plan=plan, name="辛鎏全区", place=tree.district, value=777, **kept
    )
    return Planted(
        plan,
        whole,
        Target.objects.create(
            plan=plan, name="辛鎏东山", place=tree.other_street, value=7_731, **kept
        ),
        HistoricalFigure.objects.create(
            year=2019, place=tree.district, value=77_191, source="辛鎏全区年报", **kept
        ),
        HistoricalFigure.objects.create(value=7_719, source="辛鎏一楼", **earlier, **kept),
        HistoricalFigure.objects.create(
            indicator="TX01", unit="yuan", value=77_719, source="辛鎏税表", **earlier
        ),
        TargetPart.objects.create(
            plan=plan,
            target=whole,
            street=tree.other_street,
            value=773_719,
            baseline=7_717,
            baseline_source="辛鎏分解",
        ),
        TargetPart.objects.create(plan=plan, target=whole, year=2026, value=773),
    )


def forbidden(planted: Planted, person: Person) -> dict[str, str]:
    told: dict[str, str] = {}
    if not person.sees_district:
        told |= {"辛鎏税表": "tax of a building", "77719": "tax of a building"}
        told |= {"77,719": "tax of a building", "辛鎏全区年报": "the district's earlier figure"}
        if person.keeps != "other street":
            told["辛鎏东山"] = "the other street's target"
            told |= dict.fromkeys(("辛鎏分解", "773719", "773,719"), "the other street's part")
        if 2 not in person.sees:
            told["辛鎏一楼"] = "another building's earlier figure"
    return told
