"""税收指标计算: the figures of tax of one month, from the tax of this year and the last.

Loads ibis, as computing.py does, and belongs into no web process.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from louyu.engines.measures import Period
from louyu.engines.measures.compiling import figures_sql
from louyu.journey.statistics.indicators import BASIS_VERSION
from louyu.journey.statistics.insertion import execute_over_new_rows
from louyu.journey.statistics.levels import LEVELS, WHERE, YES
from louyu.journey.statistics.models import BuildingMonth, PeriodState, PeriodStatus, TaxFigure
from louyu.journey.statistics.taxes import facts
from louyu.journey.statistics.taxes.disclosing import disclose
from louyu.journey.statistics.taxes.indicators import TAX_INDICATORS
from louyu.registers.places.models import Place
from louyu.registers.taxation.lock import opened
from louyu.registers.taxation.revenue import revenue

_YUAN, _AREA = "decimal(18, 2)", "decimal(14, 2)"
_WHY = "a month is replaced as a whole"
SCHEMAS = {
    "buildings": WHERE
    | dict.fromkeys(("taxed", "retained_known", "taxed_twelve", "taxed_two_years"), YES),
    "taxes": WHERE | {"yuan": _YUAN, "retained": _YUAN, "other_industry": YES},
    "twelve_months": WHERE | {"yuan": _YUAN},
    "taxed_buildings": WHERE
    | dict.fromkeys(("above_hundred_million", "above_ten_million", "newly"), YES),
    "taxes_and_areas": WHERE | {"yuan": _YUAN, "area": _AREA},
    "taxes_and_revenue": WHERE | {"retained": _YUAN, "revenue": _YUAN},
}


def replace(period: Period) -> None:
    """The month's tax, and the figures of later months that rest on what was written anew."""
    earliest = facts.write(period)
    for month in sorted({period, *_resting_on(earliest)}):
        _replace_figures(month)


def _resting_on(earliest: Period) -> list[Period]:
    """Computed and not frozen; a figure looks back to January of the year before."""
    last = Period(f"{earliest.year + 1}-12")
    states = PeriodState.objects.filter(
        status=PeriodStatus.COMPUTED, period__range=(earliest.first, last.first)
    )
    return [state.month for state in states]


def _replace_figures(period: Period) -> None:
    with opened("write"):
        TaxFigure.objects.unscoped(_WHY).filter(period=period.first).delete()
        execute_over_new_rows(_statement(), _parameters(period))
        disclose(period)


def _parameters(period: Period) -> dict[str, Any]:
    months = facts.window(period)
    this_year, twelve = months[12:], months[-12:]
    revenues = _revenues(period)
    return {
        "period": period.first,
        "version": BASIS_VERSION,
        "january": this_year[0].first,
        "twelve_back": twelve[0].first,
        "last_january": months[0].first,
        "last_december": months[11].first,
        "complete": facts.complete(this_year),
        "complete_twelve": facts.complete(twelve),
        "complete_two_years": facts.complete(months),
        "districts": list(revenues),
        "revenues": list(revenues.values()),
    }


def _revenues(period: Period) -> dict[int, Any]:
    """What each district took in since January, where every month of it is reported."""
    january = period.first.replace(month=1)
    buildings = BuildingMonth.objects.unscoped("districts alone").filter(period=period.first)
    found = {}
    for place in Place.objects.filter(pk__in=buildings.values("district")):
        told = revenue(place, january, period.first)
        if len(told) == period.month:
            found[place.pk] = sum(told.values())
    return found


@cache
def _statement() -> str:
    figures = figures_sql(TAX_INDICATORS, SCHEMAS, LEVELS, covered_by="buildings")
    return _INSERT.replace("{figures}", figures.replace("%", "%%"))


# Where a building is managed at the month's end, there its whole year counts: a street's sum is
# the sum of its buildings, and the district's that of its streets.
_INSERT = """
    WITH here AS (SELECT * FROM statistics_buildingmonth WHERE period = %(period)s),
    taxes AS (
        SELECT t.building_id, b.place_id, b.district_id, t.yuan,
            coalesce(t.retained, 0) AS retained, t.retained IS NOT NULL AS has_retained,
            t.real_estate IS NOT TRUE AS other_industry
        FROM statistics_taxmonth t JOIN here b USING (building_id)
        WHERE t.period BETWEEN %(january)s AND %(period)s
    ),
    twelve_months AS (
        SELECT t.building_id, b.place_id, b.district_id, t.yuan
        FROM statistics_taxmonth t JOIN here b USING (building_id)
        WHERE t.period BETWEEN %(twelve_back)s AND %(period)s
    ),
    so_far AS (
        SELECT building_id, sum(yuan) AS yuan, bool_and(has_retained) AS retained_known
        FROM taxes GROUP BY building_id
    ),
    last_year AS (
        SELECT building_id, sum(yuan) AS yuan FROM statistics_taxmonth
        WHERE period BETWEEN %(last_january)s AND %(last_december)s GROUP BY building_id
    ),
    buildings AS (
        SELECT b.building_id, b.place_id, b.district_id,
            %(complete)s AND s.building_id IS NOT NULL AS taxed,
            %(complete)s AND coalesce(s.retained_known, false) AS retained_known,
            %(complete_twelve)s AND b.building_id IN (SELECT building_id FROM twelve_months)
                AS taxed_twelve,
            %(complete_two_years)s AND s.building_id IS NOT NULL AS taxed_two_years
        FROM here b LEFT JOIN so_far s USING (building_id)
    ),
    taxed_buildings AS (
        SELECT b.building_id, b.place_id, b.district_id,
            coalesce(s.yuan, 0) >= 100000000 AS above_hundred_million,
            coalesce(s.yuan, 0) >= 10000000 AS above_ten_million,
            coalesce(s.yuan, 0) >= 10000000 AND coalesce(l.yuan, 0) < 10000000 AS newly
        FROM here b LEFT JOIN so_far s USING (building_id) LEFT JOIN last_year l USING (building_id)
    ),
    taxes_and_areas AS (
        SELECT building_id, place_id, district_id, yuan, 0::numeric AS area FROM taxes
        UNION ALL
        SELECT building_id, place_id, district_id, 0, area
        FROM statistics_unitmonth WHERE period = %(period)s
    ),
    taxes_and_revenue AS (
        SELECT building_id, place_id, district_id, retained, 0::numeric AS revenue FROM taxes
        UNION ALL
        SELECT NULL, NULL, r.district_id, 0, r.yuan
        FROM unnest(%(districts)s::bigint[], %(revenues)s::numeric[]) AS r (district_id, yuan)
    )
    INSERT INTO statistics_taxfigure (
        period, basis_version, indicator, place_id, building_id,
        numerator, denominator, known, total, contributors, shown
    )
    SELECT %(period)s, %(version)s, f.indicator, f.place_id, f.building_id,
        f.numerator, f.denominator, f.known, f.total, f.contributors, false
    FROM ({figures}) AS f
    WHERE f.indicator <> 'TX04' OR f.place_id IN (SELECT district_id FROM here)
"""
