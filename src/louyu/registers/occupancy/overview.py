"""楼宇概况: the head of a building's page: who answers for it, and its figures of today."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from urllib.parse import urlencode

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    Model,
    OuterRef,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Greatest

from louyu.kernel import figures
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Building, KeyListing, LifeStage
from louyu.registers.occupancy.listing import NOT_COUNTED, NOT_YET_THERE
from louyu.registers.occupancy.models import Occupancy, OccupancyKind, Vacancy
from louyu.registers.occupancy.scope import reports_on, sees_terms
from louyu.registers.occupancy.stacking import EMPTY, KNOWN, OCCUPIED, Plan, State


def buildings_seen(actor: Actor, day: date) -> QuerySet[Building]:
    """With what the head says: is it listed, may its terms be read, when did it last change."""
    listed = KeyListing.objects.visible_to(actor).filter(
        building=OuterRef("pk"), during__contains=day
    )
    touched = [
        _latest_change(Occupancy, building=OuterRef("pk")),
        _latest_change(Vacancy, unit__building=OuterRef("pk")),
    ]
    return (
        Building.objects.visible_to(actor)
        .annotate(
            is_key=Exists(listed),
            shows_terms=ExpressionWrapper(sees_terms(actor, ""), BooleanField()),
            takes_reports=ExpressionWrapper(reports_on(actor, ""), BooleanField()),
            reported_at=Greatest(*touched),
        )
        .select_related("place", "community", "cluster")
    )


def _latest_change(model: type[Model], **of: OuterRef) -> Subquery:
    events = model.pgh_event_model.objects.filter(**of)  # type: ignore[attr-defined]
    return Subquery(events.order_by("-pgh_created_at").values("pgh_created_at")[:1])


EMPTY_ROWS = urlencode({"state": [state.value for state in EMPTY]}, doseq=True)
UNCOLLECTED = str(State.UNCOLLECTED.label)


@dataclass(frozen=True)
class Measure:
    """One figure of the strip: formatted, with its unit and the rows it was made of."""

    label: str
    text: str
    unit: str
    link: str
    note: str = ""

    @property
    def is_missing(self) -> bool:
        return not self.unit


@dataclass(frozen=True)
class Overview:
    """Figures of one building from its plan, by the rules of SP01–SP09, SP13 and EN01."""

    plan: Plan

    @property
    def is_there(self) -> bool:
        """What is planned or under construction has no space to be collected yet."""
        return self.plan.building.life_stage not in NOT_YET_THERE

    @property
    def business(self) -> Decimal | None:
        return self.plan.space.business or None

    @property
    def uncollected(self) -> Decimal | None:
        return self.plan.space.uncollected if self.business else None

    @property
    def known(self) -> Decimal:
        return self.plan.area(*KNOWN)

    @property
    def occupancy_rate(self) -> Decimal | None:
        """Of buildings in use only, over what is known."""
        in_use = self.plan.building.life_stage == LifeStage.IN_USE
        return self.plan.area(*OCCUPIED) / self.known if in_use and self.known else None

    @property
    def tenants(self) -> int | None:
        """Distinct enterprises other than address-only; None while nothing was collected."""
        present = {s.enterprise_id for s in self.plan.stays if s.kind != OccupancyKind.ADDRESS_ONLY}
        return len(present) if present or self.known else None

    def measures(self) -> list[Measure]:
        building, rate = self.plan.building, self.occupancy_rate
        in_use = building.life_stage == LifeStage.IN_USE
        vacant = self.plan.area(*EMPTY) if self.is_there and self.known else None
        uncollected = self.uncollected if self.is_there else None
        unknown, unfilled = (UNCOLLECTED, "未填") if self.is_there else (NOT_COUNTED, NOT_COUNTED)
        return [
            _area("建筑面积", building.gross_floor_area, "?view=names", absent="未填"),
            _area("商务面积", self.business, "?view=table", absent="未填"),
            _area("空置面积", vacant, f"?view=table&{EMPTY_ROWS}", absent=unknown),
            Measure(
                "入驻率",
                _percent(rate, absent=UNCOLLECTED if in_use else NOT_COUNTED),
                "%" if rate is not None else "",
                "?view=table",
                "" if in_use else "非在用楼宇不计入驻率",
            ),
            _area("未采集面积", uncollected, "?view=table&state=uncollected", absent=unfilled),
            Measure(
                "入驻企业",
                unknown if self.tenants is None else figures.count(self.tenants),
                "家" if self.tenants is not None else "",
                "?view=tenants",
            ),
        ]


def _percent(share: Decimal | None, absent: str) -> str:
    if share is None:
        return absent
    return str((share * 100).quantize(Decimal("0.01"), ROUND_HALF_UP))


def _area(label: str, area: Decimal | None, link: str, absent: str) -> Measure:
    if area is None:
        return Measure(label, absent, "", link)
    return Measure(label, figures.area(area), "㎡", link)
