"""权限范围: who sees which rows. An unscoped query on a scoped model raises.

The policies themselves live in each app's scope.py, declared with `policy`.
"""

from louyu.kernel.scope.actor import Actor, Duty
from louyu.kernel.scope.models import ScopedManager, ScopedModel, ScopedQuerySet
from louyu.kernel.scope.policies import policy, visible_q
from louyu.kernel.scope.unscoped import UnscopedQuery, everything

__all__ = [
    "Actor",
    "Duty",
    "ScopedManager",
    "ScopedModel",
    "ScopedQuerySet",
    "UnscopedQuery",
    "everything",
    "policy",
    "visible_q",
]
