"""新来的企业: which one somebody means by its name and perhaps its code, and where it may go."""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from louyu.kernel.scope import ScopedQuerySet
from louyu.registers.buildings.models import Building, Unit, UnitUse
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.occupancy.unit_states import with_states

BY_CODE = "a code belongs to one enterprise of the whole register"


def free_rooms(building: Building) -> ScopedQuerySet[Unit]:
    """Rooms that stand empty today, or of which nobody has said anything."""
    rooms: Any = with_states(building.units.filter(use=UnitUse.BUSINESS), timezone.localdate())
    free: ScopedQuerySet[Unit] = rooms.filter(Q(vacant__gt=0) | Q(uncollected__gt=0))
    return free.order_by("-floor__number", "number")


def of_code(code: str) -> Enterprise | None:
    return Enterprise.objects.unscoped(BY_CODE).filter(uscc=code).first() if code else None


def of_this_name(name: str, code: str, building: Building) -> Enterprise:
    """The only one registered under this name and without another code, or a new one.

    A full name is an enterprise's own: who typed it of a firm known elsewhere means that firm.
    """
    name = name.strip()
    named = Enterprise.objects.unscoped(BY_CODE).filter(name=name)
    if code:
        named = named.filter(uscc=None)
    known = list(named.order_by("pk")[:2])
    enterprise = known[0] if len(known) == 1 else Enterprise(name=name, place=building.place)
    if code or enterprise.pk is None:
        enterprise.uscc = code or None
        enterprise.save()
    return enterprise
