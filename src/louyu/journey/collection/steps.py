"""月度更新的下一步: what a later stage decides about duties; told by calling these."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from louyu.journey.collection.models import Duty, DutyState, Reopening
from louyu.journey.collection.opening import OPENERS
from louyu.journey.collection.workflow import FLOW
from louyu.kernel.editing.sentences import broken_rule
from louyu.kernel.history import acting
from louyu.kernel.scope import Actor
from louyu.kernel.states import TransitionRefused

LONGEST_REASON = 200
LONGEST_REOPENING = timedelta(days=31)
IS_CLOSED = "这个月已经结束。要补报或更正的，请区楼宇办批准补报后再办。"


@contextmanager
def in_an_open_month() -> Iterator[None]:
    """What the database refuses since the month is closed, told as a sentence."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if broken_rule(error) == "collection_month_is_open":
            raise TransitionRefused(IS_CLOSED) from None
        raise


def accept_all(*, duties: Collection[int], actor: Actor) -> None:
    rows = Duty.objects.visible_to(actor).filter(pk__in=duties)
    with in_an_open_month():
        FLOW.take_all(rows, "accept", actor=actor, version=F("version") + 1, why="")


def send_back(*, duty: Duty, reason: str, actor: Actor) -> None:
    _one(duty, "return", reason, actor)


def exempt(*, duty: Duty, reason: str, actor: Actor) -> None:
    """Nothing is due from this building this month; the rate counts it no more, and says so."""
    _one(duty, "exempt", reason, actor)


def ask_again(*, duty: Duty, actor: Actor) -> None:
    _one(duty, "ask-again", "", actor)


def reopen(*, duty: Duty, until: date, reason: str, actor: Actor) -> Reopening:
    """补报: the building may be handed in and looked at until `until`, then no more.

    What was accepted is to be handed in anew.
    """
    if not actor.holds(*OPENERS) or actor.user_id is None:
        raise TransitionRefused("补报由区楼宇办批准。")
    today, why = timezone.localdate(), _reason(reason)
    if not why:
        raise TransitionRefused("批准补报需要填写理由。")
    if not today <= until <= today + LONGEST_REOPENING:
        raise TransitionRefused("补报截止日期应在今天起 31 天之内。")
    with transaction.atomic(), acting(actor, "collection_reopened", reason=why):
        opened = Reopening.objects.create(
            duty=duty, until=until, why=why, by_id=actor.user_id, by_words=actor.name
        )
        if duty.state == DutyState.ACCEPTED:
            _one(duty, "take-up-again", why, actor)
    return opened


def _one(duty: Duty, name: str, reason: str, actor: Actor) -> None:
    rows = Duty.objects.visible_to(actor).filter(pk=duty.pk)
    why = _reason(reason)
    with in_an_open_month():
        FLOW.take_all(rows, name, actor=actor, reason=why, version=F("version") + 1, why=why)


def _reason(text: str) -> str:
    text = text.strip()
    if len(text) > LONGEST_REASON:
        raise TransitionRefused(f"理由最多 {LONGEST_REASON} 字，请写短一些。")
    return text
