"""期: a bulletin is of a quarter or of a month; the months it counts and compares with."""

from django.db.models import Case, F, Value, When
from django.db.models.functions import Concat, Left

from louyu.engines.measures import Period, Quarter

Span = Quarter | Period


def span_of(text: str) -> Span:
    """2026Q3 or 2026-10. Raises PeriodError."""
    return Quarter(text) if "Q" in text else Period(text)


def months_of(span: Span) -> tuple[Period, Period, Period]:
    """The last month of the span, of the one before it, and of the one a year before."""
    if isinstance(span, Period):
        return span, span.previous, span.year_before
    return span.last_month, span.previous.last_month, span.year_before.last_month


def named_after(span: Span) -> str:
    """What a bulletin is called behind the name of its place."""
    return f"{span.words}{'楼宇数据维护通报' if isinstance(span, Period) else '楼宇经济通报'}"


def ends() -> Case:
    """The last month of the span a row is of, 2026-09: what rows of both kinds are ordered by."""
    quarters = (
        When(
            period__endswith=f"Q{number}",
            then=Concat(Left("period", 4), Value(f"-{3 * number:02d}")),
        )
        for number in range(1, 5)
    )
    return Case(*quarters, default=F("period"))
