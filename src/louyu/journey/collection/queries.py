"""采集查询: which duties wait, and which of them may still move."""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from louyu.journey.collection.models import Duty, DutyState, Reopening
from louyu.kernel.scope import Actor
from louyu.registers.occupancy.scope import reports_on

WAITING = (DutyState.OPEN, DutyState.RETURNED)


def answerable(actor: Actor) -> QuerySet[Duty]:
    """Duties this actor may hand in."""
    return Duty.objects.visible_to(actor).filter(reports_on(actor))


def open_again() -> Exists:
    """The condition for duties that were reopened and are so today."""
    rows = Reopening.objects.unscoped("whether a seen duty may still move")
    return Exists(rows.filter(duty=OuterRef("pk"), until__gte=timezone.localdate()))


def is_open(duty: Duty) -> bool:
    """Whether anything may still be handed in or said about it."""
    if duty.cycle.closed_at is None:
        return True
    return duty.reopenings.filter(until__gte=timezone.localdate()).exists()
