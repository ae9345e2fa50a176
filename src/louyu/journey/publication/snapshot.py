"""冻结数据: the figures of one bulletin, canonical JSON out and in.

How they are worded belongs to wording; where they come from, to taking.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from louyu.journey.publication.quarter import Quarter


@dataclass(frozen=True)
class Value:
    """A sum has no denominator; None means that nothing was collected."""

    numerator: Decimal | None
    denominator: Decimal | None = None

    @property
    def rate(self) -> Decimal | None:
        """In per cent, not rounded."""
        if self.numerator is None or not self.denominator:
            return None
        return self.numerator / self.denominator * 100


NOTHING = Value(None)
Values = dict[str, Value]


@dataclass(frozen=True)
class Row:
    """One place or building: its values now and, where they exist, at the two earlier days."""

    code: str
    name: str
    now: Values
    last_quarter: Values | None = None
    last_year: Values | None = None


@dataclass(frozen=True)
class Snapshot:
    period: str
    place_level: str
    issuer: str
    whole: Row
    parts: tuple[Row, ...]

    @cached_property
    def quarter(self) -> Quarter:
        return Quarter.parse(self.period)

    def written(self) -> str:
        """One spelling per content: equal figures give equal bytes."""
        return json.dumps(
            asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain
        )

    @classmethod
    def read(cls, text: str) -> Snapshot:
        found: dict[str, Any] = json.loads(text)
        return cls(
            period=found["period"],
            place_level=found["place_level"],
            issuer=found["issuer"],
            whole=_row(found["whole"]),
            parts=tuple(_row(part) for part in found["parts"]),
        )


def checksum(written: str) -> str:
    return hashlib.sha256(written.encode()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    raise TypeError(f"{type(value).__name__} has no place in a snapshot")


def _row(found: dict[str, Any]) -> Row:
    return Row(
        code=found["code"],
        name=found["name"],
        now=_values(found["now"]),
        last_quarter=_values(found["last_quarter"]) if found["last_quarter"] else None,
        last_year=_values(found["last_year"]) if found["last_year"] else None,
    )


def _values(found: dict[str, Any]) -> Values:
    return {
        code: Value(_decimal(value["numerator"]), _decimal(value["denominator"]))
        for code, value in found.items()
    }


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
