"""版头: one that begins after everything was issued, so that nobody has read it on a bulletin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from louyu.journey.publication.models import Letterhead
from louyu.registers.organizations.models import Role

if TYPE_CHECKING:
    from tests.scope.world import Person, World

MARKER = "辛鎏领导小组"


@dataclass
class Planted:
    coming: Letterhead


def plant(world: World) -> Planted:
    return Planted(
        Letterhead.objects.create(
            valid_from=timezone.localdate() + timedelta(days=1), mark=MARKER, issuer=MARKER
        )
    )


def forbidden(planted: Planted, person: Person) -> dict[str, str]:
    if person.role in {Role.OFFICE, Role.LEADER}:
        return {}
    return {MARKER: "a letterhead not yet in force"}
