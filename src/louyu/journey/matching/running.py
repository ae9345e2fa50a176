"""比对: one run: where registrations are, who they are, what disagrees, what has changed.

It follows from what is stored alone: run again, after a kill as well, it comes to the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from louyu.journey.matching.changing import tell
from louyu.journey.matching.discrepancies.finding import found, picture
from louyu.journey.matching.discrepancies.keeping import keep
from louyu.journey.matching.following import follow
from louyu.journey.matching.models import Pairing
from louyu.journey.matching.pairing import pair
from louyu.journey.matching.registrations import lists_before, lists_in_force
from louyu.journey.matching.roster import seats
from louyu.journey.matching.siting import site
from louyu.journey.matching.summary.standing import take
from louyu.kernel.history import acting
from louyu.kernel.merging import hold
from louyu.kernel.scope import Actor

STEPS = ("落楼", "配对", "差异", "变动", "纳税情况")
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Ran:
    """How many of each."""

    seats: int
    registrations: int
    taken: int
    asked: int
    opened: int
    ended: int
    standing: int
    changes: int


def compare(actor: Actor, progress: Progress = lambda done, total, note: None) -> Ran:
    """Each step writes in a transaction of its own; run twice at once it comes to the same."""
    lists = lists_in_force()
    before = lists_before(lists)
    progress(0, len(STEPS), STEPS[0])
    site([*lists, *before])
    progress(1, len(STEPS), STEPS[1])
    roster = seats(timezone.localdate())
    pair(roster, lists)
    progress(2, len(STEPS), STEPS[2])
    with transaction.atomic(), acting(actor, "matched"):
        hold((Pairing,))
        now = picture(roster, lists)
        kept = keep(found(now), actor)
    progress(3, len(STEPS), STEPS[3])
    with transaction.atomic():
        changes = tell(now, before)
    progress(4, len(STEPS), STEPS[4])
    take(lists)
    follow(actor)
    return Ran(
        seats=len(roster),
        registrations=len(now.registrations),
        taken=len(now.taken),
        asked=len(now.asked),
        opened=kept.opened,
        ended=kept.ended,
        standing=kept.standing,
        changes=changes,
    )
