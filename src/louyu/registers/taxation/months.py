"""月份的写法: which months a cell of a ledger means, in the many ways offices write them."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

_CHINESE = {"十二": "12", "十一": "11", "十": "10", "一": "1", "二": "2", "三": "3", "四": "4"} | {
    "五": "5",
    "六": "6",
    "七": "7",
    "八": "8",
    "九": "9",
    "元": "1",
}
_YEAR = r"(?:(20\d\d)(?:年度?|[-./]))?"
_MONTH = r"(\d{1,2})月?份?"
_DAY = r"(?:[-./]?\d{1,2}日?(?:00:00:00)?)?"
_UNTIL = r"(?:-|—|–|―|~|～|至|到)+"
_DIGITS = re.compile(r"(20\d\d)(\d\d)")
_ONE = re.compile(rf"{_YEAR}{_MONTH}")
_ONE_DAY = re.compile(r"(20\d\d)(?P<sign>[-./年])(\d{1,2})(?:(?P=sign)|月)\d{1,2}日?(?:00:00:00)?")
_SPAN = re.compile(rf"{_YEAR}{_MONTH}{_DAY}{_UNTIL}{_YEAR}{_MONTH}{_DAY}(?:累计数?|合计)?")


@dataclass(frozen=True)
class Span:
    """First and last month, both included, as their first days."""

    first: date
    last: date

    @property
    def is_month(self) -> bool:
        return self.first == self.last

    @property
    def from_january(self) -> bool:
        return self.first.month == 1 and self.first.year == self.last.year


def span_of(text: str, year: int) -> Span | None:
    """What the text means; `year` where it names none; None where nobody could tell."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    for word, digits in _CHINESE.items():
        plain = plain.replace(f"{word}月", f"{digits}月")
        plain = re.sub(rf"(?<!\d){word}(?={_UNTIL})", digits, plain)
    found = _DIGITS.fullmatch(plain) or _ONE_DAY.fullmatch(plain) or _ONE.fullmatch(plain)
    if found:
        month = _month(found[1], found[found.lastindex or 0], year)
        return Span(month, month) if month else None
    several = _SPAN.fullmatch(plain)
    if not several:
        return None
    first = _month(several[1], several[2], year)
    last = _month(several[3] or several[1], several[4], year)
    return Span(first, last) if first and last and first <= last else None


def _month(year: str | None, month: str, otherwise: int) -> date | None:
    number = int(month)
    return date(int(year or otherwise), number, 1) if 1 <= number <= 12 else None
