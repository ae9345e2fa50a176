"""变更留痕: marks a model as tracked and says who is acting and what the act is called."""

from contextlib import AbstractContextManager
from typing import Any, TypeVar

import pghistory
from django.db import models

from louyu.kernel.scope.actor import Actor

M = TypeVar("M", bound=type[models.Model])


def tracked(model: M) -> M:
    """Keep every version of this model's rows; columns the database derives are left out."""
    derived = [f.name for f in model._meta.local_fields if isinstance(f, models.GeneratedField)]
    # Trackers are made anew per model: each one remembers the model it was given to.
    marked: M = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=derived,
    )(model)
    return marked


def acting(actor: Actor, event: str, **facts: Any) -> AbstractContextManager[Any]:
    """Everything changed inside belongs to this act, e.g. `roster_imported`."""
    context: AbstractContextManager[Any] = pghistory.context(
        user=actor.user_id, name=actor.name, event=event, **facts
    )
    return context
