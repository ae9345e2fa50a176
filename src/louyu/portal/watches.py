"""需要关注: what waits for somebody to act, the longest first; each list opens in full.

What counts as vacant or collected is decided in occupancy and statistics.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, QuerySet, Window
from django.utils import timezone

from louyu.kernel import figures
from louyu.kernel.scope import Actor
from louyu.portal.queries import ROOMS
from louyu.registers.occupancy.models import Occupancy, Vacancy, VacancyState
from louyu.registers.occupancy.scope import TERMS_READERS, sees_terms
from louyu.registers.organizations.models import Role

LEASE_NOTICE = timedelta(days=90)
LONG_VACANT = 180


@dataclass(frozen=True)
class Concern:
    """One row to look into; `tone` colours the tag, the words of the tag say the same."""

    tag: str
    tone: str
    title: str
    facts: str
    place: str
    url: str


@dataclass(frozen=True)
class Watch:
    """One kind of row to look into; `roles` may see it at all, the rows are scoped besides."""

    key: str
    title: str
    basis: str
    empty: str
    roles: tuple[str, ...]
    rows: Callable[[Actor, date], QuerySet[Any]]
    tell: Callable[[Any, date], Concern]


@dataclass(frozen=True)
class Seen:
    """The first few concerns of a watch and how many there are in all."""

    watch: Watch
    total: int
    concerns: tuple[Concern, ...]


def first(watch: Watch, actor: Actor, limit: int = 5) -> Seen:
    day = timezone.localdate()
    counted = watch.rows(actor, day).annotate(total=Window(Count("*")))
    rows = list(counted[:limit])
    concerns = tuple(watch.tell(row, day) for row in rows)
    return Seen(watch, rows[0].total if rows else 0, concerns)


def _leases(actor: Actor, day: date) -> QuerySet[Occupancy]:
    stays = Occupancy.objects.visible_to(actor).filter(
        sees_terms(actor), during__contains=day, lease_expiry__lte=day + LEASE_NOTICE
    )
    return (
        stays.select_related("enterprise", "building__place")
        .annotate(rooms=ROOMS)
        .order_by("lease_expiry", "pk")
    )


def _lease(stay: Any, day: date) -> Concern:
    left = (stay.lease_expiry - day).days
    tag, tone = (f"已到期 {-left} 天", "bad") if left < 0 else (f"{left} 天后到期", "warn")
    where = f"{stay.building.name} {stay.rooms}" if stay.rooms else stay.building.name
    return Concern(
        tag,
        tone,
        stay.enterprise.name,
        f"{where}，租约至 {figures.day(stay.lease_expiry)}",
        stay.building.place.name,
        stay.enterprise.get_absolute_url(),
    )


def _vacancies(actor: Actor, day: date) -> QuerySet[Vacancy]:
    empty = Vacancy.objects.visible_to(actor).filter(
        during__contains=day, state=VacancyState.VACANT
    )
    return empty.select_related("unit__building__place").order_by("start", "pk")


def _vacancy(vacancy: Any, day: date) -> Concern:
    unit, days = vacancy.unit, (day - vacancy.start).days
    return Concern(
        f"空置 {days} 天",
        "bad" if days > LONG_VACANT else "warn",
        f"{unit.building.name} {unit.number}",
        f"{figures.area(unit.area)} ㎡，{figures.day(vacancy.start)} 起空置，"
        f"{figures.day(vacancy.confirmed_on)} 核实",
        unit.building.place.name,
        f"{unit.building.get_absolute_url()}?unit={unit.pk}",
    )


WATCHES = {
    watch.key: watch
    for watch in (
        Watch(
            "leases",
            "租约到期",
            f"仍在入驻、租约已到期或 {LEASE_NOTICE.days} 天内到期的入驻记录，按到期日先后；"
            "没有登记到期日的不在其中。",
            f"没有已到期或 {LEASE_NOTICE.days} 天内到期的租约。",
            (*TERMS_READERS, Role.ENTERPRISE),
            _leases,
            _lease,
        ),
        Watch(
            "vacancies",
            "空置最久",
            "经确认空置的房源，按空置起始日先后；装修待入驻、已预订和未采集的不在其中。",
            "没有经确认空置的房源。",
            (*TERMS_READERS, Role.DEPARTMENT, Role.COMMUNITY),
            _vacancies,
            _vacancy,
        ),
    )
}
