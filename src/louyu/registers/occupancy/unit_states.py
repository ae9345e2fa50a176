"""房源状态: the one rule of what every unit's area is on a day: used, let, empty or unknown.

Silence is never read as let or as empty: what nobody reported is 未采集.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DecimalField,
    F,
    FilteredRelation,
    Q,
    Sum,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest, Least, NullIf, Round

from louyu.kernel.scope import Actor, ScopedQuerySet
from louyu.registers.buildings.models import Building, Unit, UnitUse
from louyu.registers.occupancy.models import OccupancyKind, VacancyState

AREA = DecimalField(max_digits=12, decimal_places=2)
NONE = Value(Decimal(0), output_field=AREA)
LETTING = (OccupancyKind.LEASED, OccupancyKind.SUBLET, OccupancyKind.COWORKING)


class UnitState(TextChoices):
    """What colours a unit; a partly used unit has the state of its users."""

    SELF_USED = "self_used", "自用"
    LEASED = "leased", "出租"
    VACANT = VacancyState.VACANT.value, "空置"
    FIT_OUT = VacancyState.FIT_OUT.value, "装修待入驻"
    RESERVED = VacancyState.RESERVED.value, "已预订"
    UNCOLLECTED = "uncollected", "未采集"
    NOT_BUSINESS = "not_business", "非商务"


class AreaBasis(TextChoices):
    """What a building's business area rests on."""

    UNITS = "units", "房源合计"
    DECLARED = "declared", "申报总量"
    TOPPED_UP = "topped_up", "房源加申报余额"
    NONE = "none", "未采集"


def with_states(units: ScopedQuerySet[Unit], day: date) -> ScopedQuerySet[Unit]:
    """Each unit with self_used + leased + vacant + uncollected = its area; other uses get 0.

    A user with an area of their own has that much; users without one share what is left
    equally. Own areas above the unit's area are cut down in proportion (`over_claimed`).
    """
    business = Q(use=UnitUse.BUSINESS)
    return (
        _with_claims(units, day)
        .annotate(
            claimed=F("self_claimed") + F("let_claimed"),
            sharing=F("self_sharing") + F("let_sharing"),
        )
        .annotate(
            over_claimed=Case(When(business & Q(claimed__gt=F("area")), then=True), default=False),
            occupied=_occupied(business),
        )
        .annotate(self_used=_self_used())
        .annotate(leased=F("occupied") - F("self_used"), remaining=_remaining(business))
        .annotate(
            vacant=_where(Q(empty_state__isnull=False), F("remaining")),
            uncollected=_where(Q(empty_state=None), F("remaining")),
            state=_state(business),
        )
    )


def _with_claims(units: ScopedQuerySet[Unit], day: date) -> ScopedQuerySet[Unit]:
    own = Q(stays__occupancy__kind=OccupancyKind.OWNER_OCCUPIED)
    let = Q(stays__occupancy__kind__in=LETTING)
    whole = Q(stays__area=None)
    return units.annotate(
        stays=FilteredRelation("occupancy_links", condition=Q(occupancy_links__held__contains=day)),
        emptiness=FilteredRelation("vacancies", condition=Q(vacancies__during__contains=day)),
        empty_state=F("emptiness__state"),
    ).annotate(
        self_claimed=Coalesce(Sum("stays__area", filter=own), NONE, output_field=AREA),
        let_claimed=Coalesce(Sum("stays__area", filter=let), NONE, output_field=AREA),
        self_sharing=Count("stays", filter=own & whole),
        let_sharing=Count("stays", filter=let & whole),
    )


def _where(condition: Q, then: Any) -> Case:
    return Case(When(condition, then=then), default=NONE, output_field=AREA)


def _occupied(business: Q) -> Case:
    return Case(
        When(~business, then=NONE),
        When(sharing__gt=0, then=F("area")),
        default=Least("claimed", "area", output_field=AREA),
        output_field=AREA,
    )


def _self_used() -> Case:
    """The owners' part, rounded once; what is let is the difference, so that the sum is exact."""
    shared = Greatest(F("area") - F("claimed"), NONE, output_field=AREA)
    own_part = F("occupied") * F("self_claimed") / NullIf(F("claimed"), NONE)
    return Case(
        When(occupied=0, then=NONE),
        When(claimed__gt=F("area"), then=Round(own_part, 2, output_field=AREA)),
        When(
            sharing__gt=0,
            then=Round(
                F("self_claimed") + shared * F("self_sharing") / NullIf(F("sharing"), 0),
                2,
                output_field=AREA,
            ),
        ),
        default=F("self_claimed"),
        output_field=AREA,
    )


def _remaining(business: Q) -> Case:
    return _where(business, F("area") - F("occupied"))


def _state(business: Q) -> Case:
    return Case(
        When(~business, then=Value(UnitState.NOT_BUSINESS.value)),
        When(self_used__gt=F("leased"), then=Value(UnitState.SELF_USED.value)),
        When(occupied__gt=0, then=Value(UnitState.LEASED.value)),
        When(empty_state__isnull=False, then=F("empty_state")),
        default=Value(UnitState.UNCOLLECTED.value),
        output_field=CharField(),
    )


@dataclass(frozen=True)
class Space:
    """One building's business area and its parts, in ㎡."""

    declared: Decimal | None
    registered: Decimal
    self_used: Decimal
    leased: Decimal
    vacant: Decimal
    unreported: Decimal

    @property
    def business(self) -> Decimal:
        """The larger of what was declared and what its units add up to."""
        return max(self.declared or Decimal(0), self.registered)

    @property
    def rest(self) -> Decimal:
        """Declared area for which there are no units yet: nobody said what is there."""
        return self.business - self.registered

    @property
    def uncollected(self) -> Decimal:
        return self.unreported + self.rest

    @property
    def over_declared(self) -> bool:
        return self.declared is not None and self.registered > self.declared

    @property
    def basis(self) -> AreaBasis:
        if not self.registered:
            return AreaBasis.DECLARED if self.declared else AreaBasis.NONE
        return AreaBasis.TOPPED_UP if self.rest else AreaBasis.UNITS


PARTS = ("area", "self_used", "leased", "vacant", "uncollected")


def space(declared: Decimal | None, units: Iterable[Any]) -> Space:
    """The totals of one building; `units` come from `with_states`."""
    business = [unit for unit in units if unit.use == UnitUse.BUSINESS]
    return _space(declared, [[getattr(unit, part) for part in PARTS] for unit in business])


def spaces(actor: Actor, day: date, among: Any = None) -> dict[int, Space]:
    """By number of the building, for all this actor may see, those without units included.

    `among`: a queryset of the numbers of the only buildings that are asked for.
    """
    business = Unit.objects.visible_to(actor).filter(use=UnitUse.BUSINESS).order_by()
    buildings = Building.objects.visible_to(actor).order_by()
    if among is not None:
        business, buildings = business.filter(building__in=among), buildings.filter(pk__in=among)
    parts: dict[int, list[Any]] = defaultdict(list)
    for building, *areas in with_states(business, day).values_list("building_id", *PARTS):
        parts[building].append(areas)
    declared = buildings.values_list("pk", "business_area")
    return {building: _space(area, parts[building]) for building, area in declared}


def _space(declared: Decimal | None, parts: list[list[Decimal]]) -> Space:
    columns = zip(*parts, strict=True) if parts else [()] * len(PARTS)
    registered, self_used, leased, vacant, unreported = (sum(c, Decimal(0)) for c in columns)
    return Space(declared, registered, self_used, leased, vacant, unreported)
