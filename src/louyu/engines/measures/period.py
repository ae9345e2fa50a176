"""统计期: a month or a quarter, never two loose dates and never free text."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

_MONTH = re.compile(r"(?P<year>20\d{2})-(?P<month>0[1-9]|1[0-2])")
_QUARTER = re.compile(r"(?P<year>20\d{2})Q(?P<number>[1-4])")
_QUARTER_NAMES = ("一", "二", "三", "四")


class PeriodError(ValueError):
    """The text is no period; the message is a Chinese sentence."""


@dataclass(frozen=True, order=True)
class Period:
    """One month, written 2026-09; a stock is as of its last day."""

    text: str

    def __post_init__(self) -> None:
        if not _MONTH.fullmatch(self.text):
            raise PeriodError(f"统计期“{self.text}”无法识别，请写作 2026-09。")

    @classmethod
    def of(cls, day: date) -> Period:
        return cls(f"{day:%Y-%m}")

    @property
    def year(self) -> int:
        return int(self.text[:4])

    @property
    def month(self) -> int:
        return int(self.text[5:])

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    @property
    def previous(self) -> Period:
        return self.shifted(-1)

    @property
    def year_before(self) -> Period:
        return self.shifted(-12)

    @property
    def quarter(self) -> Quarter:
        return Quarter(f"{self.year}Q{(self.month + 2) // 3}")

    @property
    def words(self) -> str:
        return f"{self.year}年{self.month}月"

    def shifted(self, months: int) -> Period:
        index = self.year * 12 + self.month - 1 + months
        return Period(f"{index // 12}-{index % 12 + 1:02d}")

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months, written 2026Q3; a stock is as of the last of them."""

    text: str

    def __post_init__(self) -> None:
        if not _QUARTER.fullmatch(self.text):
            raise PeriodError(f"季度“{self.text}”无法识别，请写作 2026Q3。")

    @property
    def year(self) -> int:
        return int(self.text[:4])

    @property
    def number(self) -> int:
        return int(self.text[5])

    @property
    def months(self) -> tuple[Period, Period, Period]:
        first = Period(f"{self.year}-{self.number * 3 - 2:02d}")
        return (first, first.shifted(1), first.shifted(2))

    @property
    def last_month(self) -> Period:
        return self.months[-1]

    @property
    def previous(self) -> Quarter:
        return self.months[0].previous.quarter

    @property
    def year_before(self) -> Quarter:
        return Quarter(f"{self.year - 1}Q{self.number}")

    @property
    def words(self) -> str:
        return f"{self.year}年第{_QUARTER_NAMES[self.number - 1]}季度"

    def __str__(self) -> str:
        return self.text


def month_of(text: str) -> Period:
    """The month a text stands for; a quarter stands for its last one."""
    return Quarter(text).last_month if "Q" in text else Period(text)


def months_of(text: str) -> tuple[Period, ...]:
    """A month, a quarter or a range such as 2024-10..2026-09."""
    if ".." in text:
        first, last = (Period(part) for part in text.split("..", 1))
        return _range(first, last)
    return Quarter(text).months if "Q" in text else (Period(text),)


def _range(first: Period, last: Period) -> tuple[Period, ...]:
    if last < first:
        raise PeriodError(f"统计期范围“{first}..{last}”首尾颠倒，请先写较早的月份。")
    months = [first]
    while months[-1] < last:
        months.append(months[-1].shifted(1))
    return tuple(months)
