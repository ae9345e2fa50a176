"""租约到期: in which year a lease runs out, as seen on one day."""

from datetime import date

from django.db.models import TextChoices


class Expiry(TextChoices):
    EXPIRED = "expired", "已到期"
    THIS_YEAR = "this_year", "本年"
    NEXT_YEAR = "next_year", "明年"
    YEAR_AFTER = "year_after", "后年"
    LATER = "later", "更晚"
    UNDATED = "undated", "未登记到期日"


COMING = (Expiry.THIS_YEAR, Expiry.NEXT_YEAR, Expiry.YEAR_AFTER)


def expiry(last_day: date | None, today: date) -> Expiry:
    """A lease has run out from the day after its last."""
    if last_day is None:
        return Expiry.UNDATED
    if last_day < today:
        return Expiry.EXPIRED
    years = last_day.year - today.year
    return COMING[years] if years < len(COMING) else Expiry.LATER


def years(span: Expiry, today: date) -> str:
    """Which years the span is about, for those where today does not say it."""
    if span in COMING:
        return f"{today.year + COMING.index(span)}"
    return f"{today.year + len(COMING)} 起" if span == Expiry.LATER else ""
