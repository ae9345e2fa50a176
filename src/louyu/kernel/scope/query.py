"""受限查询: the query below a queryset; it carries its scope into Exists, Subquery and `in`."""

from typing import Any

from django.db import models
from django.db.models import sql

from louyu.kernel.scope.unscoped import UnscopedQuery, current_reason


class ScopedQuery(sql.Query):
    """Subquery and Exists take a queryset's query and leave the queryset behind."""

    model: type[models.Model]
    scoped_by: str | None = None

    def require_scope(self) -> None:
        if self.scoped_by or current_reason() or self.is_empty():
            return
        raise UnscopedQuery(
            f"{self.model.__name__} queryset evaluated without visible_to(actor) "
            f"or unscoped(reason)"
        )

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        self.require_scope()
        return super().resolve_expression(*args, **kwargs)
