"""受限查询集: raises when it is evaluated, counted, aggregated or written without a scope."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Iterable, Iterator
from typing import Any, Self, TypeVar

from django.db import models

from louyu.kernel.scope.actor import Actor
from louyu.kernel.scope.policies import visible_q
from louyu.kernel.scope.query import ScopedQuery
from louyu.kernel.scope.unscoped import everything

M = TypeVar("M", bound=models.Model, covariant=True)


class ScopedQuerySet(models.QuerySet[M]):
    """A queryset that must say for whom it reads.

    Rows reached from an instance already seen (a related manager, a prefetch) carry that
    instance as a hint from Django itself and need no second scope.
    """

    def __init__(
        self,
        model: type[M] | None = None,
        query: Any = None,
        using: str | None = None,
        hints: dict[str, models.Model] | None = None,
    ) -> None:
        super().__init__(model, query or ScopedQuery(model), using, hints)

    def visible_to(self, actor: Actor) -> Self:
        """Only the rows this actor may see."""
        scoped = self.filter(visible_q(self.model, actor))
        scoped.query.scoped_by = f"actor {actor.name}"  # type: ignore[attr-defined]
        return scoped

    def unscoped(self, reason: str) -> Self:
        """Every row, for work that has no person behind it; the reason is for the reader."""
        if not reason:
            raise ValueError("unscoped() needs a reason")
        clone: Self = self._chain()  # type: ignore[attr-defined]
        clone.query.scoped_by = reason  # type: ignore[attr-defined]
        return clone

    def _add_hints(self, **hints: Any) -> None:
        super()._add_hints(**hints)  # type: ignore[misc]
        self._take_hints()

    def _take_hints(self) -> None:
        if "instance" in self._hints and not self.query.scoped_by:  # type: ignore[attr-defined]
            self.query.scoped_by = "an instance already seen"  # type: ignore[attr-defined]

    def _require_scope(self) -> None:
        self._take_hints()
        self.query.require_scope()  # type: ignore[attr-defined]

    def _fetch_all(self) -> None:
        if self._result_cache is None:
            self._require_scope()
        super()._fetch_all()

    def iterator(self, chunk_size: int | None = None) -> Iterator[M]:
        self._require_scope()
        return super().iterator(chunk_size)

    def aiterator(self, chunk_size: int = 2000) -> AsyncIterator[M]:
        self._require_scope()
        return super().aiterator(chunk_size)

    def raw(self, *args: Any, **kwargs: Any) -> Any:
        """Hand-written SQL cannot be scoped: it says so, or it does not run."""
        self._require_scope()
        return super().raw(*args, **kwargs)

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
        self, objs: Iterable[M], fields: Iterable[str], batch_size: int | None = None
    ) -> int:
        with everything("bulk_update writes rows the caller already holds"):
            return super().bulk_update(objs, tuple(fields), batch_size)

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        """As a subquery (`pk__in=queryset`) it must be scoped too."""
        self._require_scope()
        return super().resolve_expression(*args, **kwargs)

    def _combinator_query(self, combinator: str, *others: Any, all: bool = False) -> Any:
        for part in (self, *others):
            part._require_scope()
        return super()._combinator_query(combinator, *others, all=all)  # type: ignore[misc]

    def _merge_sanity_check(self, other: Any) -> None:
        """`visible | all` would hand the scope of the one to the rows of the other."""
        super()._merge_sanity_check(other)  # type: ignore[misc]
        self._require_scope()
        other._require_scope()


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
