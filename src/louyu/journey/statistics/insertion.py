"""写入事实: a queryset's rows as the subselect of a statement: what Django read is written."""

from typing import Any

from django.db import connection
from django.db.models import QuerySet


def inserted(
    template: str, rows: QuerySet[Any, Any], values: dict[str, Any]
) -> tuple[str, dict[str, Any]]:
    """The statement with `{rows}` filled in, and all of its parameters by name."""
    sql, own = rows.query.sql_with_params()
    named = {f"v{index}": value for index, value in enumerate(own)}
    return template.replace("{rows}", sql % tuple(f"%({name})s" for name in named)), values | named


def execute_over_new_rows(statement: str, values: dict[str, Any]) -> None:
    """Inside a transaction. Of rows written a moment ago the planner knows nothing and expects one:
    it would join a city's buildings row by row (decision 0099)."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off")
        cursor.execute(statement, values)
        cursor.execute("SET LOCAL enable_nestloop = on")
