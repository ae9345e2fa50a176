"""可见规则: one function per model and source of visibility; several are OR-ed together."""

from collections.abc import Callable

from django.db.models import Model, Q

from louyu.kernel.scope.actor import Actor

Policy = Callable[[Actor], Q]
_policies: dict[type[Model], list[Policy]] = {}

NOTHING = Q(pk__in=[])


def policy(model: type[Model]) -> Callable[[Policy], Policy]:
    """Declare who sees rows of `model`; a later app may widen it with a policy of its own."""

    def register(function: Policy) -> Policy:
        _policies.setdefault(model, []).append(function)
        return function

    return register


def visible_q(model: type[Model], actor: Actor) -> Q:
    """The condition for rows of `model` that `actor` may see; no policy means no rows."""
    condition = NOTHING
    for function in _policies.get(model, ()):
        condition |= function(actor)
    return condition
