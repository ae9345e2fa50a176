"""分工附页: who answers for a building or an enterprise, and the latest visits."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from louyu.kernel.pages.panels import panel
from louyu.kernel.scope import Actor
from louyu.registers.assignments.models import Assignment, Visit
from louyu.registers.assignments.queries import visits_made
from louyu.registers.assignments.resource import VISITORS
from louyu.registers.buildings.models import Building
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.organizations.models import Role

LATEST = 5


def _told(actor: Actor, **subject: Any) -> dict[str, Any]:
    today = timezone.localdate()
    rows = Assignment.objects.visible_to(actor).filter(**subject)
    held = list(rows.select_related("user", "organization").order_by("-start", "pk"))
    present = [one for one in held if one.start <= today and (one.end is None or one.end >= today)]
    made = visits_made(present, today.year)
    visits = Visit.objects.visible_to(actor).filter(**subject).select_related("visitor")
    ((name, row),) = subject.items()
    query = f"?{name}={row.pk}"
    return {
        "present": [(one, made.get(one.pk)) for one in present],
        "past": [one for one in held if one.end and one.end < today],
        "year": today.year,
        "visits": list(visits[:LATEST]),
        "new_visit": reverse("visits-new") + query if actor.holds(*VISITORS) else "",
        "new": (
            reverse("assignments-new") + query if actor.holds(Role.OFFICE, Role.STREET) else ""
        ),
        "all_visits": reverse("visits") + (query if name == "building" else ""),
    }


@panel("buildings", title="分工", template="assignments/panel.html", order=30)
def of_a_building(building: Building, actor: Actor) -> dict[str, Any]:
    return _told(actor, building=building)


@panel("enterprises", title="分工", template="assignments/panel.html", order=50)
def of_an_enterprise(enterprise: Enterprise, actor: Actor) -> dict[str, Any]:
    return _told(actor, enterprise=enterprise)
