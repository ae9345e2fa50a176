"""计算: a month's facts and figures, replaced as a whole in one snapshot.

Imported by batch verbs and jobs only: ibis compiles here and is never loaded by a web process.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from django.db import connection, transaction
from django.utils import timezone

from louyu.engines.measures import Period
from louyu.engines.measures.compiling import figures_sql
from louyu.journey.statistics import facts
from louyu.journey.statistics.indicators import BASIS_VERSION, INDICATORS
from louyu.journey.statistics.insertion import execute_over_new_rows
from louyu.journey.statistics.levels import IDENTITY, LEVELS, WHERE, YES
from louyu.journey.statistics.models import Figure, PeriodState
from louyu.journey.statistics.taxes import computing as taxes
from louyu.kernel.history import acting
from louyu.kernel.scope import Actor

LOCK_SPACE = 7_302  # advisory locks of this number belong to months being computed
_AREA = "decimal(14, 2)"
_FIELDS = "int32"
SCHEMAS = {
    "buildings": WHERE
    | {"gross_floor_area": _AREA, "in_use": YES, "is_key": YES, "collected": YES, "told": YES}
    | {"has_gross_floor_area": YES, "has_business_area": YES, "has_tenants_or_states": YES}
    | {"tax_authority_told": YES, "dated": YES, "listed": YES, "due": YES, "sampled": YES}
    | {"compared": YES},
    "units": WHERE
    | {"area": _AREA, "self_used": _AREA, "leased": _AREA, "vacant": _AREA}
    | {"uncollected": _AREA, "occupied": _AREA, "revived": _AREA, "in_use": YES, "of_rooms": YES},
    "tenants": WHERE
    | {"enterprise_id": IDENTITY, "locality_known": YES, "registered_here": YES}
    | {"tax_authority_known": YES, "taxed_here": YES, "matched": YES},
    "projects": WHERE
    | {"gross_floor_area": _AREA, "reserved": YES, "started": YES, "finished": YES}
    | {"is_site": YES, "dated": YES},
    "duties": WHERE
    | {"due": YES, "handed_in": YES, "on_time": YES, "looked_at": YES, "passed_first": YES}
    | {"accepted": YES, "required_fields": _FIELDS, "filled_fields": _FIELDS}
    | {"sampled": _FIELDS, "found_right": _FIELDS},
}
_INSERT = """
    WITH buildings AS (SELECT * FROM statistics_buildingmonth WHERE period = %(period)s),
         units AS (SELECT * FROM statistics_unitmonth WHERE period = %(period)s),
         tenants AS (SELECT * FROM statistics_tenantmonth WHERE period = %(period)s),
         projects AS (SELECT * FROM statistics_projectmonth WHERE period = %(period)s),
         duties AS (SELECT * FROM statistics_dutymonth WHERE period = %(period)s)
    INSERT INTO statistics_figure (
        period, basis_version, indicator, place_id, building_id,
        numerator, denominator, known, total, contributors
    )
    SELECT %(period)s, %(version)s, f.indicator, f.place_id, f.building_id,
        f.numerator, f.denominator, f.known, f.total, f.contributors
    FROM ({figures}) AS f
"""


class MonthRefused(Exception):
    """The month cannot be computed; the message is a Chinese sentence."""


def compute(*, period: Period, actor: Actor) -> PeriodState:
    """Safe to repeat; a frozen month and a month that is not over refuse."""
    _refuse_the_future(period)
    with _one_at_a_time(period), transaction.atomic(), acting(actor, "month_computed"):
        _take_snapshot()
        _refuse_frozen(period)
        _replace(period)
        return PeriodState.objects.update_or_create(
            period=period.first,
            defaults={"computed_at": timezone.now(), "computed_by": actor.name},
        )[0]


def _refuse_the_future(period: Period) -> None:
    if period > Period.of(timezone.localdate()):
        raise MonthRefused(f"{period.words}还没有到，不能计算。请选择本月或更早的月份。")


def _refuse_frozen(period: Period) -> None:
    state = PeriodState.objects.filter(period=period.first).first()
    if state and state.is_frozen:
        raise MonthRefused(
            f"{period.words}的数据已冻结（{state.reason}），不能重新计算。"
            "如需更正，请在以后月份中反映并作说明。"
        )


@contextmanager
def _one_at_a_time(period: Period) -> Iterator[None]:
    """Taken before the snapshot: whoever waits sees what the other one wrote."""
    key = [LOCK_SPACE, period.year * 100 + period.month]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", key)
    try:
        yield
    finally:
        if connection.connection and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)


def _take_snapshot() -> None:
    """Inside a caller's transaction the caller's snapshot is used."""
    if len(connection.savepoint_ids) == 0:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _replace(period: Period) -> None:
    Figure.objects.unscoped("a month is replaced as a whole").filter(period=period.first).delete()
    facts.write(period)
    month = {"period": period.first, "version": BASIS_VERSION}
    execute_over_new_rows(_statement(), month)
    taxes.replace(period)


@cache
def _statement() -> str:
    figures = figures_sql(INDICATORS, SCHEMAS, LEVELS, covered_by="buildings")
    return _INSERT.replace("{figures}", figures.replace("%", "%%"))
