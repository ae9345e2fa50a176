"""入驻办理: a tenant comes or moves out, a unit stands empty. The same report twice is one."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from louyu.kernel.history import acting
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Building, Unit
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.occupancy.models import (
    EndReason,
    Occupancy,
    OccupancyKind,
    OccupancyUnit,
    Vacancy,
)
from louyu.registers.occupancy.unit_states import with_states

DAY = timedelta(days=1)


class ReportRefused(Exception):
    """It cannot be so; the message is a Chinese sentence that says what to do."""


def end_stay(
    *,
    stay: Occupancy,
    day: date,
    reason: str,
    destination: str = "",
    satisfaction: int | None = None,
    leaves_vacant: bool,
    actor: Actor,
    why: str = "",
) -> None:
    """`day` is the last one in the building; `satisfaction` with it, from 1 to 5.

    Without `leaves_vacant` the rooms become 未采集: that somebody left does not say that
    nobody came.
    """
    with transaction.atomic(), acting(actor, "occupancy_ended", why=why):
        seen = Occupancy.objects.visible_to(actor).order_by()
        stored = seen.select_for_update(of=("self",)).get(pk=stay.pk)
        today = timezone.localdate()
        # An end that lies ahead is a plan: moving out earlier is what came of it.
        if stored.end is not None and stored.end <= today:
            if (stored.end, stored.end_reason) == (day, reason):
                return
            raise ReportRefused(f"该企业已于 {stored.end:%Y-%m-%d} 登记迁出，请核对后再办。")
        if not stored.start <= day <= today:
            raise ReportRefused(f"迁出日期应在入驻日期（{stored.start:%Y-%m-%d}）和今天之间。")
        stored.end, stored.end_reason, stored.destination = day, reason, destination
        stored.satisfaction = satisfaction
        stored.save()
        for unit in _left_empty(stored, day + DAY) if leaves_vacant else ():
            if not _said_empty(unit, day + DAY):
                _begin(unit, "vacant", day + DAY)


def _left_empty(stay: Occupancy, day: date) -> list[Unit]:
    """Its rooms, but for those in which another tenant stays on."""
    links = OccupancyUnit.objects.unscoped("the rooms of a stay the caller has seen")
    still = links.filter(occupancy__during__contains=day).exclude(occupancy=stay)
    rooms = links.filter(occupancy=stay).exclude(unit__in=still.order_by().values("unit"))
    return [link.unit for link in rooms.select_related("unit")]


def resume_stay(*, stay: Occupancy, actor: Actor, why: str = "") -> None:
    """The departure was reported by mistake: the tenant is there, its rooms never were empty."""
    with transaction.atomic(), acting(actor, "occupancy_resumed", why=why):
        seen = Occupancy.objects.visible_to(actor).order_by()
        stored = seen.select_for_update(of=("self",)).get(pk=stay.pk)
        if stored.end is None:
            return
        for link in stored.unit_links.select_related("unit"):
            link.unit.vacancies.filter(start=stored.end + DAY).delete()
        stored.end, stored.satisfaction = None, None
        stored.end_reason = stored.destination = ""
        try:
            with transaction.atomic():
                stored.save()
        except IntegrityError:
            raise ReportRefused("这家企业迁出后又登记过入驻，请在楼层图上核对。") from None


def begin_stay(
    *,
    enterprise: Enterprise,
    units: Sequence[Unit],
    start: date,
    kind: str,
    headcount: int | None = None,
    lease_expiry: date | None = None,
    actor: Actor,
    why: str = "",
) -> Occupancy:
    """An arrival into rooms of one building, which are no longer empty from `start` on.

    A tenant of the building stays one tenant: more rooms are a change, not another arrival.
    Who was only registered at the address is a tenant from `start` on.
    """
    building = units[0].building
    if start > timezone.localdate():
        raise ReportRefused("入驻日期不能晚于今天；还没搬来的请登记为已预订。")
    with transaction.atomic(), acting(actor, "occupancy_begun", why=why):
        there = building.occupancies.filter(enterprise=enterprise, during__contains=start)
        if there.exclude(kind=OccupancyKind.ADDRESS_ONLY).exists():
            raise ReportRefused(f"{enterprise}已登记在本楼，不用再登记；扩租请在“有变化”里说明。")
        _no_longer_an_address_only(there, start)
        rooms = _taken(units, start, actor)
        stay = Occupancy.objects.create(
            enterprise=enterprise,
            building=building,
            kind=kind,
            start=start,
            headcount=headcount,
            lease_expiry=lease_expiry,
        )
        OccupancyUnit.objects.bulk_create(
            OccupancyUnit(occupancy=stay, unit=room) for room in rooms
        )
    return stay


def note_stay(
    *, enterprise: Enterprise, building: Building, kind: str, day: date, actor: Actor, why: str = ""
) -> Occupancy:
    """Somebody found the enterprise in the building, or only its address; its rooms are not told.

    `day` is the first one anybody says so of, not the day it came.
    """
    with transaction.atomic(), acting(actor, "occupancy_noted", why=why):
        seen = Building.objects.visible_to(actor).order_by()
        house = seen.select_for_update(of=("self",)).get(pk=building.pk)
        there = house.occupancies.filter(enterprise=enterprise, during__contains=day)
        tenant = there.exclude(kind=OccupancyKind.ADDRESS_ONLY).first()
        known = tenant or (there.first() if kind == OccupancyKind.ADDRESS_ONLY else None)
        if known:
            return known
        _no_longer_an_address_only(there, day)
        return Occupancy.objects.create(
            enterprise=enterprise, building=house, kind=kind, start=day, start_is_reported=True
        )


def _no_longer_an_address_only(there: QuerySet[Occupancy], start: date) -> None:
    """Its days as a mere address end where its days as a tenant begin."""
    only = there.filter(kind=OccupancyKind.ADDRESS_ONLY)
    only.filter(start__lt=start).update(end=start - DAY, end_reason=EndReason.OTHER)
    if only.filter(start=start).exists():
        raise ReportRefused(
            f"这家企业自 {start:%Y-%m-%d} 起登记为虚拟注册，入驻日期请填这之后的一天。"
        )


def _taken(units: Sequence[Unit], start: date, actor: Actor) -> list[Unit]:
    """The rooms, locked, of which none is empty from `start` on."""
    seen = Unit.objects.visible_to(actor).filter(building=units[0].building_id).order_by()
    rooms = list(seen.select_for_update(of=("self",)).filter(pk__in=[unit.pk for unit in units]))
    for room in rooms:
        _no_longer_empty(room, start)
    return rooms


def _no_longer_empty(unit: Unit, start: date) -> None:
    after = Q(start__gte=start)
    # Whoever came on the last day of whom they follow: the room was empty on no day.
    ended = unit.occupancy_links.filter(occupancy__end=start)
    if ended.exists():
        unit.vacancies.filter(start=start + DAY).delete()
    if unit.vacancies.filter(after).exists():
        since = unit.vacancies.filter(after).earliest("start").start
        raise ReportRefused(
            f"{unit.number} 登记自 {since:%Y-%m-%d} 起空置，入驻日期应在这之后；不对请先更正空置。"
        )
    unit.vacancies.filter(Q(end=None) | Q(end__gte=start)).update(end=start - DAY)


def confirm_vacant(*, unit: Unit, state: str, since: date, actor: Actor, why: str = "") -> None:
    """Known to be in this state it is confirmed anew; from another state it passes over today."""
    today = timezone.localdate()
    with transaction.atomic(), acting(actor, "vacancy_confirmed", why=why):
        seen = Unit.objects.visible_to(actor).order_by()
        stored = seen.select_for_update(of=("self",)).get(pk=unit.pk)
        known = stored.vacancies.filter(during__contains=today).first()
        if known is None:
            _must_have_been_empty(stored, since, today)
            _begin(stored, state, since)
        elif known.state == state or known.start == today:
            known.state, known.confirmed_on = state, today
            known.save()
        else:
            known.end = today - DAY
            known.save()
            _begin(stored, state, today)


def _must_have_been_empty(unit: Unit, since: date, today: date) -> None:
    if since > today:
        raise ReportRefused("空置起始日期不能晚于今天。")
    for day in (since, today):
        told: Any = with_states(unit.building.units.filter(pk=unit.pk), day).get()
        if not told.uncollected:
            raise ReportRefused(
                f"{day:%Y-%m-%d} 此房源已有在驻企业或空置记录。请先登记迁出，或把日期改到迁出之后。"
            )
    if _said_empty(unit, since):
        raise ReportRefused("所填日期之后已有空置记录，请核对日期。")


def _said_empty(unit: Unit, since: date) -> bool:
    return unit.vacancies.filter(Q(end=None) | Q(end__gte=since)).exists()


def _begin(unit: Unit, state: str, start: date) -> None:
    Vacancy.objects.create(unit=unit, state=state, start=start, confirmed_on=timezone.localdate())
