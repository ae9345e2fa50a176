"""通报待办: what waits for 会签, for its comments to be dealt with, and for 签发."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from louyu.journey.publication.countersigning import asked_of
from louyu.journey.publication.models import Answer, Bulletin, BulletinState, Countersignature
from louyu.kernel.inbox import Item, Source, register
from louyu.kernel.scope import Actor
from louyu.registers.organizations.models import Role

# Counted on every page: each rule is narrower than the scope, which would ask it all again.
NARROWER = "whoever holds the role reads every bulletin"


def _unhandled(actor: Actor) -> QuerySet[Countersignature]:
    rows = Countersignature.objects.unscoped(NARROWER)
    if not actor.holds(Role.OFFICE):
        return rows.none()
    return rows.filter(
        answer=Answer.COMMENTED, handling="", bulletin__state=BulletinState.COUNTERSIGN
    )


def _in_review(actor: Actor) -> QuerySet[Bulletin]:
    rows = Bulletin.objects.unscoped(NARROWER)
    return rows.filter(state=BulletinState.REVIEW) if actor.holds(Role.OFFICE) else rows.none()


def _to_issue(actor: Actor) -> QuerySet[Bulletin]:
    """Everybody asked has answered, and every comment has been dealt with."""
    rows = Bulletin.objects.unscoped(NARROWER)
    if not actor.holds(Role.LEADER):
        return rows.none()
    asked = Countersignature.objects.unscoped(NARROWER).filter(bulletin=OuterRef("pk"))
    open_ones = asked.filter(answer=Answer.WAITING) | asked.filter(
        answer=Answer.COMMENTED, handling=""
    )
    ready = rows.filter(state__in=(BulletinState.REVIEW, BulletinState.COUNTERSIGN))
    return ready.exclude(Exists(open_ones))


def _asked(row: Any) -> Item:
    return Item(
        title=f"请会签：{row.bulletin}",
        link=row.bulletin.get_absolute_url(),
        subject=str(row.organization),
    )


def _comment(row: Any) -> Item:
    return Item(
        title=f"会签意见待处理：{row.bulletin}",
        link=row.bulletin.get_absolute_url(),
        subject=str(row.organization),
    )


def _bulletin(words: str) -> Any:
    return lambda row: Item(title=f"{words}：{row}", link=row.get_absolute_url())


_OF = ("bulletin__place", "organization")
register(Source("countersign", "会签", asked_of, _asked, related=_OF))
register(Source("countersign-comments", "会签意见", _unhandled, _comment, related=_OF))
register(
    Source("bulletins-review", "通报核稿", _in_review, _bulletin("请核稿"), related=("place",))
)
register(Source("bulletins-issue", "通报签发", _to_issue, _bulletin("请签发"), related=("place",)))
