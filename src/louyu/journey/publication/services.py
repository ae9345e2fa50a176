"""通报: drafting, correcting, editing, taking the figures again, recording the number."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from django.db import IntegrityError, transaction

from louyu.journey.publication.countersigning import choose
from louyu.journey.publication.models import Bulletin, BulletinKind, BulletinState
from louyu.journey.publication.sections import composed
from louyu.journey.publication.snapshot import Snapshot, checksum
from louyu.journey.publication.spans import Span
from louyu.journey.publication.taking import taken
from louyu.journey.publication.text import check
from louyu.kernel.history import acting
from louyu.kernel.scope import Actor
from louyu.registers.organizations.models import Organization
from louyu.registers.places.models import Place, PlaceLevel


class BulletinRefused(Exception):
    """It cannot be done now; the message is a Chinese sentence for the person."""


def draft(
    *, span: Span, place: Place, actor: Actor, letterhead: bool = False, ranked: bool = False
) -> Bulletin:
    """The bulletin of this span and place; a new one takes the figures as they stand."""
    kind = BulletinKind.of(span)
    known = Bulletin.objects.visible_to(actor).filter(
        kind=kind, period=str(span), place=place, corrects=None
    )
    found = known.first()
    if found:
        return found
    snapshot = taken(span=span, place=place, actor=actor, ranked=ranked)
    data = snapshot.written()
    try:
        with transaction.atomic(), acting(actor, "bulletin_drafted"):
            return Bulletin.objects.create(
                kind=kind,
                period=str(span),
                place=place,
                data=data,
                checksum=checksum(data),
                text=composed(snapshot),
                letterhead=letterhead,
                drafted_by_id=actor.user_id,
            )
    except IntegrityError:  # somebody drafted it this very moment
        return known.get()


def undrafted(span: Span, actor: Actor) -> Place | None:
    """The district whose bulletin of the quarter or month nobody has begun yet."""
    begun = Bulletin.objects.visible_to(actor).filter(period=str(span))
    return (
        Place.objects.filter(level=PlaceLevel.DISTRICT)
        .exclude(pk__in=begun.values("place"))
        .first()
    )


def correct(issued: Bulletin, *, actor: Actor) -> Bulletin:
    """更正: a new bulletin that names the issued one, which stays as it is."""
    with transaction.atomic(), acting(actor, "bulletin_correction_drafted"):
        row = locked(issued)
        if not row.is_issued:
            raise BulletinRefused("还没有签发的通报直接修改，不用更正。")
        made = Bulletin.objects.visible_to(actor).filter(corrects=row).first()
        if made:
            return made
        snapshot = replace(_taken_again(row, actor), corrects=_named(row))
        return Bulletin.objects.create(
            kind=row.kind,
            period=row.period,
            place=row.place,
            corrects=row,
            data=snapshot.written(),
            checksum=checksum(snapshot.written()),
            text=composed(snapshot),
            letterhead=row.letterhead,
            main_to=row.main_to,
            copy_to=row.copy_to,
            drafted_by_id=actor.user_id,
        )


def _taken_again(row: Bulletin, actor: Actor) -> Snapshot:
    """As the office chose when it was drafted."""
    ranked = Snapshot.read(row.data).ranked
    return taken(span=row.span, place=row.place, actor=actor, ranked=ranked)


def _named(bulletin: Bulletin) -> str:
    return f"《{bulletin}》" + (f"（{bulletin.number}）" if bulletin.number else "")


def in_force(bulletin: Bulletin) -> Bulletin:
    """The bulletin itself, or the last issued correction of it."""
    rows = Bulletin.objects.unscoped("corrections are read by whom the bulletin is read by")
    later = rows.filter(corrects=bulletin, state=BulletinState.ISSUED).first()
    return in_force(later) if later else bulletin


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
        new = replace(_taken_again(row, actor), corrects=old.corrects)
        if new == old:
            return False
        if row.text == composed(old):
            row.text = composed(new)
        check(row.text, new)
        row.data = new.written()
        row.checksum = checksum(row.data)
        row.save(update_fields=["data", "checksum", "text"])
        return True


def state_particulars(
    bulletin: Bulletin, *, fields: Mapping[str, Any], bodies: Collection[Organization], actor: Actor
) -> None:
    """发文要素 and the bodies to countersign, before anybody was asked."""
    with transaction.atomic(), acting(actor, "bulletin_particulars_stated"):
        row = locked(bulletin)
        if row.state not in (BulletinState.DRAFT, BulletinState.REVIEW):
            raise BulletinRefused("只有拟稿、核稿中的通报可以改发文要素。请先退回修改。")
        for name, value in fields.items():
            setattr(row, name, value)
        row.save(update_fields=list(fields))
        choose(row, bodies=bodies, actor=actor)


def record_number(bulletin: Bulletin, *, number: str, actor: Actor) -> None:
    """发文字号, once: the registry gives it after issuing."""
    number = number.strip()
    if not number:
        raise BulletinRefused("请填写发文字号，例如 烟芝楼办〔2026〕3号。")
    with transaction.atomic(), acting(actor, "bulletin_number_recorded"):
        row = locked(bulletin)
        if not row.is_issued or row.number:
            raise BulletinRefused("只有已签发、尚无字号的通报可以登记发文字号。")
        row.number = number
        row.save(update_fields=["number"])


def _draft_again(bulletin: Bulletin) -> Bulletin:
    row = locked(bulletin)
    if row.state != BulletinState.DRAFT:
        raise BulletinRefused("只有拟稿中的通报可以修改。请先退回修改，或刷新页面查看最新状态。")
    return row


def locked(bulletin: Bulletin) -> Bulletin:
    rows = Bulletin.objects.unscoped("the row was reached by its caller")
    return rows.select_for_update(of=("self",)).select_related("place").get(pk=bulletin.pk)
