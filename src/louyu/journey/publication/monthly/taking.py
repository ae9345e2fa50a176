"""取数: the buildings of the month's round as the month froze them, and what registers say."""

from dataclasses import replace
from datetime import date

from django.db.models import Q

from louyu.engines.measures import Period
from louyu.journey.collection.models import Cycle, CycleKind, DutyState, TenantAnswer, UnitAnswer
from louyu.journey.collection.telling import TENANT_CHANGED
from louyu.journey.publication.context import moves_of
from louyu.journey.publication.monthly.telling import AREAS, FIGURES
from louyu.journey.publication.snapshot import Listed, Snapshot, Work
from louyu.journey.statistics.models import DutyMonth
from louyu.journey.statistics.subjects import Subject
from louyu.journey.verification.findings.models import CheckRun, Closing, Finding
from louyu.journey.verification.services import latest
from louyu.kernel.scope import Actor
from louyu.registers.matters.calendar import last_working_day
from louyu.registers.places.models import Place

CODES = tuple(FIGURES.values())
BUILDING_CODES = AREAS
# As a reader who was not asked calls them.
STATES = {
    DutyState.OPEN: "未报送",
    DutyState.SUBMITTED: "待核实",
    DutyState.RETURNED: "退回待改",
    DutyState.ACCEPTED: "已核实",
    DutyState.EXEMPT: "免报",
}


def taken(base: Snapshot, place: Place, actor: Actor, *, ranked: bool) -> Snapshot:
    """`base` has the figures; nothing is listed where no round was opened."""
    cycle = _cycle(base.month, actor)
    if cycle is None:
        return base
    return replace(
        base,
        due_on=f"{cycle.due_on}",
        next_due=f"{_due(base.month.shifted(1), actor)}",
        listed=_listed(place, base.month, actor),
        ranked=ranked,
        work=_work(place, base.month, actor),
    )


def _listed(place: Place, month: Period, actor: Actor) -> tuple[Listed, ...]:
    rows = DutyMonth.objects.visible_to(actor).filter(Subject(place).of_facts)
    silent = rows.filter(period=month.previous.first, due=True, handed_in=False)
    before = set(silent.values_list("building_id", flat=True))
    now = rows.filter(period=month.first).select_related("building", "place")
    return tuple(
        Listed(
            name=row.building.name,
            place=row.place.name,
            state=STATES[DutyState(row.state)],
            handed_on=f"{row.handed_on}" if row.handed_on else "",
            on_time=row.on_time,
            returns=row.returns,
            filled=row.filled_fields,
            required=row.required_fields,
            missed=(row.due and not row.handed_in) * (1 + (row.building_id in before)),
        )
        for row in now.order_by("place__path", "building__name_sort", "building_id")
    )


def _cycle(month: Period, actor: Actor) -> Cycle | None:
    rows = Cycle.objects.visible_to(actor).filter(kind=CycleKind.MONTH, month=month.first)
    return rows.first()


def _due(month: Period, actor: Actor) -> date:
    """As it was opened, else as it will be."""
    opened = _cycle(month, actor)
    return opened.due_on if opened else last_working_day(month.first, month.last)


def _work(place: Place, month: Period, actor: Actor) -> Work:
    """With what the last handing-in of each building told as changed, and was accepted of it."""
    moved = moves_of(actor, place, month.first, month.last)
    handed_in = latest(actor).filter(
        duty__cycle__kind=CycleKind.MONTH,
        duty__cycle__month=month.first,
        duty__place__path__startswith=place.path,
    )
    of_these = Q(submission__in=handed_in.values("pk"))
    tenants = TenantAnswer.objects.visible_to(actor).filter(of_these, TENANT_CHANGED)
    rooms = UnitAnswer.objects.visible_to(actor).filter(of_these, is_change=True)
    accepted = Q(submission__duty__state=DutyState.ACCEPTED)
    found, settled = _findings(place, month, actor)
    return Work(
        arrived=moved["arrived"],
        left=moved["left"],
        changes=tenants.count() + rooms.count(),
        changes_accepted=tenants.filter(accepted).count() + rooms.filter(accepted).count(),
        found=found,
        settled=settled,
    )


def _findings(place: Place, month: Period, actor: Actor) -> tuple[int | None, int]:
    """What checks of buildings found in the month, and what was mended or answered for in it."""
    span = (month.first, month.last)
    if not CheckRun.objects.visible_to(actor).filter(day__range=span).exists():
        return None, 0
    rows = Finding.objects.visible_to(actor).filter(
        standing=False, building__place__path__startswith=place.path
    )
    settled = rows.filter(closed_on__range=span).exclude(closing=Closing.WITHDRAWN)
    return rows.filter(opened_on__range=span).count(), settled.count()
