"""不限范围: the one named way around the scope, always with a reason that can be searched for."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class UnscopedQuery(RuntimeError):
    """A queryset of a scoped model was evaluated without saying for whom."""


_reason: ContextVar[str | None] = ContextVar("louyu_unscoped_reason", default=None)


def current_reason() -> str | None:
    return _reason.get()


@contextmanager
def everything(reason: str) -> Iterator[None]:
    """Code inside may read every row; for framework internals that build their own querysets."""
    if not reason:
        raise ValueError("everything() needs a reason")
    token = _reason.set(reason)
    try:
        yield
    finally:
        _reason.reset(token)
