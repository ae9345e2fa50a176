"""签发: the figures are checked once more, their months frozen, the files kept."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

from django.utils import timezone

from louyu.engines.documents import Document
from louyu.journey.publication.audiences import Audience
from louyu.journey.publication.countersigning import refuse_while_open
from louyu.journey.publication.letterheads import head_on
from louyu.journey.publication.models import Bulletin, Edition
from louyu.journey.publication.printing import Dress, document
from louyu.journey.publication.snapshot import Snapshot, checksum
from louyu.journey.publication.taking import taken
from louyu.journey.statistics.queries import is_computed
from louyu.journey.statistics.services import freeze
from louyu.kernel.files.services import store
from louyu.kernel.scope import Actor
from louyu.kernel.states import TransitionRefused

OUTDATED = "起草之后有月份重新计算过，数字已有变化。请退回修改，重新取数后再签发。"


def issue(bulletin: Bulletin, *, actor: Actor, **_: Any) -> None:
    """Runs inside the transition; what it changes is saved there."""
    refuse_while_open(bulletin)
    frozen = Snapshot.read(bulletin.data)
    # First of all: whoever computes one of these months meanwhile fails, not this.
    # A month known from a typed figure alone was never computed: there is nothing to freeze.
    computed = [month for month in frozen.months() if is_computed(month)]
    freeze(periods=computed, reason=f"{bulletin}已签发", actor=actor)
    now = taken(span=bulletin.span, place=bulletin.place, actor=actor, ranked=frozen.ranked)
    # What the registers said when it was drafted is told as of its last day and stays.
    if replace(now, corrects=frozen.corrects, work=frozen.work) != frozen:
        raise TransitionRefused(OUTDATED)
    bulletin.issued_by_id, bulletin.issued_at = actor.user_id, timezone.now()
    if bulletin.reviewed_by_id is None:  # whoever issues what was not countersigned has read it
        bulletin.reviewed_by_id = actor.user_id
    head = head_on(timezone.localdate(bulletin.issued_at))
    bulletin.data = replace(frozen, head=head).written()
    bulletin.checksum = checksum(bulletin.data)
    bulletin.file = store(
        name=f"{bulletin}.docx", chunks=[render(bulletin)], owner_id=actor.user_id
    )
    keep_editions(bulletin, owner_id=actor.user_id)


def keep_editions(bulletin: Bulletin, *, owner_id: int | None) -> None:
    """The public edition, PDFs and workbooks are kept as on the day of issuing.

    A server without Chinese fonts issues without PDFs: the Word file is the one that counts.
    """
    made = {(Audience.PUBLIC, "docx"): render(bulletin, Audience.PUBLIC)}
    for audience in (Audience.INTERNAL, Audience.PUBLIC):
        made[audience, "xlsx"] = render_workbook(bulletin, audience)
    with suppress(PdfRefused):
        for audience in (Audience.INTERNAL, Audience.PUBLIC):
            made[audience, "pdf"] = render_pdf(bulletin, audience)
    for (audience, ending), content in made.items():
        edition = f"（{audience.label}）" if audience is Audience.PUBLIC else ""
        kept = store(name=f"{bulletin}{edition}.{ending}", chunks=[content], owner_id=owner_id)
        Edition.objects.create(bulletin=bulletin, audience=audience, ending=ending, file=kept)


def signed_document(bulletin: Bulletin, audience: Audience = Audience.INTERNAL) -> Document:
    """As the stored figures and text give it; a draft has no day and today's letterhead."""
    snapshot = Snapshot.read(bulletin.data)
    day = timezone.localdate(bulletin.issued_at) if bulletin.issued_at else None
    if day is None:
        snapshot = replace(snapshot, head=head_on(timezone.localdate()))
    dress = Dress(
        day,
        bulletin.letterhead,
        bulletin.main_to,
        bulletin.copy_to,
        bulletin.secrecy,
        bulletin.get_urgency_display() if bulletin.urgency else "",
    )
    return document(snapshot, bulletin.text, dress, audience)


def render(bulletin: Bulletin, audience: Audience = Audience.INTERNAL) -> bytes:
    return as_word(signed_document(bulletin, audience))


def as_word(document: Document) -> bytes:
    # Loaded here: pages that show a bulletin do without the libraries that write Word files.
    from louyu.engines.documents.word import word

    return word(document)


def render_workbook(bulletin: Bulletin, audience: Audience = Audience.INTERNAL) -> bytes:
    from louyu.journey.publication.workbook import workbook

    return workbook(signed_document(bulletin, audience))


class PdfRefused(Exception):
    """No PDF on this server; the message says what to do."""


def render_pdf(bulletin: Bulletin, audience: Audience = Audience.INTERNAL) -> bytes:
    return as_pdf(signed_document(bulletin, audience))


def as_pdf(document: Document) -> bytes:
    from louyu.engines.documents.pdf import FontsMissing, pdf

    try:
        return pdf(document)
    except FontsMissing as missing:
        raise PdfRefused(str(missing)) from None


def pdf_notice() -> str:
    """Which fonts a PDF made here does without, or why there is none."""
    from louyu.engines.documents.pdf import FontsMissing, notice

    try:
        return notice()
    except FontsMissing as missing:
        return str(missing)
