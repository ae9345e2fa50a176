"""开月: the list of what is due in a month, made once; opening it again changes nothing."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import OuterRef, Subquery

from louyu.engines.measures import Period
from louyu.journey.collection.asking import ask_what_is_due
from louyu.journey.collection.models import Cycle, Duty
from louyu.kernel.history import acting
from louyu.kernel.scope import Actor
from louyu.registers.assignments.models import Assignment, Capacity
from louyu.registers.assignments.queries import NEEDS_LIAISON
from louyu.registers.buildings.models import Building
from louyu.registers.matters.calendar import last_working_day

WHOLE_LIST = "the month is opened for every building"


@dataclass(frozen=True)
class Opened:
    """`added` buildings of this call, and how many are due in all."""

    cycle: Cycle
    added: int
    due: int


def open_month(*, month: Period, day: date, actor: Actor) -> Opened:
    """Standing buildings of `day`, each with the street and the liaison it has then.

    A building that stands since comes in with the next call; none goes.
    """
    with transaction.atomic(), acting(actor, "collection_opened"):
        cycle, _ = Cycle.objects.unscoped(WHOLE_LIST).get_or_create(
            month=month.first, defaults={"due_on": last_working_day(month.first, month.last)}
        )
        liaisons = Assignment.objects.unscoped(WHOLE_LIST).filter(
            building=OuterRef("pk"), capacity=Capacity.LIAISON, during__contains=day
        )
        standing = (
            Building.objects.unscoped(WHOLE_LIST)
            .filter(life_stage__in=NEEDS_LIAISON, place__isnull=False)
            .exclude(pk__in=cycle.buildings_due.order_by().values("building_id"))
            .annotate(liaison=Subquery(liaisons.order_by().values("user_id")[:1]))
            .order_by("pk")
        )
        added = Duty.objects.bulk_create(
            Duty(cycle=cycle, building_id=pk, place_id=place, liaison_id=liaison)
            for pk, place, liaison in standing.values_list("pk", "place_id", "liaison")
        )
        ask_what_is_due(added, day=day)
        return Opened(cycle, len(added), cycle.buildings_due.count())
