"""再查一遍: once a month is handed in, the checks look at the building again."""

from louyu.engines.checks import RECHECK
from louyu.journey.collection.models import Duty
from louyu.kernel.jobs.services import enqueue
from louyu.registers.organizations.actors import console


def check_again(duty: Duty) -> None:
    """Queued with the handing-in: it runs when that is written, and not at all if it fails."""
    enqueue(
        RECHECK,
        actor=console("提交后检查"),
        title=f"检查数据：{duty.building}",
        params={"buildings": [duty.building_id]},
    )
