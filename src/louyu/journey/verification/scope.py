"""核验可见范围: with the submission it is about; who may say of it that it is so."""

from django.db.models import Exists, OuterRef, Q

from louyu.journey.collection.models import Submission
from louyu.journey.verification.models import Review, Sample, SampledStay
from louyu.kernel.scope import Actor, policy
from louyu.registers.organizations.models import Role


@policy(Review)
def reviews(actor: Actor) -> Q:
    seen = Submission.objects.visible_to(actor).order_by()
    return Q(Exists(seen.filter(pk=OuterRef("submission"))))


@policy(Sample)
def samples(actor: Actor) -> Q:
    """A street its own, the office and the leaders all."""
    if actor.holds(Role.OFFICE, Role.LEADER):
        return Q(pk__isnull=False)
    return Q(place_id__in=actor.areas(Role.STREET))


@policy(SampledStay)
def sampled_stays(actor: Actor) -> Q:
    seen = Sample.objects.visible_to(actor).order_by()
    return Q(Exists(seen.filter(pk=OuterRef("sample"))))


def reviews_of(actor: Actor) -> Q:
    """The condition for duties this actor may accept or send back: a street its own alone,
    whatever else the person may read."""
    if actor.holds(Role.OFFICE):
        return Q(pk__isnull=False)
    return Q(place_id__in=actor.areas(Role.STREET))
