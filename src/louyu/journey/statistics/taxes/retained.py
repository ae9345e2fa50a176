"""区级收入的依据: the months of which the bureau told what stays here, and those worked out.

It speaks of the files of a month and of nobody's tax: all readers of the figures are told it.
"""

from collections.abc import Iterator

from django.contrib.postgres.aggregates import BoolAnd, BoolOr

from louyu.engines.measures import Period
from louyu.journey.statistics.models import TaxMonth
from louyu.registers.taxation.lock import opened

RESTS_ON_IT = ("TX03", "TX04")


def retained_basis(period: Period) -> str:
    """Of the months since January, in words; empty where nothing is known of any."""
    january = period.first.replace(month=1)
    known = TaxMonth.objects.unscoped("of which files a month came").filter(
        period__range=(january, period.first), retained__isnull=False
    )
    with opened("read"):
        months = (
            known.order_by("period")
            .values_list("period")
            .annotate(all_told=BoolAnd("retained_told"), some_told=BoolOr("retained_told"))
        )
        found = [(f"{day.month}月", every, some) for day, every, some in months]
    told = [name for name, every, _ in found if every]
    worked_out = [name for name, _, some in found if not some]
    both = [name for name, every, some in found if some and not every]
    return "；".join(_words(len(found), told, worked_out, both))


def _words(count: int, told: list[str], worked_out: list[str], both: list[str]) -> Iterator[str]:
    kinds = (
        (told, "由财政部门提供"),
        (worked_out, "按当月有效的税收分成折算"),
        (both, "部分由财政部门提供，其余按税收分成折算"),
    )
    for months, words in kinds:
        if months:
            yield ("各月均" if len(months) == count else "、".join(months)) + words
