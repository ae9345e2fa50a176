"""数据接入可见范围: the office, and a department what its own body provides.

The system administrator sees that a source works, no row and no attempt. Attempts of a guarded
kind tell of amounts: whoever lacks the clearance for the kind sees none of them.
"""

from django.db.models import Q

from louyu.journey.matching.sources.models import FeedSource, Pull
from louyu.kernel.intake import all_kinds, importer
from louyu.kernel.scope import Actor, policy
from louyu.kernel.scope.policies import NOTHING
from louyu.registers.organizations.models import Role

MANAGERS = (Role.OFFICE,)
READERS = (Role.OFFICE, Role.DEPARTMENT)
WATCHERS = (*READERS, Role.SYSTEM_ADMIN)
EVERY = Q(pk__isnull=False)


def _provided(actor: Actor, path: str) -> Q:
    if actor.holds(*MANAGERS):
        return EVERY
    own = actor.bodies(Role.DEPARTMENT)
    return Q(**{f"{path}provider_id__in": own}) if own else NOTHING


@policy(FeedSource)
def sources(actor: Actor) -> Q:
    return EVERY if actor.holds(Role.SYSTEM_ADMIN) else _provided(actor, "")


@policy(Pull)
def pulls(actor: Actor) -> Q:
    cleared = [kind.key for kind in all_kinds() if kind.cleared(actor)]
    return _provided(actor, "source__") & Q(source__kind__in=cleared)


def is_cleared(source: FeedSource, actor: Actor) -> bool:
    return importer(source.kind).cleared(actor)


def may_decide(source: FeedSource, actor: Actor) -> bool:
    """Release, discard or upload: who may import the kind, in the office or the providing body."""
    own = source.provider_id in actor.bodies(Role.DEPARTMENT)
    return (actor.holds(*MANAGERS) or own) and importer(source.kind).open_to(actor)
