"""期: a bulletin is of a quarter or of a month; the months it counts and compares with."""

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
