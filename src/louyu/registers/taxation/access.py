"""涉税查阅: the one door to named tax rows; every view leaves a line in the log.

Whoever may not pass learns nothing, not even that there is a door: the answer is "not found".
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import Http404

from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Building
from louyu.registers.deliveries.use import usable_by
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.organizations.models import ClearanceKind
from louyu.registers.taxation.lock import opened
from louyu.registers.taxation.models import BuildingTaxTotal, TaxPayment, TaxView

M = TypeVar("M", bound=models.Model)


class NotCleared(Http404):
    """As if there were nothing here."""


@dataclass
class Reading:
    """Rows in force, as far as their data-use record goes, readable until the block ends;
    `shown` counts what leaves it."""

    actor: Actor
    rows: int = field(default=0, init=False)

    @property
    def payments(self) -> QuerySet[TaxPayment]:
        return self._usable(TaxPayment.objects.visible_to(self.actor))

    @property
    def building_totals(self) -> QuerySet[BuildingTaxTotal]:
        return self._usable(BuildingTaxTotal.objects.visible_to(self.actor))

    def _usable(self, rows: QuerySet[M]) -> QuerySet[M]:
        return in_force(rows).filter(usable_by(self.actor))

    def shown(self, rows: QuerySet[M] | list[Any]) -> list[Any]:
        """What the person will see, read now and counted for the log."""
        found = list(rows)
        self.rows += len(found)
        return found


def in_force(rows: QuerySet[M]) -> QuerySet[M]:
    """Without what a corrected delivery replaced."""
    return rows.filter(delivery__replaced_at=None)


def may_read(actor: Actor) -> bool:
    """Cleared for tax and signed in with a second factor.

    The console and a job without a person have no session; a demo instance holds invented rows.
    """
    trusted = actor.second_factor or actor.user_id is None or settings.DEMO
    return ClearanceKind.TAX in actor.clearances and trusted


@contextmanager
def reading(
    actor: Actor,
    *,
    purpose: str,
    what: str,
    enterprise: Enterprise | None = None,
    building: Building | None = None,
    form: str = "html",
) -> Iterator[Reading]:
    """Raises NotCleared (a 404); the log line is written with the rows, or neither is."""
    if not may_read(actor) or not purpose.strip():
        raise NotCleared
    with transaction.atomic():
        with opened("read"):
            view = Reading(actor)
            yield view
        log_view(
            actor,
            purpose=purpose,
            what=what,
            rows=view.rows,
            form=form,
            enterprise=enterprise,
            building=building,
        )


def log_view(actor: Actor, **view: Any) -> None:
    TaxView.objects.create(user_id=actor.user_id, user_name=actor.name, **view)
