"""保存的筛选的可见范围: whoever saved it."""

from django.db.models import Q

from louyu.kernel.scope import Actor, policy
from louyu.kernel.views.models import SavedView


@policy(SavedView)
def own_views(actor: Actor) -> Q:
    return Q(owner_id=actor.user_id) if actor.user_id else Q(pk__in=[])
