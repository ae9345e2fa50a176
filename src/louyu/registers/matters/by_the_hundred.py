"""成批的事项: threads that an app opens and ends by itself, as sets; see MatterKind.listed_apart.

Who may do so, and the page that shows them, belong to the app.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from louyu.kernel.history import acting
from louyu.kernel.scope import Actor
from louyu.registers.matters.calendar import working_days_after
from louyu.registers.matters.kinds import MatterKind
from louyu.registers.matters.models import Act, Level, Matter, MatterState, MatterStep

SETTLED = "the app that opened them ends them"


@dataclass(frozen=True)
class Opening:
    """One thread to open, with the street of `place`: its owner until it is handed on."""

    title: str
    text: str
    building: int
    place: int
    enterprise: int | None


def open_many(kind: MatterKind, openings: Sequence[Opening], actor: Actor) -> list[int]:
    """Numbers of the new threads, in the order of the openings."""
    due = working_days_after(timezone.localdate(), kind.days)
    matters = [
        Matter(
            kind=kind.key,
            title=one.title[:100],
            building_id=one.building,
            enterprise_id=one.enterprise,
            place_id=one.place,
            level=Level.STREET,
            due=due,
        )
        for one in openings
    ]
    with acting(actor, "matter_opened"):
        made = Matter.objects.bulk_create(matters)
        _tell(made, Act.OPENED, [one.text for one in openings], actor)
    return [one.pk for one in made]


def conclude(matters: Iterable[int], text: str, actor: Actor) -> int:
    """Ended with this answer, whoever has them now; those that are over stay as they are."""
    rows = Matter.objects.unscoped(SETTLED).filter(pk__in=list(matters))
    open_now = rows.exclude(state=MatterState.CLOSED).order_by("pk")
    with acting(actor, "matter_closed", reason=text):
        held = list(open_now.select_for_update(of=("self",)))
        _tell(held, Act.CLOSED, [text] * len(held), actor)
        numbers = [one.pk for one in held]
        rows.filter(pk__in=numbers).update(state=MatterState.CLOSED, closed_at=timezone.now())
    return len(held)


def _tell(matters: Sequence[Matter], act: Act, texts: Sequence[str], actor: Actor) -> None:
    MatterStep.objects.bulk_create(
        MatterStep(matter=matter, act=act, by_id=actor.user_id, by_words=actor.name, text=text)
        for matter, text in zip(matters, texts, strict=True)
    )
