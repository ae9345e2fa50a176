"""通报事件: issued bulletins among the events marked on trends."""

from django.db.models import F

from louyu.journey.publication.models import Bulletin, BulletinState
from louyu.journey.statistics.annotations import (
    Rows,
    Source,
    Span,
    of_district_or,
    register,
    told,
)
from louyu.journey.statistics.subjects import Subject
from louyu.kernel.scope import Actor


def _issued(actor: Actor, subject: Subject, span: Span) -> Rows:
    rows = Bulletin.objects.visible_to(actor).filter(
        of_district_or(subject), state=BulletinState.ISSUED, issued_at__date__range=span
    )
    return told(rows, on="issued_at__date", who=F("period"), at=F("place__name"), row="id")


register(Source("bulletin", _issued, lambda who, at, size: f"{at}{who}通报签发", "bulletin"))
