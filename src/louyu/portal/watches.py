"""需要关注: what waits for somebody to act, the longest first; each list opens in full.

What counts as vacant or collected is decided in occupancy and statistics.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, QuerySet, Subquery, Window
from django.utils import timezone

from louyu.journey.statistics.models import Figure, PeriodState
from louyu.kernel import figures
from louyu.kernel.scope import Actor
from louyu.portal.board import UNCOLLECTED
from louyu.portal.queries import ROOMS
from louyu.registers.occupancy.models import Occupancy, Vacancy, VacancyState
from louyu.registers.occupancy.scope import TERMS_READERS, sees_terms
from louyu.registers.organizations.models import DISTRICT_WIDE, Role

LEASE_NOTICE = timedelta(days=90)
LONG_VACANT = 180


@dataclass(frozen=True)
class Concern:
    """One row to look into; `tone` colours the tag, the words of the tag say the same.

    Of the facts the first may run over several lines, the others are short.
    """

    tag: str
    tone: str
    title: str
    facts: tuple[str, ...]
    place: str
    url: str
    # What is done about it at the address, which leads back here.
    act: str = ""


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
    # From a row to its building, and the orders that may be asked for besides: label and fields.
    building: str = "building"
    orders: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Seen:
    """The first few concerns of a watch and how many there are in all."""

    watch: Watch
    total: int
    concerns: tuple[Concern, ...]


def first(watch: Watch, actor: Actor, limit: int = 5) -> Seen:
    day = timezone.localdate()
    counted = watch.rows(actor, day).annotate(in_all=Window(Count("*")))
    rows = list(counted[:limit])
    concerns = tuple(watch.tell(row, day) for row in rows)
    return Seen(watch, rows[0].in_all if rows else 0, concerns)


def _uncollected(actor: Actor, day: date) -> QuerySet[Figure]:
    latest = PeriodState.objects.values("period")[:1]
    areas = Figure.objects.visible_to(actor).filter(
        indicator=UNCOLLECTED, building__isnull=False, period=Subquery(latest), numerator__gt=0
    )
    return areas.select_related("building__place").order_by("-numerator", "building__name_sort")


def _gap(figure: Any, day: date) -> Concern:
    building = figure.building
    return Concern(
        f"未采集 {figures.area(figure.numerator)} ㎡",
        "warn",
        building.name,
        (f"{figure.period:%Y-%m} 月末无人报送的商务面积",),
        building.place.name,
        f"{building.get_absolute_url()}?view=table&state=uncollected",
    )


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
        (where, f"租约至 {figures.day(stay.lease_expiry)}"),
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
        (
            f"{figures.area(unit.area)} ㎡",
            f"{figures.day(vacancy.start)} 起空置",
            f"{figures.day(vacancy.confirmed_on)} 核实",
        ),
        unit.building.place.name,
        f"{unit.building.get_absolute_url()}?unit={unit.pk}",
    )


def _uncoded(actor: Actor, day: date) -> QuerySet[Occupancy]:
    """Each firm once, at its longest stay."""
    stays = Occupancy.objects.visible_to(actor).filter(
        during__contains=day, enterprise__uscc=None, enterprise__old_number=""
    )
    first = stays.order_by("enterprise_id", "start", "pk").distinct("enterprise_id")
    shown = Occupancy.objects.visible_to(actor).filter(pk__in=first.values("pk"))
    rows = shown.select_related("enterprise", "building__place").annotate(rooms=ROOMS)
    return rows.order_by("building__name_sort", "enterprise__name_sort", "pk")


def _lacking(stay: Any, day: date) -> Concern:
    where = f"{stay.building.name} {stay.rooms}" if stay.rooms else stay.building.name
    return Concern(
        "尚无代码",
        "warn",
        stay.enterprise.name,
        (where, f"{figures.day(stay.start)} 起在楼"),
        stay.building.place.name,
        f"/enterprises/{stay.enterprise_id}/edit/",
        "补填代码",
    )


WATCHES = {
    watch.key: watch
    for watch in (
        Watch(
            "uncollected",
            "未采集最多",
            "最近一个已计算的月份，各楼宇没有人报送是自用、出租还是空置的商务面积（指标 SP13），"
            "按面积大小；不作出租也不作空置。",
            "最近一个已计算的月份没有未采集的面积。",
            # A street has all its buildings with this figure on its board.
            (*DISTRICT_WIDE, Role.COMMUNITY, Role.LIAISON, Role.OPERATOR),
            _uncollected,
            _gap,
        ),
        Watch(
            "uncoded",
            "待补代码企业",
            "今天在楼、还没有统一社会信用代码的企业，一家一行，按楼宇；点开即可补填。",
            "在楼的企业都有统一社会信用代码。",
            (Role.OFFICE, Role.STREET),
            _uncoded,
            _lacking,
            orders={
                "enterprise": ("企业名称", ("enterprise__name_sort", "pk")),
                "-start": ("最近入驻在前", ("-start", "pk")),
                "start": ("最早入驻在前", ("start", "pk")),
            },
        ),
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
            building="unit__building",
        ),
    )
}
