"""再查一遍: what an import has written, or taken back, is looked at by every check."""

from louyu.engines.checks import RECHECK
from louyu.kernel.jobs.services import enqueue
from louyu.registers.deliveries.models import Import
from louyu.registers.organizations.actors import console


def check_again(row: Import, done: str) -> None:
    """Once for each import and what was `done` with it, 导入 or 撤销.

    Queued with the writing, by page and by console alike: not at all if that fails.
    """
    enqueue(
        RECHECK,
        actor=console(f"{done}后检查"),
        title=f"{done}后检查数据：{row.file.name}",
        params={},
        idempotency_key=f"checks:{done}:{row.pk}",
    )
