"""提醒可见范围: one's own, and for the office and the street those about their buildings."""

from django.db.models import Exists, OuterRef, Q

from louyu.journey.collection.models import Duty
from louyu.journey.collection.reminders.models import Contact, Reminder
from louyu.journey.collection.workflow import REVIEWERS
from louyu.kernel.scope import Actor, policy


@policy(Contact)
def own_address(actor: Actor) -> Q:
    return Q(user_id=actor.user_id) if actor.user_id else Q(pk__in=[])


@policy(Reminder)
def reminders(actor: Actor) -> Q:
    own = Q(user_id=actor.user_id) if actor.user_id else Q(pk__in=[])
    if not actor.holds(*REVIEWERS):
        return own
    seen = Duty.objects.visible_to(actor).order_by()
    return own | Q(Exists(seen.filter(pk=OuterRef("duty"))))
