"""流程的例子: for every check of the journey what it must find, and what it must let pass."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from demo import factories
from demo.factories import PlaceTree
from louyu.engines.measures import Period
from louyu.journey.collection.models import (
    Cycle,
    CycleKind,
    Duty,
    Submission,
    TenantAnswer,
    Verdict,
)
from louyu.journey.publication.models import Bulletin, BulletinState
from louyu.journey.publication.snapshot import Row, Snapshot, checksum
from louyu.journey.statistics.models import Figure, PeriodState, UnitMonth
from louyu.journey.verification.findings.models import CheckRun
from louyu.kernel.files.services import store

World = Callable[[PlaceTree], Any]
TODAY = timezone.localdate()
MONTH = Period.of(TODAY)
DAY = timedelta(days=1)


def due(tree: PlaceTree, month: Period, kind: str = CycleKind.MONTH) -> Duty:
    cycle, _ = Cycle.objects.unscoped("test").get_or_create(
        kind=kind, month=month.first, defaults={"due_on": month.last}
    )
    house = factories.building(tree.street)
    return Duty.objects.create(cycle=cycle, building=house, place=tree.street)


def handed_in(duty: Duty, day: date, number: int = 1) -> Submission:
    at = timezone.make_aware(timezone.datetime.combine(day, timezone.datetime.min.time()))
    return Submission.objects.create(duty=duty, number=number, key=uuid4(), by_words="试", at=at)


def left(submission: Submission, day: date, **fields: Any) -> None:
    TenantAnswer.objects.create(
        submission=submission,
        occupancy=factories.occupancy(factories.enterprise(), building=submission.duty.building),
        verdict=Verdict.LEFT,
        was_asked=True,
        day=day,
        end_reason="cost",
        **fields,
    )


def put_right(tree: PlaceTree) -> None:
    """Said of the wrong month at first; and a correction and a census, which have none."""
    duty, before = due(tree, MONTH), MONTH.first - DAY
    left(handed_in(duty, TODAY, 1), before)
    left(handed_in(duty, TODAY, 2), MONTH.first)
    left(handed_in(due(tree, MONTH), TODAY), before, is_correction=True)
    left(handed_in(due(tree, MONTH, CycleKind.CENSUS), TODAY), before)


def months(tree: PlaceTree, *leased: int, unknown: int = 0) -> None:
    """A house of 1000 ㎡ at the end of the two months before this one."""
    house = factories.building(tree.street)
    for month, area in zip((MONTH.shifted(-2), MONTH.previous), leased, strict=True):
        PeriodState.objects.get_or_create(
            period=month.first, defaults={"computed_at": timezone.now(), "computed_by": "试"}
        )
        UnitMonth.objects.create(
            period=month.first,
            building=house,
            place=tree.street,
            district=tree.district,
            in_use=True,
            area=1_000,
            self_used=0,
            leased=area,
            vacant=1_000 - area - unknown,
            uncollected=unknown,
            over_claimed=False,
        )


def figure(tree: PlaceTree, *, indicator: str = "SP01", period: date = MONTH.first) -> Figure:
    return Figure.objects.create(
        indicator=indicator,
        period=period,
        place=tree.district,
        numerator=1_000,
        known=1,
        total=1,
        contributors=1,
        basis_version="试",
    )


def issued(tree: PlaceTree, *, off_by: int = 0) -> None:
    """A bulletin that prints the one figure there is."""
    quarter = MONTH.quarter.previous
    kept = figure(tree, period=quarter.last_month.first)
    whole = Row(tree.district.code, tree.district.name, {"SP01": kept.value})
    data = Snapshot(str(quarter), "district", "试验办", "试", whole, ()).written()
    Bulletin.objects.create(
        kind="quarterly",
        period=str(quarter),
        place=tree.district,
        state=BulletinState.ISSUED,
        data=data,
        checksum=checksum(data),
        file=store(name="通报.docx", chunks=[b"invented"], owner_id=None),
        number="试〔2026〕1号",
        issued_by=factories.user(),
        issued_at=timezone.now(),
    )
    Figure.objects.unscoped("test").update(numerator=1_000 + off_by)


def ran(*found: int, times: int = 30) -> None:
    for nights in range(times):
        CheckRun.objects.create(
            code="place-tree",
            day=TODAY - DAY * nights,
            found=found[nights % len(found)],
            took_ms=1,
        )


CASES: dict[str, tuple[World, World]] = {
    "day-outside-month": (
        lambda tree: left(handed_in(due(tree, MONTH), TODAY), MONTH.first - DAY),
        put_right,
    ),
    "unconfirmed": (
        lambda tree: handed_in(due(tree, MONTH.shifted(-4)), TODAY - DAY * 70),
        lambda tree: (handed_in(due(tree, MONTH.shifted(-4)), TODAY - DAY * 50), due(tree, MONTH)),
    ),
    "occupancy-jump": (
        lambda tree: months(tree, 500, 700),
        lambda tree: (months(tree, 500, 640), months(tree, 100, 500, unknown=300)),
    ),
    "facts-of-the-future": (
        lambda tree: figure(tree, period=MONTH.shifted(1).first),
        lambda tree: figure(tree),
    ),
    "figure-without-definition": (
        lambda tree: figure(tree, indicator="XX99"),
        lambda tree: figure(tree, indicator="EN04"),
    ),
    "bulletin-not-as-frozen": (
        lambda tree: issued(tree, off_by=1),
        lambda tree: issued(tree),
    ),
    "field-never-filled": (
        lambda tree: [factories.enterprise(industry_code="I6510") for _ in range(20)],
        lambda tree: [factories.enterprise() for _ in range(19)],
    ),
    "check-says-nothing": (
        lambda tree: ran(0),
        lambda tree: ran(1, 0),
    ),
}
