"""变化: what a handing-in says that the registers did not say before, for whoever looks at it."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from louyu.journey.collection.models import Submission, TenantAnswer, UnitAnswer, Verdict

OF_A_SEEN_ONE = "answers of a submission the caller has seen"
TENANT_CHANGED = ~Q(verdict=Verdict.STAYS) | Q(is_correction=True)


def with_changes(rows: QuerySet[Submission]) -> QuerySet[Submission]:
    """Each with how many tenants and rooms it tells something new about; a note counts as one."""
    tenants = TenantAnswer.objects.unscoped(OF_A_SEEN_ONE).filter(TENANT_CHANGED)
    rooms = UnitAnswer.objects.unscoped(OF_A_SEEN_ONE).filter(is_change=True)
    noted = Case(When(words="", then=0), default=1, output_field=IntegerField())
    return rows.annotate(changes=_counted(tenants) + _counted(rooms) + noted)


def _counted(answers: QuerySet[Any]) -> Coalesce:
    of_it = answers.filter(submission=OuterRef("pk")).order_by().values("submission")
    counted = of_it.annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def told_in(submission: Submission) -> dict[str, Any]:
    """What its page shows: who changed, which rooms changed, how much was confirmed."""
    tenants = submission.tenant_answers.select_related("occupancy__enterprise").order_by("pk")
    rooms = submission.unit_answers.select_related("unit").order_by("pk")
    same = tenants.exclude(TENANT_CHANGED)
    return {
        "submission": submission,
        "told": tenants.filter(TENANT_CHANGED),
        "stayed": same.count(),
        "alone": same.filter(was_asked=True).count(),
        "rooms": rooms.filter(is_change=True),
        "same_rooms": rooms.filter(is_change=False).count(),
    }
