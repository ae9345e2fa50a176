"""事项附页: what is and was asked about a building or an enterprise."""

from typing import Any

from django.urls import reverse

from louyu.kernel.pages.panels import panel
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Building
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.matters.kinds import apart
from louyu.registers.matters.models import Matter, MatterState
from louyu.registers.matters.workflow import ANYBODY

LATEST = 8


def _told(actor: Actor, **subject: Any) -> dict[str, Any]:
    rows = Matter.objects.visible_to(actor).filter(**subject).exclude(kind__in=apart())
    ((name, row),) = subject.items()
    return {
        "matters": list(
            rows.select_related("building", "place", "owner_user", "owner_body")[:LATEST]
        ),
        "open": rows.filter(state=MatterState.OPEN).count(),
        "new": f"{reverse('matter-new')}?{name}={row.pk}" if actor.holds(*ANYBODY) else "",
    }


@panel("buildings", title="事项", template="matters/panel.html", order=35)
def of_a_building(building: Building, actor: Actor) -> dict[str, Any]:
    return _told(actor, building=building)


@panel("enterprises", title="事项", template="matters/panel.html", order=55)
def of_an_enterprise(enterprise: Enterprise, actor: Actor) -> dict[str, Any]:
    return _told(actor, enterprise=enterprise)
