"""采集待办: the buildings whose month waits for this person."""

from django.db.models import QuerySet

from louyu.journey.collection.models import Cycle, Duty, DutyState
from louyu.kernel.inbox import Item, Source, register
from louyu.kernel.scope import Actor
from louyu.registers.buildings.scope import LOOK_AFTER
from louyu.registers.occupancy.scope import reports_on

RELATED = ("building", "place", "cycle")
NEWEST = "the month is the same for everybody"


def _mine(actor: Actor) -> QuerySet[Duty]:
    """Of the newest month alone: what was late before it stands in the street's list."""
    if not actor.holds(*LOOK_AFTER):
        return Duty.objects.none()
    newest = Cycle.objects.unscoped(NEWEST).order_by("-month").values("pk")[:1]
    rows = Duty.objects.visible_to(actor).filter(reports_on(actor), cycle__in=newest)
    return rows.filter(state__in=(DutyState.OPEN, DutyState.RETURNED))


def _tell(duty: Duty) -> Item:
    what = "退回，请修改" if duty.state == DutyState.RETURNED else "月度更新"
    return Item(
        title=f"{duty.cycle.month.month} 月{what}",
        link=duty.get_absolute_url(),
        subject=str(duty.building),
        who=str(duty.place),
    )


register(Source("collection", "月度更新", _mine, _tell, "cycle__due_on", RELATED))
