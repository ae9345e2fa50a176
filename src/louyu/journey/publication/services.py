"""通报: drafting, editing, taking the figures again, recording the number."""

import hashlib

from django.db import IntegrityError, transaction

from louyu.engines.measures import Quarter
from louyu.journey.publication.models import Bulletin, BulletinKind, BulletinState
from louyu.journey.publication.snapshot import Snapshot, checksum
from louyu.journey.publication.taking import taken
from louyu.journey.publication.text import check, composed
from louyu.kernel.history import acting
from louyu.kernel.scope import Actor
from louyu.registers.places.models import Place


class BulletinRefused(Exception):
    """It cannot be done now; the message is a Chinese sentence for the person."""


def draft(*, quarter: Quarter, place: Place, actor: Actor, letterhead: bool = False) -> Bulletin:
    """The bulletin of this quarter and place; a new one takes the figures as they stand."""
    known = Bulletin.objects.visible_to(actor).filter(
        kind=BulletinKind.QUARTERLY, period=str(quarter), place=place
    )
    found = known.first()
    if found:
        return found
    snapshot = taken(quarter=quarter, place=place, actor=actor)
    data = snapshot.written()
    try:
        with transaction.atomic(), acting(actor, "bulletin_drafted"):
            return Bulletin.objects.create(
                kind=BulletinKind.QUARTERLY,
                period=str(quarter),
                place=place,
                data=data,
                checksum=checksum(data),
                text=composed(snapshot),
                letterhead=letterhead,
            )
    except IntegrityError:  # somebody drafted it this very moment
        return known.get()


def fingerprint(text: str) -> str:
    """Tells whether a text is still the one a person saw."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def edit(bulletin: Bulletin, *, text: str, seen: str, actor: Actor) -> None:
    """Words only; `TextRefused` when a figure is named that does not exist."""
    text = text.replace("\r\n", "\n").strip()
    with transaction.atomic(), acting(actor, "bulletin_edited"):
        row = _draft_again(bulletin)
        if seen != fingerprint(row.text):
            raise BulletinRefused("您打开本页之后，有人改过正文。请复制您的修改，刷新页面后再改。")
        check(text, Snapshot.read(row.data))
        row.text = text
        row.save(update_fields=["text"])


def retake(bulletin: Bulletin, *, actor: Actor) -> bool:
    """Take the figures again; an edited text keeps its words. True when a figure changed."""
    with transaction.atomic(), acting(actor, "bulletin_figures_taken"):
        row = _draft_again(bulletin)
        old = Snapshot.read(row.data)
        new = taken(quarter=row.quarter, place=row.place, actor=actor)
        if new == old:
            return False
        if row.text == composed(old):
            row.text = composed(new)
        check(row.text, new)
        row.data = new.written()
        row.checksum = checksum(row.data)
        row.save(update_fields=["data", "checksum", "text"])
        return True


def record_number(bulletin: Bulletin, *, number: str, actor: Actor) -> None:
    """发文字号, once: the registry gives it after issuing."""
    number = number.strip()
    if not number:
        raise BulletinRefused("请填写发文字号，例如 烟芝楼办〔2026〕3号。")
    with transaction.atomic(), acting(actor, "bulletin_number_recorded"):
        row = _locked(bulletin)
        if not row.is_issued or row.number:
            raise BulletinRefused("只有已签发、尚无字号的通报可以登记发文字号。")
        row.number = number
        row.save(update_fields=["number"])


def _draft_again(bulletin: Bulletin) -> Bulletin:
    row = _locked(bulletin)
    if row.state != BulletinState.DRAFT:
        raise BulletinRefused("只有拟稿中的通报可以修改。请先退回修改，或刷新页面查看最新状态。")
    return row


def _locked(bulletin: Bulletin) -> Bulletin:
    rows = Bulletin.objects.unscoped("the row was reached by its caller")
    return rows.select_for_update(of=("self",)).select_related("place").get(pk=bulletin.pk)
