"""可选项: which rows a form or filter may offer; always within what the actor may see."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model, QuerySet

from louyu.kernel.resource.declaration import Resource
from louyu.kernel.scope import Actor, ScopedModel

Limit = Callable[[Actor], QuerySet[Any]]
_limits: dict[tuple[str, str], Limit] = {}


def limit_choices(key: str, column: str, limit: Limit) -> None:
    """Narrow what may be written into one column, e.g. places to the actor's own areas."""
    _limits[key, column] = limit


def visible_rows(model: type[Model], actor: Actor) -> QuerySet[Any]:
    """Rows of a model without scope, such as places, are public."""
    if issubclass(model, ScopedModel):
        return model.objects.visible_to(actor)
    return model._default_manager.all()


def writable(resource: Resource, name: str, actor: Actor) -> QuerySet[Any]:
    """What this actor may write into a reference."""
    limit = _limits.get((resource.key, name))
    return limit(actor) if limit else visible_rows(resource.target_of(name), actor)


def occurring(resource: Resource, name: str, actor: Actor) -> QuerySet[Any]:
    """For a filter: the related rows that occur among the rows this actor sees."""
    field = resource.field_of(resource.by_name[name])
    rows = visible_rows(resource.model, actor).order_by()
    targets = visible_rows(resource.target_of(name), actor)
    return targets.filter(pk__in=rows.values(field.attname))
