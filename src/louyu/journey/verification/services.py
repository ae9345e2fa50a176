"""核实: accepting many at once, or sending one back with the reason."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from louyu.journey.collection.models import Duty, Submission
from louyu.journey.collection.steps import accept_all, send_back
from louyu.journey.verification.models import Outcome, Review
from louyu.kernel.history import acting
from louyu.kernel.scope import Actor
from louyu.kernel.states import TransitionRefused

OWN = "其中有您自己提交的，请由另一人核实。"
GONE = "其中有的已由他人核实或退回，请刷新页面后重选。"


def latest(actor: Actor) -> QuerySet[Submission]:
    """Of every duty the last handing-in."""
    seen = Submission.objects.visible_to(actor).order_by()
    later = Submission.objects.unscoped("whether a seen one was followed").filter(
        duty=OuterRef("duty"), number__gt=OuterRef("number")
    )
    return seen.filter(~Exists(later))


def accept(*, duties: Collection[int], actor: Actor) -> int:
    """All of them or none; as sets, a street's whole month at once."""
    with transaction.atomic(), acting(actor, "collection_accepted"):
        found = _reviewable(duties, actor)
        accept_all(duties=duties, actor=actor)
        _write(found, Outcome.ACCEPTED, "", actor)
    return len(found)


def return_one(*, duty: Duty, reason: str, actor: Actor) -> None:
    with transaction.atomic(), acting(actor, "collection_returned", reason=reason):
        found = _reviewable([duty.pk], actor)
        send_back(duty=duty, reason=reason, actor=actor)
        _write(found, Outcome.RETURNED, reason.strip(), actor)


def _reviewable(duties: Collection[int], actor: Actor) -> list[Submission]:
    found = list(latest(actor).filter(duty__in=duties, review=None).select_related("duty"))
    if not duties or len(found) < len(set(duties)):
        raise TransitionRefused(GONE)
    if any(one.by_id == actor.user_id for one in found):
        raise TransitionRefused(OWN)
    return found


def _write(found: list[Submission], outcome: Outcome, reason: str, actor: Actor) -> None:
    assert actor.user_id is not None, "a look is a person's"
    Review.objects.bulk_create(
        Review(
            submission=one,
            outcome=outcome,
            reason=reason,
            by_id=actor.user_id,
            by_words=actor.name,
        )
        for one in found
    )
