"""核实: accepting many at once, or sending one back with the reason."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from louyu.journey.collection.models import Duty, Submission
from louyu.journey.collection.proposing import Proposal, propose
from louyu.journey.collection.steps import accept_all, send_back
from louyu.journey.verification.findings.blocking import in_the_way
from louyu.journey.verification.models import Outcome, Review
from louyu.journey.verification.scope import reviews_of
from louyu.kernel.history import acting
from louyu.kernel.scope import Actor
from louyu.kernel.states import TransitionRefused

OWN = "其中有您自己提交的，请由另一人核实。"
GONE = "其中有的在您打开页面之后又有变动，或不归您核实，请刷新页面、看过后再选。"


def latest(actor: Actor) -> QuerySet[Submission]:
    """Of every duty the last handing-in."""
    seen = Submission.objects.visible_to(actor).order_by()
    later = Submission.objects.unscoped("whether a seen one was followed").filter(
        duty=OuterRef("duty"), number__gt=OuterRef("number")
    )
    return seen.filter(~Exists(later))


def accept(*, looked_at: Mapping[int, int], actor: Actor) -> int:
    """All of them or none; as sets, a street's whole month at once.

    `looked_at`: duty → the version that was on the page: what came since was not seen.
    """
    with transaction.atomic(), acting(actor, "collection_accepted"):
        found = _reviewable(looked_at, actor)
        _nothing_blocks(found)
        accept_all(duties=looked_at.keys(), actor=actor)
        _write(found, Outcome.ACCEPTED, "", actor)
    return len(found)


def return_one(
    *, duty: Duty, version: int, reason: str, actor: Actor, proposals: Sequence[Proposal] = ()
) -> None:
    """Sent back with why; a proposal is what the street saw, for the liaison to confirm."""
    with transaction.atomic(), acting(actor, "collection_returned", reason=reason):
        found = _reviewable({duty.pk: version}, actor)
        send_back(duty=duty, reason=reason, actor=actor)
        _write(found, Outcome.RETURNED, reason.strip(), actor)
        propose(duty=duty, proposals=proposals)


def _reviewable(looked_at: Mapping[int, int], actor: Actor) -> list[Submission]:
    """The last handing-in of each, of duties locked until the end of the transaction."""
    rows = Duty.objects.visible_to(actor).filter(reviews_of(actor), pk__in=looked_at).order_by("pk")
    locked = dict(rows.select_for_update(of=("self",)).values_list("pk", "version"))
    found = list(latest(actor).filter(duty__in=locked, review=None).select_related("duty"))
    if not looked_at or locked != dict(looked_at) or len(found) < len(locked):
        raise TransitionRefused(GONE)
    if any(one.by_id == actor.user_id for one in found):
        raise TransitionRefused(OWN)
    return found


def _nothing_blocks(found: list[Submission]) -> None:
    """What cannot be so is mended before anybody says that it was looked at."""
    doubt = in_the_way(one.duty.building_id for one in found)
    if doubt:
        raise TransitionRefused(
            f"{doubt.label}：{doubt.words}，不可能如此，要先更正。请退回联络员，或更正后再核实。"
        )


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
