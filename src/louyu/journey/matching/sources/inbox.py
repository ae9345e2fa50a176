"""接入待办: sources of which something is held back, missing or cannot be fetched."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from louyu.journey.matching.sources.health import waiting_pulls
from louyu.journey.matching.sources.models import FeedSource
from louyu.journey.matching.sources.scope import READERS
from louyu.kernel.inbox import Item, Source, register
from louyu.kernel.scope import Actor


def _rows(actor: Actor) -> QuerySet[FeedSource]:
    """The office's, and the providing body's own."""
    if not actor.holds(*READERS):
        return FeedSource.objects.none()
    today = timezone.localdate()
    active = Q(active_to=None) | Q(active_to__gte=today)
    waits = waiting_pulls(today).order_by().values("source")
    return FeedSource.objects.visible_to(actor).filter(active, pk__in=waits)


def _tell(source: Any) -> Item:
    return Item(
        title=f"数据接入待处理：{source.name}",
        link=source.get_absolute_url(),
        subject=str(source.provider),
        note="有数据被隔离、逾期未到或没有取到",
    )


register(Source("feeds", "数据接入", _rows, _tell, related=("provider",)))
