"""落款: where signature and day stand, counted in Han characters from the right edge."""

from datetime import date
from unicodedata import east_asian_width

from louyu.engines.documents.content import Signature


def rights(block: Signature) -> tuple[float, float]:
    """Without a seal: the day starts two characters right of the name; the longer one of the
    two ends two characters from the edge."""
    day = written(block.day)
    name_right = max(2.0, characters(day) + 4 - characters(block.body))
    return name_right, name_right + characters(block.body) - 2 - characters(day)


def characters(text: str) -> float:
    """Width in Han characters; a digit takes half of one."""
    return sum(1.0 if east_asian_width(one) in "WF" else 0.5 for one in text)


def written(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else "年　　月　　日"
