"""检查: what may be wrong with stored data: how a check is declared, and which are known.

A check looks and changes nothing. When it runs and what becomes of its doubts is decided by
whoever runs it; each app declares its own in its checks.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

# The name under which whoever has changed data asks for it to be looked at again.
RECHECK = "checks.again"


class Severity(StrEnum):
    BLOCKING = "blocking"
    WARNING = "warning"
    HINT = "hint"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {Severity.BLOCKING: "阻断", Severity.WARNING: "警告", Severity.HINT: "提示"}
STREETS, OFFICE = "街道/园区和楼宇联络员", "区楼宇办"


@dataclass(frozen=True)
class Extent:
    """What is looked at: the state of a day, of all buildings or (`buildings`) of some."""

    day: date
    buildings: frozenset[int] | None = None

    def within(self, field: str = "building") -> dict[str, frozenset[int]]:
        """The condition for rows that reach their building through `field`."""
        return {} if self.buildings is None else {f"{field}__in": self.buildings}


@dataclass(frozen=True)
class Doubt:
    """One thing that may be wrong.

    `subject` stays the same as long as it is about the same thing. `words` say what is seen, with
    days and values and never with "since so many days": an answer to them holds until they change.
    """

    subject: str
    label: str
    words: str
    link: str = ""
    building: int | None = None


Look = Callable[[Extent], Iterable[Doubt]]


@dataclass(frozen=True)
class Check:
    """`standing`: about the registers as a whole, looked at every night by the office."""

    code: str
    severity: Severity
    message: str
    how_to_mend: str
    look: Look
    standing: bool
    owner: str


_checks: dict[str, Check] = {}


def check(code: str, severity: Severity, message: str, how_to_mend: str) -> Callable[[Look], Look]:
    """Declare what to look for in the data of buildings; doubts carry their building."""
    return _declared(code, severity, message, how_to_mend, standing=False, owner=STREETS)


def integrity(
    code: str, severity: Severity, message: str, how_to_mend: str
) -> Callable[[Look], Look]:
    """Declare what must hold in the registers as a whole."""
    return _declared(code, severity, message, how_to_mend, standing=True, owner=OFFICE)


def _declared(
    code: str, severity: Severity, message: str, how_to_mend: str, *, standing: bool, owner: str
) -> Callable[[Look], Look]:
    def register(look: Look) -> Look:
        if code in _checks:
            raise ValueError(f"check {code!r} is declared twice")
        _checks[code] = Check(code, severity, message, how_to_mend, look, standing, owner)
        return look

    return register


def checks() -> list[Check]:
    """Those of buildings first, the gravest first."""
    gravity = list(Severity)
    order = {one.code: (one.standing, gravity.index(one.severity)) for one in _checks.values()}
    return sorted(_checks.values(), key=lambda one: order[one.code])


def named(code: str) -> Check | None:
    return _checks.get(code)
