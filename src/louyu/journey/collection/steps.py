"""月度更新的下一步: what a later stage decides about duties; told by calling these."""

from collections.abc import Collection

from django.db.models import F

from louyu.journey.collection.models import Duty
from louyu.journey.collection.workflow import FLOW
from louyu.kernel.scope import Actor


def accept_all(*, duties: Collection[int], actor: Actor) -> None:
    rows = Duty.objects.visible_to(actor).filter(pk__in=duties)
    FLOW.take_all(rows, "accept", actor=actor, version=F("version") + 1, why="")


def send_back(*, duty: Duty, reason: str, actor: Actor) -> None:
    _one(duty, "return", reason, actor)


def exempt(*, duty: Duty, reason: str, actor: Actor) -> None:
    """Nothing is due from this building this month; the rate counts it no more, and says so."""
    _one(duty, "exempt", reason, actor)


def ask_again(*, duty: Duty, actor: Actor) -> None:
    _one(duty, "ask-again", "", actor)


def _one(duty: Duty, name: str, reason: str, actor: Actor) -> None:
    rows = Duty.objects.visible_to(actor).filter(pk=duty.pk)
    why = reason.strip()
    FLOW.take_all(rows, name, actor=actor, reason=why, version=F("version") + 1, why=why)
