"""采集待办: the buildings whose month waits for this person."""

from django.db.models import Q, QuerySet

from louyu.journey.collection.models import Duty, DutyState
from louyu.journey.collection.queries import WAITING, answerable, open_again
from louyu.kernel.inbox import Item, Source, register
from louyu.kernel.scope import Actor
from louyu.registers.buildings.scope import LOOK_AFTER

RELATED = ("building", "place", "cycle")


def _mine(actor: Actor) -> QuerySet[Duty]:
    if not actor.holds(*LOOK_AFTER):
        return Duty.objects.none()
    rows = answerable(actor).filter(state__in=WAITING)
    return rows.filter(Q(cycle__closed_at=None) | open_again())


def _tell(duty: Duty) -> Item:
    sent_back = "，退回修改" if duty.state == DutyState.RETURNED else ""
    return Item(
        title=f"{duty.cycle.words}{sent_back}",
        link=duty.get_absolute_url(),
        subject=str(duty.building),
        who=str(duty.place),
    )


register(Source("collection", "月度更新", _mine, _tell, "cycle__due_on", RELATED))
