"""背景: what the plan in force and the registers say of the quarter a bulletin is about."""

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from louyu.engines.measures import Period, Quarter, Value
from louyu.journey.publication.snapshot import Aim, Work
from louyu.journey.publication.wording import OCCUPANCY
from louyu.journey.statistics.dictionary import TAX_CODES, MeasureUnit
from louyu.journey.statistics.models import Plan
from louyu.journey.statistics.progress import Progress, progress_of
from louyu.journey.statistics.queries import values_of
from louyu.journey.statistics.subjects import Subject
from louyu.kernel.scope import Actor
from louyu.registers.matters.kinds import apart
from louyu.registers.matters.models import Matter
from louyu.registers.occupancy.models import EndReason, Occupancy, OccupancyKind
from louyu.registers.occupancy.offers.published import offers_on_show
from louyu.registers.occupancy.scope import sees_terms
from louyu.registers.places.models import Place

MONTHS = 12
LEASE_NOTICE = timedelta(days=90)


def aims_of(actor: Actor, place: Place, month: Period) -> tuple[str, tuple[Aim, ...], set[str]]:
    """The plan's name, its targets for the place, and the months that their numbers are of.

    Targets that rest on tax belong to the edition of those cleared for it.
    """
    day = month.last
    plans = Plan.objects.visible_to(actor).filter(start__lte=day, end__gte=day)
    plan = plans.order_by("-start", "pk").first()
    if plan is None:
        return "", (), set()
    lines = [
        line
        for line in progress_of(plan, actor, day)
        if line.target.place_id == place.pk and line.target.indicator not in TAX_CODES
    ]
    known = [one for line in lines for one in (line.now, line.base) if one and one.figure]
    return plan.name, tuple(map(_aim, lines)), {str(one.period) for one in known}


def _aim(line: Progress) -> Aim:
    unit = MeasureUnit(line.target.unit).label

    def stated(text: str, of: str = line.stock_unit) -> str:
        return f"{text}{of}" if text else ""

    return Aim(
        name=line.target.name,
        goal=f"{line.target.value.normalize():,f}{unit}",
        now=stated(line.now_text),
        base=stated(line.base_text),
        percent="" if line.percent is None else str(line.percent),
        elapsed=str(line.elapsed_percent),
        state=line.state or line.missing,
        department=line.target.department.name if line.target.department else "",
    )


def trend_of_twelve(
    actor: Actor, subject: Subject, month: Period
) -> tuple[tuple[str, Value | None], ...]:
    """Occupancy, the oldest first; a typed figure is not a month's."""
    span = [month.shifted(-back) for back in range(MONTHS - 1, -1, -1)]
    found = values_of(actor, subject, span, (OCCUPANCY,))
    values = ((one, found[one].get(OCCUPANCY)) for one in span)
    return tuple((str(one), value if type(value) is Value else None) for one, value in values)


def work_of(actor: Actor, place: Place, quarter: Quarter) -> Work:
    day = quarter.last_month.last
    first = quarter.months[0].first
    counted, lease_area = _leases(actor, place, day)
    offers, offer_area = _offers(place, day)
    counted |= _matters(place, first, day) | moves_of(actor, place, first, day)
    return Work(lease_area=lease_area, offers=offers, offer_area=offer_area, **counted)


def _leases(actor: Actor, place: Place, day: date) -> tuple[dict[str, int], Decimal]:
    stays = Occupancy.objects.visible_to(actor).filter(
        sees_terms(actor),
        during__contains=day,
        building__place__path__startswith=place.path,
        lease_expiry__lte=day + LEASE_NOTICE,
    )
    expired, coming = Q(lease_expiry__lt=day), Q(lease_expiry__gte=day)
    counted = stays.order_by().aggregate(
        leases=Count("pk", filter=coming, distinct=True),
        expired=Count("pk", filter=expired, distinct=True),
    )
    area = stays.filter(coming).aggregate(
        area=Sum(Coalesce(F("unit_links__area"), F("unit_links__unit__area")))
    )
    return counted, area["area"] or Decimal(0)


def moves_of(actor: Actor, place: Place, first: date, last: date) -> dict[str, int]:
    """Firms new to the place, and firms that left it: who moves within it does neither.

    A stay of which only the day it was reported is known began at none.
    """
    stays = Occupancy.objects.visible_to(actor).filter(building__place__path__startswith=place.path)
    stays = stays.exclude(kind=OccupancyKind.ADDRESS_ONLY).order_by()
    came = stays.filter(start__range=(first, last), start_is_reported=False)
    went = stays.filter(end__range=(first, last)).exclude(end_reason=EndReason.CORRECTION)
    before = stays.filter(during__contains=first - timedelta(days=1)).values("enterprise")
    after = stays.filter(during__contains=last + timedelta(days=1)).values("enterprise")
    counted = Count("enterprise", distinct=True)
    return {
        "arrived": came.exclude(enterprise__in=before).aggregate(n=counted)["n"],
        "left": went.exclude(enterprise__in=after).aggregate(n=counted)["n"],
    }


def _offers(place: Place, day: date) -> tuple[int, Decimal]:
    shown = offers_on_show(day).filter(building__place__path__startswith=place.path).order_by()
    told = shown.aggregate(offers=Count("pk"), area=Sum("area"))
    return told["offers"], told["area"] or Decimal(0)


def _matters(place: Place, first: date, last: date) -> dict[str, int]:
    """As they stood at the quarter's end: what was closed later was open then."""
    raised = (
        Matter.objects.unscoped("totals told to those who draw a bulletin up")
        .filter(
            place__path__startswith=place.path,
            opened_at__date__gte=first,
            opened_at__date__lte=last,
        )
        .exclude(kind__in=apart())
    )
    closed = Q(closed_at__date__lte=last)
    return raised.order_by().aggregate(
        raised=Count("pk"),
        closed=Count("pk", filter=closed),
        closed_in_time=Count("pk", filter=closed & Q(closed_at__date__lte=F("due"))),
    )
