"""在册户: the registrations the table counts: in force, active, of this district, each once."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from louyu.journey.matching.models import Registration
from louyu.registers.enterprises.models import EnterpriseStatus


def counted(rows: QuerySet[Registration], lists: Iterable[int]) -> QuerySet[Registration]:
    """Where several registries list one subject, as the latest list tells it."""
    every = Registration.objects.unscoped("which line of a subject counts")
    latest = every.filter(delivery__in=list(lists)).order_by(
        "subject", "-delivery__period", "-delivery_id"
    )
    return rows.filter(
        pk__in=latest.distinct("subject").values("pk"),
        status=EnterpriseStatus.ACTIVE,
        is_local=True,
    )
