"""意见可见范围: the office reads all, everybody else what they wrote."""

from django.db.models import Q

from louyu.kernel.scope import Actor, policy
from louyu.portal.models import Feedback
from louyu.registers.organizations.models import Role


@policy(Feedback)
def feedback(actor: Actor) -> Q:
    return Q(pk__isnull=False) if actor.holds(Role.OFFICE) else Q(author_id=actor.user_id)
