"""比对之后: what else is to be done when the comparison is anew; declared by apps to the left."""

from collections.abc import Callable

from louyu.kernel.scope import Actor

Act = Callable[[Actor], None]
_after: list[Act] = []


def afterwards(act: Act) -> Act:
    """Called at the end of every comparison, when all it writes is written; it may run twice."""
    _after.append(act)
    return act


def follow(actor: Actor) -> None:
    for act in _after:
        act(actor)
