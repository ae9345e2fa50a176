"""七列附页: leads to the seven numbers of one building, fetched when its reader comes to them.

They are weighed over the whole district: too much to be asked with every page of a building.
"""

from typing import Any

from louyu.journey.matching.scope import READERS
from louyu.kernel.pages.panels import panel
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Building


@panel("buildings", title="登记、税收、入驻汇总", template="summary/panel.html", order=62)
def of_a_building(building: Building, actor: Actor) -> dict[str, Any] | None:
    return {"building": building} if actor.holds(*READERS) else None
