"""税收月度事实: what payers with a building paid, written in sets from the deliveries in force.

A figure of tax rests on many months: those that were never computed, and those a file arrived for
since the last computation, are written beside the month asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.db.models import Max

from louyu.engines.measures import Period
from louyu.journey.statistics.insertion import inserted
from louyu.journey.statistics.models import PeriodState, PeriodStatus, TaxMonth
from louyu.registers.taxation.lock import opened
from louyu.registers.taxation.monthly import changed_since, delivered, payers_in, totals_in

_WHY = "statistics counts every payer"


def write(period: Period) -> Period:
    """Replace what is not up to date; the earliest month that was. Inside the caller's
    transaction, after the month's buildings."""
    stale = sorted(_stale(period))
    with opened("write"):
        for month in stale:
            _write(month, period)
    return stale[0]


def window(period: Period) -> list[Period]:
    """What a figure may rest on: the months since January of the year before."""
    first = Period(f"{period.year - 1}-01")
    return [first.shifted(n) for n in range(12 + period.month)]


def _stale(period: Period) -> set[Period]:
    within = {month.first: month for month in window(period)}
    frozen = PeriodState.objects.filter(status=PeriodStatus.FROZEN, period__in=within)
    kept = set(frozen.values_list("period", flat=True))
    with opened("read"):
        rows = TaxMonth.objects.unscoped(_WHY).filter(period__in=within)
        written = set(rows.order_by().values_list("period", flat=True).distinct())
    last = PeriodState.objects.aggregate(last=Max("computed_at"))["last"]
    changed = changed_since(last) if last else set()
    wanted = {period.first} | changed | (delivered() - written)
    return {month for day, month in within.items() if day in wanted - kept}


def _write(month: Period, period: Period) -> None:
    TaxMonth.objects.unscoped(_WHY).filter(period=month.first).delete()
    days = {"month": month.first, "period": period.first}
    for template, rows in ((_PAYERS, payers_in(month.first)), (_TOTALS, totals_in(month.first))):
        statement, values = inserted(template, rows, days)
        with connection.cursor() as cursor:
            cursor.execute(statement, values)


def complete(months: Iterable[Period]) -> bool:
    """Whether every one of the months has been delivered for at least one building."""
    wanted: set[date] = {month.first for month in months}
    with opened("read"):
        rows = TaxMonth.objects.unscoped(_WHY).filter(period__in=wanted).order_by()
        return rows.values("period").distinct().count() == len(wanted)


# The place of the month itself; of one that was never computed, that of the month computed now.
_PLACED = """
    JOIN statistics_buildingmonth p ON p.period = %(period)s AND p.building_id = r.building_id
    LEFT JOIN statistics_buildingmonth m ON m.period = %(month)s AND m.building_id = r.building_id
"""

# Materialized: where each payer sat is looked up once, whatever the planner joins first.
_PAYERS = f"""
    WITH r (building_id, who, payer, yuan, kept, known, told) AS MATERIALIZED ({{rows}})
    INSERT INTO statistics_taxmonth (
        period, building_id, place_id, district_id, enterprise_id, payer, payers, yuan,
        retained, retained_told, real_estate
    )
    SELECT %(month)s, r.building_id, coalesce(m.place_id, p.place_id),
        coalesce(m.district_id, p.district_id), r.who, r.payer, 1, r.yuan,
        CASE WHEN r.known THEN round(r.kept, 2) END, r.told, i.code LIKE 'K%%'
    FROM r
    {_PLACED}
    LEFT JOIN enterprises_enterprise e ON e.id = r.who
    LEFT JOIN enterprises_industry i ON i.id = e.industry_id
"""  # noqa: S608

# Only where nobody is named: named payments outrank what was told of the whole building.
_TOTALS = f"""
    WITH r (building_id, payers, yuan, one, two, divided, kept, known, told)
        AS MATERIALIZED ({{rows}})
    INSERT INTO statistics_taxmonth (
        period, building_id, place_id, district_id, payer, payers, yuan,
        largest, two_largest, retained, retained_told
    )
    SELECT %(month)s, r.building_id, coalesce(m.place_id, p.place_id),
        coalesce(m.district_id, p.district_id), '', r.payers, r.yuan,
        CASE WHEN r.divided THEN round(r.one, 2) END, CASE WHEN r.divided THEN round(r.two, 2) END,
        CASE WHEN r.known THEN round(r.kept, 2) END, r.told
    FROM r
    {_PLACED}
    WHERE NOT EXISTS (
        SELECT FROM statistics_taxmonth t
        WHERE t.period = %(month)s AND t.building_id = r.building_id
    )
"""  # noqa: S608
