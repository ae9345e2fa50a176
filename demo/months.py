"""演示日历: every date of the demo counts back from one base day."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

HISTORY_MONTHS = 24


@dataclass(frozen=True)
class Month:
    year: int
    number: int

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        return date(self.year, self.number, monthrange(self.year, self.number)[1])

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02d}"


def month_before(day: date, count: int) -> Month:
    index = day.year * 12 + day.month - 1 - count
    return Month(index // 12, index % 12 + 1)


def history(base: date) -> list[Month]:
    """The complete months before the base day, oldest first."""
    return [month_before(base, back) for back in range(HISTORY_MONTHS, 0, -1)]


def years_before(day: date, years: float) -> date:
    return day - timedelta(days=round(years * 365.25))
