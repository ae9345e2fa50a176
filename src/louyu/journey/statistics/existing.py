"""存量楼宇: which buildings stood on a day, told by their dated stages."""

from datetime import date

from django.db.models import Case, CharField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from louyu.registers.buildings.models import Building, LifeStage, LifeStageChange, Unit, UnitUse

EXISTING = (LifeStage.COMPLETED, LifeStage.IN_USE, LifeStage.RENOVATING, LifeStage.IDLE)
_WHY = "statistics counts every building"


def existing_buildings(day: date) -> QuerySet[Building]:
    """Buildings that stand on the day, with their `stage` then and their `registered` area.

    Before its first dated stage a building with a completion day was completed from then on;
    one without any date is taken to have been as it was first reported.
    """
    stages = LifeStageChange.objects.unscoped(_WHY).filter(building=OuterRef("pk"))
    dated = stages.filter(since__lte=day).order_by("-since").values("stage")[:1]
    first = (
        stages.filter(~Q(since=OuterRef("stage_since")) | Q(building__stage_since=None))
        .order_by("since")
        .values("stage")[:1]
    )
    undated = Case(
        When(completed_on=None, then=Subquery(first)),
        When(completed_on__lte=day, then=Value(LifeStage.COMPLETED.value)),
        output_field=CharField(),
    )
    units = Unit.objects.unscoped(_WHY).filter(building=OuterRef("pk"), use=UnitUse.BUSINESS)
    return (
        Building.objects.unscoped(_WHY)
        .annotate(
            stage=Coalesce(Subquery(dated), undated),
            registered=Subquery(units.values("building").annotate(sum=Sum("area")).values("sum")),
        )
        .filter(stage__in=EXISTING)
    )
