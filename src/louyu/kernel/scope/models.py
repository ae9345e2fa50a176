"""受限查询集: raises when it is evaluated, counted, aggregated or written without a scope."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any, Self, TypeVar

from django.db import models

from louyu.kernel.scope.actor import Actor
from louyu.kernel.scope.policies import visible_q
from louyu.kernel.scope.unscoped import UnscopedQuery, current_reason, everything

M = TypeVar("M", bound=models.Model, covariant=True)


class ScopedQuerySet(models.QuerySet[M]):
    """A queryset that must say for whom it reads.

    Rows reached from an instance already seen (a related manager, a prefetch) carry that
    instance as a hint from Django itself and need no second scope.
    """

    _scoped_by: str | None = None

    def visible_to(self, actor: Actor) -> Self:
        """Only the rows this actor may see."""
        scoped = self.filter(visible_q(self.model, actor))
        scoped._scoped_by = f"actor {actor.name}"
        return scoped

    def unscoped(self, reason: str) -> Self:
        """Every row, for work that has no person behind it; the reason is for the reader."""
        if not reason:
            raise ValueError("unscoped() needs a reason")
        clone = self._chain()
        clone._scoped_by = reason
        return clone

    def _require_scope(self) -> None:
        if self._scoped_by or "instance" in self._hints or current_reason():
            return
        if self.query.is_empty():
            return
        raise UnscopedQuery(
            f"{self.model.__name__} queryset evaluated without visible_to(actor) "
            f"or unscoped(reason)"
        )

    def _clone(self) -> Self:
        clone = super()._clone()  # type: ignore[misc]
        clone._scoped_by = self._scoped_by
        return clone  # type: ignore[no-any-return]

    def _fetch_all(self) -> None:
        if self._result_cache is None:
            self._require_scope()
        super()._fetch_all()  # type: ignore[misc]

    def iterator(self, chunk_size: int | None = None) -> Iterator[M]:
        self._require_scope()
        return super().iterator(chunk_size)

    def count(self) -> int:
        self._require_scope()
        return super().count()

    def exists(self) -> bool:
        self._require_scope()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._require_scope()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        self._require_scope()
        return super().update(**kwargs)

    def _update(self, values: Any) -> int:
        # Model.save() comes this way through the base manager, on a row already held.
        return super()._update(values)  # type: ignore[misc, no-any-return]

    def delete(self) -> tuple[int, dict[str, int]]:
        self._require_scope()
        return super().delete()

    def explain(self, **kwargs: Any) -> str:
        self._require_scope()
        return super().explain(**kwargs)

    def bulk_update(
        self, objs: Iterable[M], fields: Collection[str], batch_size: int | None = None
    ) -> int:
        with everything("bulk_update writes rows the caller already holds"):
            return super().bulk_update(objs, fields, batch_size)

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        """As a subquery (`pk__in=queryset`) it must be scoped too."""
        self._require_scope()
        return super().resolve_expression(*args, **kwargs)  # type: ignore[misc]

    def _combinator_query(self, combinator: str, *others: Any, all: bool = False) -> Any:
        for part in (self, *others):
            part._require_scope()
        combined = super()._combinator_query(combinator, *others, all=all)  # type: ignore[misc]
        combined._scoped_by = combinator
        return combined


ScopedManager = models.Manager.from_queryset(ScopedQuerySet)


class ScopedModel(models.Model):
    """Base of every model whose rows not everybody may see."""

    objects = ScopedManager()

    class Meta:
        abstract = True

    def validate_unique(self, exclude: Collection[str] | None = None) -> None:
        with everything("uniqueness is a rule over all rows"):
            super().validate_unique(exclude)

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        with everything("constraints are rules over all rows"):
            super().validate_constraints(exclude)
