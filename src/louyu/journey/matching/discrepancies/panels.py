"""差异附页: on a building's or an enterprise's page, what registry and roster tell differently."""

from typing import Any

from louyu.journey.matching.models import Discrepancy
from louyu.journey.matching.scope import READERS
from louyu.kernel.pages.panels import panel
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Building
from louyu.registers.enterprises.models import Enterprise

NAMED = 6


@panel("buildings", title="比对差异", template="matching/panel.html", order=42)
def of_a_building(building: Building, actor: Actor) -> dict[str, Any] | None:
    return _told(actor, building=building)


@panel("enterprises", title="比对差异", template="matching/panel.html", order=42)
def of_an_enterprise(enterprise: Enterprise, actor: Actor) -> dict[str, Any] | None:
    return _told(actor, enterprise=enterprise)


def _told(actor: Actor, **subject: Any) -> dict[str, Any] | None:
    """Nothing for whoever reads none, and nothing where nothing waits."""
    if not actor.holds(*READERS):
        return None
    rows = Discrepancy.objects.visible_to(actor).filter(closed_on=None, **subject)
    count = rows.count()
    building = subject.get("building")
    return {"rows": list(rows[:NAMED]), "count": count, "building": building} if count else None
