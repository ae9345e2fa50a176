"""P1 P2 指标: a month's figures against SQL by hand, and stored figures against computing them."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

from django.db import connection
from django.utils import timezone

from bench.cockpit import MONTHS
from bench.measure import Pair
from louyu.engines.measures import Period
from louyu.engines.measures.compiling import figures_sql
from louyu.journey.statistics.computing import SCHEMAS, compute
from louyu.journey.statistics.indicators import INDICATORS
from louyu.journey.statistics.levels import LEVELS
from louyu.journey.statistics.models import Figure
from louyu.registers.organizations.actors import console

MONTH = """
    WITH buildings AS (SELECT * FROM statistics_buildingmonth WHERE period = %(period)s),
         units AS (SELECT * FROM statistics_unitmonth WHERE period = %(period)s),
         tenants AS (SELECT * FROM statistics_tenantmonth WHERE period = %(period)s),
         projects AS (SELECT * FROM statistics_projectmonth WHERE period = %(period)s),
         duties AS (SELECT * FROM statistics_dutymonth WHERE period = %(period)s)
"""
# The same sums as the declared indicators, each fact table gone through once a level.
BY_HAND = """
    , levels AS (
        SELECT place_id AS at, building_id AS house, building_id FROM buildings
        UNION ALL SELECT place_id, NULL, building_id FROM buildings
        UNION ALL SELECT district_id, NULL, building_id FROM buildings
    ),
    of_buildings AS (
        SELECT l.at, l.house, sum(b.gross_floor_area) AS "SP01",
            sum(b.gross_floor_area) FILTER (WHERE b.is_key) AS "SP03"
        FROM levels l JOIN buildings b USING (building_id) GROUP BY 1, 2
    ),
    of_units AS (
        SELECT l.at, l.house, sum(u.area) AS "SP02", sum(u.self_used) AS "SP04",
            sum(u.leased) AS "SP05", sum(u.vacant) AS "SP06",
            sum(u.self_used + u.leased + u.occupied) FILTER (WHERE u.in_use) AS "SP07",
            sum(u.leased) FILTER (WHERE u.of_rooms) AS "SP08",
            sum(u.vacant) FILTER (WHERE u.in_use) AS "SP09", sum(u.revived) AS "SP10",
            sum(u.uncollected) AS "SP13"
        FROM levels l JOIN units u USING (building_id) GROUP BY 1, 2
    ),
    of_tenants AS (
        SELECT l.at, l.house, count(DISTINCT t.enterprise_id) AS "EN01",
            count(DISTINCT t.enterprise_id) FILTER (WHERE t.registered_here) AS "EN02",
            count(DISTINCT t.enterprise_id) FILTER (WHERE t.taxed_here) AS "EN04"
        FROM levels l JOIN tenants t USING (building_id) GROUP BY 1, 2
    ),
    of_projects AS (
        SELECT count(DISTINCT building_id) FILTER (WHERE reserved) AS "SP12",
            count(DISTINCT building_id) FILTER (WHERE started) AS "SP12B",
            sum(gross_floor_area) FILTER (WHERE finished) AS "SP12C"
        FROM projects
        GROUP BY GROUPING SETS ((place_id, building_id), (place_id), (district_id))
        HAVING GROUPING(building_id) = 1 OR building_id IN (SELECT building_id FROM buildings)
    ),
    of_duties AS (
        SELECT count(DISTINCT building_id) FILTER (WHERE on_time) AS "WK02",
            count(DISTINCT building_id) FILTER (WHERE handed_in) AS "WK02B",
            count(DISTINCT building_id) FILTER (WHERE passed_first) AS "WK02C",
            count(DISTINCT building_id) FILTER (WHERE accepted) AS "WK02D",
            sum(filled_fields) FILTER (WHERE due) AS "WK03",
            sum(found_right) FILTER (WHERE due) AS "WK04"
        FROM duties
        GROUP BY GROUPING SETS ((place_id, building_id), (place_id), (district_id))
        HAVING GROUPING(building_id) = 1 OR building_id IN (SELECT building_id FROM buildings)
    ),
    standing AS (
        SELECT sum("SP01"), sum("SP03"), sum("SP02"), sum("SP04"), sum("SP05"), sum("SP06"),
            sum("SP07"), sum("SP08"), sum("SP09"), sum("SP10"), sum("SP13"),
            sum("EN01"), sum("EN02"), sum("EN02"), sum("EN04")
        FROM (SELECT DISTINCT at, house FROM levels) l
        LEFT JOIN of_buildings b ON b.at = l.at AND b.house IS NOT DISTINCT FROM l.house
        LEFT JOIN of_units u ON u.at = l.at AND u.house IS NOT DISTINCT FROM l.house
        LEFT JOIN of_tenants t ON t.at = l.at AND t.house IS NOT DISTINCT FROM l.house
    ),
    coming AS (SELECT sum("SP12"), sum("SP12B"), sum("SP12C") FROM of_projects),
    kept_up AS (
        SELECT sum("WK02"), sum("WK02B"), sum("WK02C"), sum("WK02D"), sum("WK03"), sum("WK04")
        FROM of_duties
    )
    SELECT * FROM standing, coming, kept_up
"""


IN_ORDER = (
    *("SP01", "SP03", "SP02", "SP04", "SP05", "SP06", "SP07", "SP08", "SP09", "SP10", "SP13"),
    *("EN01", "EN02", "EN03", "EN04"),
    *("SP12", "SP12B", "SP12C"),
    *("WK02", "WK02B", "WK02C", "WK02D", "WK03", "WK04"),
)


def pairs() -> Iterator[Pair]:
    """On the months that the timing of the cockpit has computed."""
    last = Period.of(timezone.localdate()).previous
    period = {"period": last.first}
    if _declared(period) != _by_hand(period):
        raise RuntimeError("the declared indicators and the SQL by hand differ")
    yield Pair(
        promise="P1",
        work=f"一个月 {len(INDICATORS)} 项指标，三级，由声明编译的语句",
        baseline="手写 SQL，同样的分子，逐一核对相等",
        omits="无；两边都只取分子",
        reach=1.2,
        ours=lambda: _declared(period),
        theirs=lambda: _by_hand(period),
    )
    yield Pair(
        promise="P2",
        work=f"读出 {MONTHS} 个月全部指标（预先计算并保存的）",
        baseline="从登记逐月重新计算同样的月份",
        omits="无",
        reach=0.2,
        ours=lambda: list(Figure.objects.unscoped("bench").values_list()),
        theirs=lambda: [
            compute(period=last.shifted(-back), actor=console("测速")) for back in range(MONTHS)
        ],
    )


def _rows(statement: str, period: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(MONTH + statement, period)
        return cursor.fetchall()


def _declared(period: dict[str, Any]) -> dict[str, Decimal]:
    """The numerators of all subjects together, by indicator."""
    return dict(_rows(_declared_sql(), period))


@cache
def _declared_sql() -> str:
    figures = figures_sql(INDICATORS, SCHEMAS, LEVELS, covered_by="buildings")
    named = {"figures": figures.replace("%", "%%")}
    return "SELECT indicator, sum(numerator) FROM ({figures}) f GROUP BY 1".format_map(named)


def _by_hand(period: dict[str, Any]) -> dict[str, Decimal]:
    (sums,) = _rows(BY_HAND, period)
    return {code: Decimal(amount or 0) for code, amount in zip(IN_ORDER, sums, strict=True)}
