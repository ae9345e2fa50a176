"""在架状态: whether an offer stands open on a day, told from the state of its room.

Not stored: whoever registers a tenant need not know that the room was on offer.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Case,
    CharField,
    DecimalField,
    Exists,
    F,
    OuterRef,
    Q,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Unit
from louyu.registers.occupancy.models import OccupancyKind, OccupancyUnit, Vacancy, VacancyState
from louyu.registers.occupancy.scope import reports_on
from louyu.registers.occupancy.unit_states import with_states

# How long before its tenant is due to leave a room may be offered.
SOON = timedelta(days=90)
AREA = DecimalField(max_digits=12, decimal_places=2)
RULE = "whether an offer stands is a rule over all rows of its room"


class Standing(TextChoices):
    OPEN = "open", "招商中"
    SOON = "soon", "即将空出"
    TAKEN = "taken", "已不空置"
    WITHDRAWN = "withdrawn", "已下架"


STANDS_OPEN = (Standing.OPEN, Standing.SOON)


def with_standing(offers: Any, day: date) -> Any:
    """A storey of a building without rooms is as empty as its operator says."""
    in_it = sitting(day).filter(unit=OuterRef("unit"))
    after = in_it.annotate(leaves=leaves()).filter(
        Q(leaves=None)
        | Q(leaves__lt=day)
        | Q(leaves__gt=day + SOON)
        | Q(occupancy__start__gt=OuterRef("listed_on"))
    )
    return offers.annotate(
        free_area=_free_area(in_it, day),
        standing=Case(
            When(withdrawn_on__lte=day, then=Value(Standing.WITHDRAWN.value)),
            When(Q(unit=None) | Q(free_area__gte=F("area")), then=Value(Standing.OPEN.value)),
            When(Exists(in_it) & ~Exists(after), then=Value(Standing.SOON.value)),
            default=Value(Standing.TAKEN.value),
            output_field=CharField(),
        ),
    )


def _free_area(in_it: Any, day: date) -> Case:
    """What nobody takes of a room said to be empty.

    The rule of shared rooms costs a hundred times as much: it is asked of shared rooms only.
    """
    said = Vacancy.objects.unscoped(RULE).filter(
        unit=OuterRef("unit"), during__contains=day, state=VacancyState.VACANT
    )
    room = Unit.objects.unscoped(RULE).filter(pk=OuterRef("unit")).order_by()
    shared: Any = with_states(room, day)
    return Case(
        When(~Exists(said), then=None),
        When(~Exists(in_it), then=F("unit__area")),
        default=Subquery(shared.values("vacant")[:1], output_field=AREA),
        output_field=AREA,
    )


def sitting(day: date) -> Any:
    """Who takes space in a room that day; a registered address alone takes none."""
    held = OccupancyUnit.objects.unscoped(RULE).filter(held__contains=day).order_by()
    return held.exclude(occupancy__kind=OccupancyKind.ADDRESS_ONLY)


def leaves() -> Coalesce:
    """The day a stay is to end, as far as anybody said."""
    return Coalesce("occupancy__end", "occupancy__lease_expiry")


@dataclass(frozen=True)
class Room:
    """What of a unit may be offered, and from when."""

    area: Any
    free_from: date


class OfferRefused(Exception):
    """The room is not to be had; the message is a Chinese sentence that says what to do."""


def room_to_offer(unit: Unit, day: date) -> Room:
    """Refuses a room that is neither empty nor to be empty within 90 days."""
    told: Any = with_states(unit.building.units.filter(pk=unit.pk), day).get()
    if told.state == "not_business":
        raise OfferRefused("此房源不是商务用途，不能上架招商。")
    if told.empty_state == VacancyState.VACANT and told.vacant > 0:
        return Room(told.vacant, day)
    ends = sitting(day).filter(unit=unit).annotate(leaves=leaves()).values_list("leaves", flat=True)
    if last := _last(list(ends)):
        if day <= last <= day + SOON:
            return Room(unit.area, last + timedelta(days=1))
        raise OfferRefused(
            f"此房源有企业在驻，租约到 {last:%Y-%m-%d}。距到期 90 天以内才能提前上架；"
            "已经搬走的，请先登记迁出。"
        )
    if ends:
        raise OfferRefused("此房源有企业在驻，没有登记租约到期日。已经搬走的，请先登记迁出。")
    if told.empty_state:
        word = VacancyState(told.empty_state).label
        raise OfferRefused(f"此房源登记为“{word}”，不能上架；恢复空置的，请先登记空置。")
    raise OfferRefused("还没有人报过此房源空置。请先登记空置，再上架。")


def may_list(unit: Unit, actor: Actor, day: date) -> bool:
    """Whether this actor may put this unit on offer that day."""
    mine = Unit.objects.visible_to(actor).filter(reports_on(actor), pk=unit.pk)
    if not mine.exists():
        return False
    try:
        room_to_offer(unit, day)
    except OfferRefused:
        return False
    return True


def _last(ends: list[date | None]) -> date | None:
    known = [end for end in ends if end]
    return max(known) if known and len(known) == len(ends) else None
