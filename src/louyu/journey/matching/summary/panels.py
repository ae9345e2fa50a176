"""七列附页: the seven numbers of one building on its page, for readers of the comparison."""

from typing import Any

from django.utils import timezone

from louyu.journey.matching.summary.table import one_building
from louyu.kernel.pages.panels import panel
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Building


@panel("buildings", title="登记、税收、入驻汇总", template="summary/panel.html", order=62)
def of_a_building(building: Building, actor: Actor) -> dict[str, Any] | None:
    shown = one_building(actor, building, timezone.localdate())
    return {"summary": shown, "line": shown.lines[0]} if shown else None
