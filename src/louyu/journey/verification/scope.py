"""核验可见范围: with the submission it is about."""

from django.db.models import Exists, OuterRef, Q

from louyu.journey.collection.models import Submission
from louyu.journey.verification.models import Review
from louyu.kernel.scope import Actor, policy


@policy(Review)
def reviews(actor: Actor) -> Q:
    seen = Submission.objects.visible_to(actor).order_by()
    return Q(Exists(seen.filter(pk=OuterRef("submission"))))
