"""疑点待办: buildings with something the street has to look into; one item a building."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from louyu.engines.checks import Severity
from louyu.journey.verification.findings.models import Finding
from louyu.kernel.inbox import Item, Source, register
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Building
from louyu.registers.organizations.models import Role

ASKED = (Severity.BLOCKING.value, Severity.WARNING.value)


def _asked(actor: Actor) -> QuerySet[Building]:
    """The street's to settle; hints are no work."""
    if not actor.holds(Role.STREET):
        return Building.objects.none()
    rows = Finding.objects.visible_to(actor).filter(closed_on=None, severity__in=ASKED)
    found = rows.filter(standing=False).order_by().values("building_id")
    return Building.objects.visible_to(actor).filter(pk__in=found)


def _tell(building: Any) -> Item:
    return Item(
        title=f"数据疑点待更正或说明：{building.name}",
        link=f"{reverse('doubts')}?building={building.pk}",
        subject=str(building.place),
    )


register(Source("doubts", "数据疑点", _asked, _tell, related=("place",)))
