"""楼名门牌建议: what addresses teach, kept until a person answers."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from louyu.engines.addresses import Proposal
from louyu.journey.matching.models import NameProposal
from louyu.kernel.history import acting
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import BuildingAlias, DoorNumber

WHOLE = "what addresses teach is the same whoever asks"
KEY = ("building_id", "name", "road", "number")


class AnswerRefused(Exception):
    """The message is a Chinese sentence that says what to do."""


def propose(learnt: Iterable[Proposal]) -> None:
    """What is learnt now; an open one that is not learnt any more goes, an answered one stays."""
    rows = NameProposal.objects.unscoped(WHOLE)
    now = {}
    for one in learnt:
        road, number = one.door or ("", "")
        key = (one.house, one.name[:80], road[:60], number[:30])
        now[key] = {"count": one.count, "example": one.example[:300]}
    known = {tuple(getattr(row, name) for name in KEY): row for row in rows.order_by("pk")}
    rows.filter(answer="", pk__in=[known[key].pk for key in known.keys() - now.keys()]).delete()
    new = [
        NameProposal(**dict(zip(KEY, key, strict=True)), **now[key])
        for key in sorted(now.keys() - known.keys(), key=str)
    ]
    NameProposal.objects.bulk_create(new, ignore_conflicts=True)


def answer(*, proposal: NameProposal, take: bool, actor: Actor) -> None:
    """Taken, the building bears the name or has the door from now on."""
    with transaction.atomic(), acting(actor, "name_proposal_answered"):
        rows = NameProposal.objects.visible_to(actor).order_by()
        held = rows.select_for_update(of=("self",)).get(pk=proposal.pk)
        if held.answer:
            raise AnswerRefused("这条建议已经办理，请刷新页面查看。")
        if take and held.name:
            BuildingAlias.objects.unscoped("named by what it teaches").get_or_create(
                building=held.building, name=held.name
            )
        elif take:
            DoorNumber.objects.unscoped("named by what it teaches").get_or_create(
                building=held.building, road=held.road, number=held.number
            )
        held.answer = NameProposal.Answer.TAKEN if take else NameProposal.Answer.REFUSED
        held.by_words, held.at = actor.name, timezone.now()
        held.save()
