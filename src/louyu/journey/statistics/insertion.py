"""写入事实: a queryset's rows as the subselect of a statement: what Django read is written."""

from typing import Any

from django.db.models import QuerySet


def inserted(
    template: str, rows: QuerySet[Any, Any], values: dict[str, Any]
) -> tuple[str, dict[str, Any]]:
    """The statement with `{rows}` filled in, and all of its parameters by name."""
    sql, own = rows.query.sql_with_params()
    named = {f"v{index}": value for index, value in enumerate(own)}
    return template.replace("{rows}", sql % tuple(f"%({name})s" for name in named)), values | named
