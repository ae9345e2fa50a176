"""工作日历: days an answer is due by; weekdays, less the holidays and with the days worked instead.

The table comes from the State Council's yearly notice and is imported (kind `holidays`).
"""

from datetime import date, timedelta

from louyu.registers.matters.models import Holiday

DAY = timedelta(days=1)
SATURDAY = 5


def working_days_after(start: date, days: int) -> date:
    """The day on which `days` working days are over, `start` itself not counted."""
    until = start + DAY * (days * 3 + 20)  # longer than any run of holidays
    known = dict(Holiday.objects.filter(day__range=(start, until)).values_list("day", "kind"))
    day = start
    while days:
        day += DAY
        days -= _is_worked(day, known.get(day, ""))
    return day


def is_working_day(day: date) -> bool:
    return working_days_after(day - DAY, 1) == day


def last_working_day(first: date, last: date) -> date:
    """The last one from `first` to `last`; `last` itself where none is worked."""
    known = dict(Holiday.objects.filter(day__range=(first, last)).values_list("day", "kind"))
    day = last
    while day >= first:
        if _is_worked(day, known.get(day, "")):
            return day
        day -= DAY
    return last


def _is_worked(day: date, told: str) -> bool:
    return told == Holiday.Kind.WORKED if told else day.weekday() < SATURDAY
