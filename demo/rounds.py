"""演示月度更新: months that were looked at, and the present one half handed in."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from louyu.engines.measures import Period
from louyu.journey.collection.asking import present
from louyu.journey.collection.models import (
    Cycle,
    Duty,
    DutyState,
    Submission,
    TenantAnswer,
    Verdict,
)
from louyu.journey.collection.opening import open_census, open_month
from louyu.journey.collection.reminders.models import Kind, Reminder, Via
from louyu.journey.verification.models import Outcome, Review
from louyu.journey.verification.sampling import SEEDS, Seen, draw, write_down
from louyu.kernel.scope import Actor
from louyu.registers.assignments.models import Assignment, Capacity
from louyu.registers.occupancy.models import Occupancy, OccupancyKind
from louyu.registers.organizations.actors import actor_of, console
from louyu.registers.organizations.models import DutyRole, User
from louyu.registers.places.models import Place

DUE_DAY, LATE_DAYS, CLOSED_AFTER = timedelta(days=1), 4, timedelta(days=10)
CENSUS_BEFORE, DRAWN, WRONG = 6, 12, 10
FOUND = "门牌已换成另一家企业（演示）"
# Of a hundred buildings: handed in late, never; in the present month handed in so far.
LATE, NEVER, SO_FAR = 8, 4, 40
# Months before the present one; of a hundred handings-in, sent back once.
MONTHS, AGAIN = 5, 7
RETURNED_FOR = "1203 室门口已挂新招牌，请核对是否换了企业。"


@dataclass(frozen=True)
class People:
    """Who looks at what was handed in: one street has an account, for the others the office."""

    office: User
    street: User
    place: int | None

    @property
    def actor(self) -> Actor:
        return actor_of(self.street)

    def of(self, duty: Duty) -> User:
        return self.street if duty.place_id == self.place else self.office


def build_rounds(*, base: date, random: Random) -> None:
    """Months before, in which almost everybody answered; the liaison's own are still open."""
    actor = console("演示月度更新")
    street = User.objects.get(username="street-xiangyang")
    people = People(
        office=User.objects.get(username="office"),
        street=street,
        place=DutyRole.objects.filter(user=street).values_list("place_id", flat=True).first(),
    )
    this = Period.of(base)
    _built_up(this.shifted(-CENSUS_BEFORE), people, actor, random)
    for month in (this.shifted(-back) for back in range(MONTHS, 0, -1)):
        opened = open_month(month=month, day=month.last, actor=actor)
        _answered(_due(opened.cycle), opened.cycle.due_on, people, random)
        _reminded(_due(opened.cycle), opened.cycle.due_on, first=month == this.shifted(-MONTHS))
        _sampled(opened.cycle, people, random)
        _closed(opened.cycle)
    opened = open_month(month=this, day=base, actor=actor)
    _so_far(
        opened.cycle.buildings_due.select_related("building", "liaison", "cycle").order_by("pk"),
        base,
        random,
    )


def _due(cycle: Cycle) -> list[Duty]:
    return list(cycle.buildings_due.select_related("building", "liaison", "cycle"))


def _built_up(month: Period, people: People, actor: Actor, random: Random) -> None:
    """The census before the first month, handed in and looked at everywhere."""
    census = open_census(due_on=month.last, day=month.first, actor=actor).cycle
    duties = _due(census)
    for duty in duties:
        _handed_in(duty, month.last - DUE_DAY * random.randint(0, 9), random)
        duty.state, duty.version = DutyState.ACCEPTED, 2
    Duty.objects.bulk_update(duties, ["state", "version"])
    _reviewed(duties, people)
    _closed(census)


def _sampled(cycle: Cycle, people: People, random: Random) -> None:
    """The street that has an account went to see what it drew."""
    if people.place is None:
        return
    sample = draw(
        cycle=cycle,
        place=Place.objects.get(pk=people.place),
        wanted=DRAWN,
        seed=random.randrange(SEEDS),
        actor=people.actor,
    )
    seen = {
        record.pk: Seen(True) if random.randrange(100) >= WRONG else Seen(False, FOUND)
        for record in sample.drawn_records.all()
    }
    write_down(sample=sample, seen=seen, actor=people.actor)


def _closed(cycle: Cycle) -> None:
    closed = timezone.make_aware(datetime.combine(cycle.due_on + CLOSED_AFTER, time(16, 30)))
    Cycle.objects.unscoped("demo").filter(pk=cycle.pk).update(
        closed_at=min(closed, timezone.now()), closed_by="区楼宇办（演示）"
    )


def _answered(duties: list[Duty], due: date, people: People, random: Random) -> None:
    for duty in duties:
        lot = random.randrange(100)
        if lot < NEVER:
            continue
        days = random.randint(1, LATE_DAYS) if lot < NEVER + LATE else -random.randint(0, 6)
        day = min(due + DUE_DAY * days, timezone.localdate())
        again = lot >= 100 - AGAIN
        if again:
            _handed_in(duty, day - DUE_DAY * 2, random)
        _handed_in(duty, day, random, number=1 + again)
        duty.state, duty.version = DutyState.ACCEPTED, 2 * (1 + again)
    Duty.objects.bulk_update(duties, ["state", "version"])
    _reviewed(duties, people)


def _reminded(duties: list[Duty], due: date, *, first: bool) -> None:
    """To whoever has an account; of the first month the address was not known yet."""
    before = (due - DUE_DAY * days for days in range(3, 6))
    day = next(day for day in before if day.weekday() < calendar.SATURDAY)
    Reminder.objects.bulk_create(
        Reminder(
            duty=duty,
            user=duty.liaison,
            kind=Kind.NEAR,
            day=day,
            version=0,
            message=UUID(int=int(f"{day:%Y%m%d}"), version=4),
            via=Via.WECOM,
            sent_at=None if first else timezone.make_aware(datetime.combine(day, time(9, 7))),
            refused="没有登记企业微信的地址，请系统管理员或街道在人员页上补充。" if first else "",
        )
        for duty in duties
        if duty.liaison
    )


def _so_far(duties: QuerySet[Duty], base: date, random: Random) -> None:
    """Of the rest; what the demo's liaison is to answer stays open for whoever tries it."""
    own = Assignment.objects.unscoped("demo").filter(
        user__username="liaison", capacity=Capacity.LIAISON
    )
    others = list(duties.exclude(building__in=own.values("building_id")))
    chosen = [duty for duty in others if random.randrange(100) < SO_FAR]
    for duty in chosen:
        _handed_in(duty, base - DUE_DAY * random.randint(0, 3), random)
        duty.state, duty.version = DutyState.SUBMITTED, 1
    for duty in chosen[:1]:
        duty.state, duty.version, duty.why = DutyState.RETURNED, 2, RETURNED_FOR
    Duty.objects.bulk_update(chosen, ["state", "version", "why"])


def _handed_in(duty: Duty, day: date, random: Random, *, number: int = 1) -> None:
    at = timezone.make_aware(datetime.combine(day, time(9 + random.randrange(8), 20)))
    # Most liaisons of the demo have no account.
    by = duty.liaison
    submission = Submission.objects.create(
        duty=duty,
        number=number,
        key=UUID(int=random.getrandbits(128), version=4),
        by=by,
        by_words=by.name if by else f"{duty.building}联络员（演示）",
        at=min(at, timezone.now()),
        rest_unchanged=True,
    )
    here = present(day).filter(building=duty.building_id)
    first = duty.cycle.month
    gone = Occupancy.objects.unscoped("demo").filter(
        building=duty.building_id, end__gte=first, end__lt=day
    )
    TenantAnswer.objects.bulk_create(
        [
            *(_stayed(submission, stay, first) for stay in here),
            *(_left(submission, stay) for stay in gone.exclude(kind=OccupancyKind.ADDRESS_ONLY)),
        ]
    )


def _stayed(submission: Submission, stay: Occupancy, first: date) -> TenantAnswer:
    answer = TenantAnswer(submission=submission, occupancy=stay, verdict=Verdict.STAYS)
    if not stay.start_is_reported and stay.start >= first:
        answer.verdict, answer.day = Verdict.ARRIVED, stay.start
    return answer


def _left(submission: Submission, stay: Occupancy) -> TenantAnswer:
    told = {"day": stay.end, "end_reason": stay.end_reason}
    return TenantAnswer(submission=submission, occupancy=stay, verdict=Verdict.LEFT, **told)


def _reviewed(duties: list[Duty], people: People) -> None:
    """The last of each was accepted; one before it had been sent back."""
    handed_in = Submission.objects.unscoped("demo").filter(duty__in=duties).order_by("number")
    last = dict(handed_in.values_list("duty_id", "number"))
    Review.objects.bulk_create(
        Review(
            submission=one,
            outcome=Outcome.ACCEPTED if last[one.duty_id] == one.number else Outcome.RETURNED,
            reason="" if last[one.duty_id] == one.number else RETURNED_FOR,
            by=people.of(one.duty),
            by_words=people.of(one.duty).name,
            at=one.at + DUE_DAY,
        )
        for one in handed_in.select_related("duty__place")
    )
