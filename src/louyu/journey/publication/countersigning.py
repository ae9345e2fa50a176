"""会签: which bodies are asked, what each of them says, and what becomes of a comment.

They are asked all at once, when 核稿 is done; each sees the bulletin from then on.
"""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from louyu.journey.publication.models import Answer, Bulletin, BulletinState, Countersignature
from louyu.kernel.history import acting
from louyu.kernel.scope import Actor
from louyu.kernel.states import TransitionRefused
from louyu.registers.organizations.models import Organization, OrganizationKind, Role

ASKABLE = (OrganizationKind.DEPARTMENT, OrganizationKind.SUBDISTRICT, OrganizationKind.PARK)
PLACED = (OrganizationKind.SUBDISTRICT, OrganizationKind.PARK)
_UNTOLD: dict[str, Any] = {
    "answer": Answer.WAITING,
    "opinion": "",
    "handling": "",
    "signed_by": None,
    "signed_at": None,
}


class CountersigningRefused(Exception):
    """It cannot be done now; the message is a Chinese sentence for the person."""


def of_own_bodies(actor: Actor, prefix: str = "organization") -> Q:
    """Rows whose body this actor acts for; a street's staff act for the street."""
    placed = {f"{prefix}__kind__in": PLACED, f"{prefix}__place_id__in": actor.areas(Role.STREET)}
    return Q(**{f"{prefix}_id__in": actor.bodies(Role.DEPARTMENT)}) | Q(**placed)


def asked_of(actor: Actor) -> QuerySet[Countersignature]:
    """What waits for this actor's bodies."""
    rows = Countersignature.objects.unscoped("whose turn it is, is narrower than who reads it")
    waiting = Q(answer=Answer.WAITING, bulletin__state=BulletinState.COUNTERSIGN)
    return rows.filter(waiting, of_own_bodies(actor))


def askable(actor: Actor) -> QuerySet[Organization]:
    bodies = Organization.objects.visible_to(actor).filter(kind__in=ASKABLE, end=None)
    return bodies.order_by("kind", "name")


def of(bulletin: Bulletin) -> list[Countersignature]:
    rows = Countersignature.objects.unscoped("the bulletin was reached by its reader")
    return list(rows.filter(bulletin=bulletin).select_related("organization", "signed_by"))


def own_rows(bulletin: Bulletin, actor: Actor) -> list[Countersignature]:
    """A body reads what it said itself, not what others said."""
    rows = Countersignature.objects.unscoped("narrower than the bulletin's readers")
    return list(rows.filter(of_own_bodies(actor), bulletin=bulletin))


def choose(bulletin: Bulletin, *, bodies: Collection[Organization], actor: Actor) -> None:
    """The bodies to be asked, before anybody is asked; the caller holds the bulletin."""
    known = Countersignature.objects.unscoped("of a locked bulletin").filter(bulletin=bulletin)
    with acting(actor, "countersigners_chosen"):
        known.exclude(organization__in=bodies).delete()
        held = set(known.values_list("organization_id", flat=True))
        Countersignature.objects.bulk_create(
            Countersignature(bulletin=bulletin, organization=body)
            for body in bodies
            if body.pk not in held
        )


def start_again(bulletin: Bulletin, **_: Any) -> None:
    """A text that goes to 核稿 anew has been agreed to by nobody."""
    rows = Countersignature.objects.unscoped("inside the transition").filter(bulletin=bulletin)
    rows.exclude(answer=Answer.WAITING).update(asked_at=None, **_UNTOLD)


def ask(bulletin: Bulletin, *, actor: Actor, **_: Any) -> None:
    """Runs inside the transition: 核稿 is done, every body is asked."""
    rows = Countersignature.objects.unscoped("inside the transition").filter(bulletin=bulletin)
    if not rows.update(asked_at=timezone.now(), **_UNTOLD):
        raise TransitionRefused("还没有选会签单位。请在“发文要素”里选择，或不经会签直接签发。")
    bulletin.reviewed_by_id = actor.user_id


def refuse_while_open(bulletin: Bulletin) -> None:
    waiting = [row for row in of(bulletin) if row.is_open]
    if waiting:
        names = "、".join(str(row.organization) for row in waiting)
        raise TransitionRefused(f"会签还没有完成：{names}。会签完成、意见处理好以后才能签发。")


def answer(row: Countersignature, *, agrees: bool, opinion: str, actor: Actor) -> None:
    opinion = opinion.strip()
    if not agrees and not opinion:
        raise CountersigningRefused("有意见的，请把意见写出来。")
    with transaction.atomic(), acting(actor, "bulletin_countersigned"):
        bulletin = _locked(row.bulletin)
        asked = asked_of(actor).filter(pk=row.pk).first()
        if bulletin.state != BulletinState.COUNTERSIGN or asked is None:
            raise CountersigningRefused("这份通报现在不等您单位会签。请刷新页面查看最新状态。")
        asked.answer = Answer.AGREED if agrees else Answer.COMMENTED
        asked.opinion, asked.signed_by_id = opinion, actor.user_id
        asked.signed_at = timezone.now()
        asked.save()


def handle(row: Countersignature, *, handling: str, actor: Actor) -> None:
    """What the office has done with a comment, with the body's consent."""
    handling = handling.strip()
    if not handling:
        raise CountersigningRefused("请写明意见怎样处理，例如“已与该单位协商一致，不改”。")
    with transaction.atomic(), acting(actor, "countersignature_handled"):
        bulletin = _locked(row.bulletin)
        held = Countersignature.objects.unscoped("of a locked bulletin").get(pk=row.pk)
        if bulletin.state != BulletinState.COUNTERSIGN or held.answer != Answer.COMMENTED:
            raise CountersigningRefused("这条会签没有待处理的意见。请刷新页面查看最新状态。")
        held.handling = handling
        held.save()


def _locked(bulletin: Bulletin) -> Bulletin:
    rows = Bulletin.objects.unscoped("the row was reached by its caller")
    return rows.select_for_update(of=("self",)).get(pk=bulletin.pk)
