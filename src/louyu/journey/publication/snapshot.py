"""冻结数据: the figures of one bulletin, canonical JSON out and in.

How they are worded belongs to wording; where they come from, to taking.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from louyu.engines.measures import Period, Value
from louyu.journey.publication.spans import Span, months_of, span_of

Values = Mapping[str, Value]


@dataclass(frozen=True)
class Row:
    """One place or building: its values now and, where they exist, in the two earlier months.

    `before` is the last month of the quarter before, or the month before.
    """

    code: str
    name: str
    now: Values
    before: Values | None = None
    last_year: Values | None = None
    # Codes whose value of last year was typed from an earlier ledger (历史填报).
    stated: tuple[str, ...] = ()
    # The street or park of a building.
    place: str = ""


@dataclass(frozen=True)
class Head:
    """版头: the words that name the issuer above and below the text."""

    mark: str
    issuer: str
    number_word: str = ""
    printer: str = ""


@dataclass(frozen=True)
class Aim:
    """One target of the plan in force, as it is printed; `percent` is counted from the base."""

    name: str
    goal: str
    now: str
    base: str
    percent: str
    elapsed: str
    state: str
    department: str

    @property
    def is_late(self) -> bool:
        return self.state in ("略滞后", "滞后")


@dataclass(frozen=True)
class Work:
    """What the registers say of the quarter: taken when the bulletin is drafted.

    `leases` run out within 90 days of the quarter's end, `expired` have run out by then.
    """

    leases: int = 0
    lease_area: Decimal = Decimal(0)
    expired: int = 0
    raised: int = 0
    closed: int = 0
    closed_in_time: int = 0
    # Space on offer to everybody on the quarter's last day.
    offers: int = 0
    offer_area: Decimal = Decimal(0)
    # Firms that moved in and out in the quarter; None where bulletins did not tell it yet.
    arrived: int | None = None
    left: int | None = None
    # Of the monthly round: what it told as changed, and how much of that was looked at since.
    changes: int = 0
    changes_accepted: int = 0
    # Findings of the month's checks; None where no check ran in it.
    found: int | None = None
    settled: int = 0


@dataclass(frozen=True)
class Listed:
    """One building of the monthly round; `missed` is how many months it was not handed in."""

    name: str
    place: str
    state: str
    handed_on: str
    on_time: bool
    returns: int
    filled: int
    required: int
    missed: int = 0


@dataclass(frozen=True)
class Snapshot:
    """`parts` are the streets and parks of a district, or the buildings of one of these.

    `buildings` are those of a district. `trend` is the occupancy of twelve months, `rests_on`
    the months that targets and trend take besides. `head` is frozen on the day of issue; without
    one `issuer` stands in its place.
    """

    period: str
    place_level: str
    issuer: str
    basis_version: str
    whole: Row
    parts: tuple[Row, ...]
    head: Head | None = None
    # The issued bulletin that this one corrects, as it is named.
    corrects: str = ""
    buildings: tuple[Row, ...] = ()
    plan: str = ""
    aims: tuple[Aim, ...] = ()
    trend: tuple[tuple[str, Value | None], ...] = ()
    rests_on: tuple[str, ...] = ()
    work: Work = Work()
    # Of a monthly bulletin: the days it and the month after are due, its buildings, and whether
    # streets are put in the order of their rates, which the office decides when it drafts.
    due_on: str = ""
    next_due: str = ""
    listed: tuple[Listed, ...] = ()
    ranked: bool = False

    @cached_property
    def span(self) -> Span:
        return span_of(self.period)

    @property
    def is_monthly(self) -> bool:
        return isinstance(self.span, Period)

    @property
    def month(self) -> Period:
        """Whose last day the figures are of."""
        return months_of(self.span)[0]

    def months(self) -> list[Period]:
        """The months whose figures are printed."""
        month, before, year_before = months_of(self.span)
        found = [month]
        if self.whole.before:
            found.append(before)
        if self.whole.last_year:
            found.append(year_before)
        return sorted({*found, *map(Period, self.rests_on)})

    def written(self) -> str:
        """One spelling per content: equal figures give equal bytes."""
        return json.dumps(
            asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain
        )

    @classmethod
    def read(cls, text: str) -> Snapshot:
        found: dict[str, Any] = json.loads(text)
        found["whole"] = _row(found["whole"])
        found["parts"] = tuple(_row(part) for part in found["parts"])
        found["buildings"] = tuple(_row(one) for one in found.get("buildings", ()))
        found["aims"] = tuple(Aim(**aim) for aim in found.get("aims", ()))
        found["trend"] = tuple(
            (month, _value(**value) if value else None) for month, value in found.get("trend", ())
        )
        found["rests_on"] = tuple(found.get("rests_on", ()))
        found["work"] = _work(found.get("work"))
        found["listed"] = tuple(Listed(**one) for one in found.get("listed", ()))
        found["head"] = Head(**found["head"]) if found.get("head") else None
        return cls(**found)


def as_of(month: Period) -> str:
    """The day a stock is counted on, as offices write it."""
    return f"{month.words}末"


def so_far(month: Period) -> str:
    """The months a sum from January on is of."""
    return f"{month.year}年1—{month.month}月"


def checksum(written: str) -> str:
    return hashlib.sha256(written.encode()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    raise TypeError(f"{type(value).__name__} has no place in a snapshot")


def _work(found: dict[str, Any] | None) -> Work:
    if not found:
        return Work()
    areas = {name: Decimal(found.get(name, 0)) for name in ("lease_area", "offer_area")}
    return Work(**found | areas)


def _row(found: dict[str, Any]) -> Row:
    earlier = {
        name: _values(told) if told is not None else None
        for name, told in (
            # Bulletins frozen before there were monthly ones call it by its quarter.
            ("before", found.get("before", found.get("last_quarter"))),
            ("last_year", found["last_year"]),
        )
    }
    return Row(
        found["code"],
        found["name"],
        _values(found["now"]),
        **earlier,
        stated=tuple(found.get("stated", ())),
        place=found.get("place", ""),
    )


def _values(found: dict[str, dict[str, Any]]) -> Values:
    return {code: _value(**fields) for code, fields in found.items()}


def _value(*, numerator: str, denominator: str | None, **rest: Any) -> Value:
    return Value(
        numerator=Decimal(numerator),
        denominator=None if denominator is None else Decimal(denominator),
        **rest,
    )
