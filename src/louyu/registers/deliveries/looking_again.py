"""再查一遍: what an import has written, or taken back, is looked at by every check."""

from collections.abc import Callable

from louyu.engines.checks import RECHECK
from louyu.kernel.jobs.services import enqueue
from louyu.registers.deliveries.models import Import
from louyu.registers.organizations.actors import console

# What else is to be done when data have changed; declared by apps to the left at start-up.
_after: list[Callable[[Import, str], None]] = []


def afterwards(act: Callable[[Import, str], None]) -> Callable[[Import, str], None]:
    """Called with the import and 导入 or 撤销, inside the transaction that wrote."""
    _after.append(act)
    return act


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
    for act in _after:
        act(row, done)
