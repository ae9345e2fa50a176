"""事项检查: standing buildings that nobody has looked after for more than five working days."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce, TruncDate

from louyu.engines.checks import Doubt, Extent, Severity, integrity
from louyu.registers.assignments.models import Assignment, Capacity
from louyu.registers.assignments.queries import NEEDS_LIAISON
from louyu.registers.buildings.models import Building
from louyu.registers.matters.calendar import working_days_after

WHOLE = "a check looks at every building"
DAYS = 5
DAY = timedelta(days=1)


@integrity(
    "no-liaison",
    Severity.WARNING,
    "楼宇没有联络员超过 5 个工作日",
    "请街道在“分工一览”为这幢楼指定联络员；一时派不出人的，由街道代报。",
)
def no_liaison(extent: Extent) -> Iterator[Doubt]:
    """Since the last one ended, or since the building is registered."""
    named = Assignment.objects.unscoped(WHOLE).filter(
        building=OuterRef("pk"), capacity=Capacity.LIAISON
    )
    last = named.order_by().values("building").annotate(last=Max("end")).values("last")
    events = Building.pgh_event_model.objects.filter(pgh_obj=OuterRef("pk"))  # type: ignore[attr-defined]
    made = events.order_by("pgh_created_at").annotate(on=TruncDate("pgh_created_at"))
    rows: Any = Building.objects.unscoped(WHOLE).filter(
        ~Exists(named.filter(during__contains=extent.day)), life_stage__in=NEEDS_LIAISON
    )
    rows = rows.annotate(since=Coalesce(Subquery(last), Subquery(made.values("on")[:1])))
    for one in rows.filter(since__lt=_long_ago(extent.day)).select_related("place"):
        yield Doubt(
            subject=f"building:{one.pk}",
            label=f"{one.name}（{one.place}）",
            words=f"{one.since} 起没有联络员",
            link=one.get_absolute_url(),
            building=one.pk,
        )


def _long_ago(day: date) -> date:
    """Since before this day more than five working days are over."""
    since = day - DAY * DAYS
    while working_days_after(since, DAYS) >= day:
        since -= DAY
    return since + DAY
