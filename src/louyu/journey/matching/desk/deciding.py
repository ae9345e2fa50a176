"""认定: one key says that two are one or are not; many at once above a score; each can be undone.

A verdict that two are one gives the roster the code it lacked: tax then reaches the building.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from louyu.journey.matching.models import Pairing, PairingVerdict, Registration
from louyu.journey.matching.registrations import FULL, in_force
from louyu.journey.matching.scope import DECIDERS
from louyu.kernel.history import acting
from louyu.kernel.scope import Actor
from louyu.registers.enterprises.models import Enterprise

GONE = "这一对已由他人认定，或名单已更新，请看下一对。"
TOLD = "enterprise", "registration"


class VerdictRefused(Exception):
    """Nothing was written; the message is a Chinese sentence for the person."""


def decide(
    *, pairs: Iterable[tuple[int, int]], is_same: bool, actor: Actor, batch: str = ""
) -> list[PairingVerdict]:
    """`pairs`: (pairing, registration) as the person saw them; all of them, or it is refused."""
    if not actor.holds(*DECIDERS):
        raise VerdictRefused("您的岗位不能认定。")
    seen = dict(pairs)
    with transaction.atomic(), acting(actor, "pair_decided"):
        rows = Pairing.objects.visible_to(actor).filter(pk__in=seen).order_by("pk")
        held = list(rows.select_for_update(of=("self",)).select_related(*TOLD))
        if not held or any(seen.get(one.pk) != one.registration_id for one in held):
            raise VerdictRefused(GONE)
        if len(held) < len(seen):
            raise VerdictRefused(GONE)
        verdicts = _said(held, is_same, actor, batch)
        if is_same:
            _learn_codes(held, verdicts)
        PairingVerdict.objects.bulk_create(verdicts)
        _settle(held, is_same, actor)
    return verdicts


def _said(held: Iterable[Pairing], is_same: bool, actor: Actor, batch: str) -> list[PairingVerdict]:
    return [
        PairingVerdict(
            enterprise=one.enterprise,
            subject=one.registration.subject,
            is_same=is_same,
            roster_words=_words(one.enterprise.name, one.enterprise.uscc or "")[:400],
            registry_words=_words(
                one.registration.name, one.registration.code, one.registration.address
            )[:600],
            score=one.score,
            evidence=one.evidence,
            batch=batch,
            by_id=actor.user_id,
            by_words=actor.name,
        )
        for one in held
    ]


def _words(*parts: str) -> str:
    return "，".join(part for part in parts if part)


def _learn_codes(held: Iterable[Pairing], verdicts: Iterable[PairingVerdict]) -> None:
    """Where the roster had none and no other enterprise bears it."""
    codes = {one.registration.code for one in held}
    borne = Enterprise.objects.unscoped("a code is borne once").filter(uscc__in=codes)
    taken = set(borne.values_list("uscc", flat=True))
    learnt = []
    for pairing, verdict in zip(held, verdicts, strict=True):
        code = pairing.registration.code
        if not pairing.enterprise.uscc and len(code) == FULL and code not in taken:
            taken.add(code)
            pairing.enterprise.uscc = verdict.wrote_code = code
            learnt.append(pairing.enterprise)
    Enterprise.objects.bulk_update(learnt, ["uscc"])


def _settle(held: list[Pairing], is_same: bool, actor: Actor) -> None:
    rows = Pairing.objects.unscoped("held above").filter(pk__in=[one.pk for one in held])
    if is_same:
        rows.update(
            state=Pairing.State.TAKEN,
            ground=Pairing.Ground.VERDICT,
            score=1,
            evidence=f"{actor.name}认定",
        )
    else:
        rows.delete()


def undo(*, verdicts: QuerySet[PairingVerdict], actor: Actor) -> int:
    """What they wrote goes, the pairs are asked about again; how many were taken back."""
    if not actor.holds(*DECIDERS):
        raise VerdictRefused("您的岗位不能撤销认定。")
    with transaction.atomic(), acting(actor, "pair_undone"):
        rows = verdicts.filter(undone_at=None).order_by("pk")
        held = list(rows.select_for_update(of=("self",)).select_related("enterprise"))
        if not held:
            raise VerdictRefused("这些认定已经撤销，请刷新页面查看。")
        forgotten = [one.enterprise for one in held if _still_borne(one)]
        for firm in forgotten:
            firm.uscc = None
        Enterprise.objects.bulk_update(forgotten, ["uscc"])
        every = PairingVerdict.objects.unscoped("held above")
        every.filter(pk__in=[one.pk for one in held]).update(
            undone_at=timezone.now(), undone_by_words=actor.name
        )
        _ask_again(held)
    return len(held)


def _still_borne(verdict: PairingVerdict) -> bool:
    return bool(verdict.wrote_code) and verdict.enterprise.uscc == verdict.wrote_code


def _ask_again(held: list[PairingVerdict]) -> None:
    registry = in_force(Registration.objects.unscoped("whom a taken-back verdict was about"))
    now = registry.filter(subject__in=[one.subject for one in held])
    of_subject = dict(now.order_by().values_list("subject", "pk"))
    firms = [one.enterprise_id for one in held]
    Pairing.objects.unscoped("asked about again").filter(enterprise__in=firms).delete()
    Pairing.objects.bulk_create(
        Pairing(
            enterprise_id=one.enterprise_id,
            registration_id=of_subject[one.subject],
            state=Pairing.State.ASKED,
            ground=Pairing.Ground.LIKENESS,
            score=one.score,
            evidence=one.evidence,
        )
        for one in held
        if one.subject in of_subject
    )
