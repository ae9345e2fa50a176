"""季度: the period a quarterly bulletin reports on, and the two it is compared with."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

_WRITTEN = re.compile(r"(\d{4})Q([1-4])")


class NoQuarter(ValueError):
    """The text does not name a quarter; the message is a Chinese sentence."""


@dataclass(frozen=True, order=True)
class Quarter:
    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Quarter:
        found = _WRITTEN.fullmatch(text.strip().upper())
        if not found:
            raise NoQuarter(f"“{text}”不是季度。请写成 2026Q3 这样的形式。")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def containing(cls, day: date) -> Quarter:
        return cls(day.year, (day.month + 2) // 3)

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"

    @property
    def label(self) -> str:
        return f"{self.year}年第{'一二三四'[self.number - 1]}季度"

    @property
    def last_day(self) -> date:
        month = self.number * 3
        return date(self.year, month, monthrange(self.year, month)[1])

    @property
    def month(self) -> str:
        """Stock figures of a quarter are those of its last month."""
        return f"{self.year}-{self.number * 3:02d}"

    @property
    def as_of(self) -> str:
        return f"{self.year}年{self.number * 3}月末"

    def previous(self) -> Quarter:
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year - 1, 4)

    def year_before(self) -> Quarter:
        return Quarter(self.year - 1, self.number)
