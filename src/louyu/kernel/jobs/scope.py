"""作业可见范围: whoever started it."""

from django.db.models import Q

from louyu.kernel.jobs.models import Job
from louyu.kernel.scope import Actor, policy


@policy(Job)
def own_jobs(actor: Actor) -> Q:
    return Q(owner_id=actor.user_id) if actor.user_id else Q(pk__in=[])
