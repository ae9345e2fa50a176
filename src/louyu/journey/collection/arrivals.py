"""随月度更新登记的新入驻: who has come, told with the month instead of one by one."""

from dataclasses import dataclass
from datetime import date

from louyu.journey.collection.models import Duty
from louyu.kernel.scope import Actor
from louyu.registers.occupancy.models import Occupancy, OccupancyKind
from louyu.registers.occupancy.newcomers import free_rooms, of_code, of_this_name
from louyu.registers.occupancy.services import ReportRefused, begin_stay


@dataclass(frozen=True)
class Arrival:
    """By name and code, into which units of the building, since when."""

    name: str
    uscc: str
    units: tuple[int, ...]
    start: date


def arrived(duty: Duty, one: Arrival, actor: Actor) -> Occupancy:
    """After the departures of the same handing-in: a room may have changed hands."""
    units = list(duty.building.units.filter(pk__in=one.units).order_by("pk"))
    free = set(free_rooms(duty.building).values_list("pk", flat=True))
    if taken := [unit.number for unit in units if unit.pk not in free]:
        raise ReportRefused(
            f"{one.name}：{'、'.join(taken)} 室登记有别的企业在用，请先核对那家企业是否搬走。"
        )
    enterprise = of_code(one.uscc) or of_this_name(one.name, one.uscc, duty.building)
    return begin_stay(
        enterprise=enterprise,
        units=units,
        start=one.start,
        kind=OccupancyKind.LEASED,
        actor=actor,
        why="随月度更新的名单登记",
    )
