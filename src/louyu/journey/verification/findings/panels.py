"""疑点附页: on a building's page, what of its data waits to be mended or answered for."""

from typing import Any

from louyu.journey.verification.findings.models import Finding
from louyu.kernel.pages.panels import panel
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Building

NAMED = 6


@panel("buildings", title="数据疑点", template="findings/panel.html", order=40)
def of_a_building(building: Building, actor: Actor) -> dict[str, Any] | None:
    """Nothing for whoever reads no findings, and nothing where nothing waits."""
    rows = Finding.objects.visible_to(actor).filter(
        building=building, closed_on=None, standing=False
    )
    count = rows.count()
    return {"rows": list(rows[:NAMED]), "count": count, "pk": building.pk} if count else None
