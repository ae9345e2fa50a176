"""采集检查: what was said of another month, and buildings nobody has spoken of for long."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Exists, F, Max, Min, OuterRef, Q
from django.db.models.functions import Coalesce, TruncDate, TruncMonth

from louyu.engines.checks import Doubt, Extent, Severity, check, integrity
from louyu.journey.collection.asking import SILENT_DAYS
from louyu.journey.collection.models import CycleKind, Submission, TenantAnswer, Verdict
from louyu.registers.assignments.queries import NEEDS_LIAISON
from louyu.registers.buildings.models import Building

WHOLE = "a check looks at every building"
MOVES = (Verdict.LEFT, Verdict.ARRIVED)


@check(
    "day-outside-month",
    Severity.HINT,
    "迁入、迁出的日期不在所报的月份",
    "请核对日期是否填错；补报以前月份的，写情况说明，上个月的数会随之变动。",
)
def day_outside_month(extent: Extent) -> Iterator[Doubt]:
    """Of the last handing-in of every duty; a correction or a census has no month."""
    later = Submission.objects.unscoped(WHOLE).filter(
        duty=OuterRef("submission__duty"), number__gt=OuterRef("submission__number")
    )
    rows: Any = TenantAnswer.objects.unscoped(WHOLE).filter(
        ~Exists(later),
        submission__duty__cycle__kind=CycleKind.MONTH,
        verdict__in=MOVES,
        was_asked=True,
        is_correction=False,
        **extent.within("submission__duty__building"),
    )
    rows = rows.annotate(month=TruncMonth("day"), of=F("submission__duty__cycle__month"))
    rows = rows.filter(~Q(month=F("of"))).order_by("pk")
    for one in rows.select_related("occupancy__enterprise", "occupancy__building"):
        stay = one.occupancy
        yield Doubt(
            subject=f"answer:{one.submission_id}:{stay.pk}",
            label=f"{stay.enterprise.name}（{stay.building.name}）",
            words=f"{one.of:%Y-%m} 报{one.get_verdict_display()}，日期是 {one.day}",
            link=stay.building.get_absolute_url(),
            building=stay.building_id,
        )


@integrity(
    "unconfirmed",
    Severity.WARNING,
    f"楼宇超过 {SILENT_DAYS} 天没有提交月度更新",
    "请街道催联络员提交，或由街道代报；已停用的楼宇请改生命阶段，或在核实台免报。",
)
def unconfirmed(extent: Extent) -> Iterator[Doubt]:
    """Since it was last handed in, or since it is due at all."""
    rows: Any = Building.objects.unscoped(WHOLE).filter(life_stage__in=NEEDS_LIAISON)
    rows = rows.annotate(
        last=TruncDate(Max("collection_duties__submissions__at")),
        due=Min("collection_duties__cycle__month"),
    ).annotate(heard=Coalesce("last", "due"))
    silent = rows.filter(heard__lt=extent.day - timedelta(days=SILENT_DAYS))
    for one in silent.select_related("place").order_by("pk"):
        said = f"最近一次提交 {one.last}" if one.last else f"{one.due:%Y-%m} 起应报，从未提交"
        yield Doubt(
            subject=f"building:{one.pk}",
            label=f"{one.name}（{one.place}）",
            words=said,
            link=one.get_absolute_url(),
            building=one.pk,
        )
