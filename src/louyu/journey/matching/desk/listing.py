"""认定台的内容: the pair that is next, what waits behind it, what was said lately."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from louyu.journey.matching.models import Pairing, PairingVerdict
from louyu.kernel.scope import Actor
from louyu.registers.occupancy.models import Occupancy

PER_PAGE = 20
LATELY = 30
# Above it a batch is offered; each pair of it is listed before it is taken.
LIKELY = Decimal("0.9")


@dataclass(frozen=True)
class Asked:
    """Read from the address: which list, which pair, from which on."""

    view: str
    after: int
    pair: int

    @classmethod
    def read(cls, given: QueryDict) -> Asked:
        view = given.get("view", "")
        return cls(
            view=view if view in VIEWS else "asked",
            after=_number(given.get("after", "")),
            pair=_number(given.get("pair", "")),
        )


VIEWS = {"asked": "待认定", "machine": "机器认定", "said": "已认定"}


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 16 else 0


@dataclass(frozen=True)
class Desk:
    asked: Asked
    counts: dict[str, int]
    current: Pairing | None
    page: Any
    likely: int


def desk(actor: Actor, given: QueryDict) -> Desk:
    asked = Asked.read(given)
    waiting = _pairs(actor).filter(state=Pairing.State.ASKED)
    machine = _pairs(actor).filter(state=Pairing.State.TAKEN, ground=Pairing.Ground.LIKENESS)
    said = PairingVerdict.objects.visible_to(actor)
    standing = said.filter(undone_at=None)
    shown: QuerySet[Any] = {"asked": waiting, "machine": machine}.get(asked.view, said)
    page: Any = Paginator(shown, PER_PAGE).get_page(given.get("page"))
    return Desk(
        asked=asked,
        counts={
            "asked": waiting.count(),
            "machine": machine.count(),
            "said": standing.count(),
        },
        current=_current(waiting, asked) if asked.view == "asked" else None,
        page=page,
        likely=waiting.filter(score__gte=LIKELY).count(),
    )


def _pairs(actor: Actor) -> QuerySet[Pairing]:
    """The likeliest first: those are told fastest."""
    today = timezone.localdate()
    stays = Occupancy.objects.visible_to(actor).filter(during__contains=today)
    seats = stays.select_related("building").prefetch_related("unit_links__unit")
    rows = Pairing.objects.visible_to(actor).select_related(
        "enterprise", "registration__building", "registration__delivery__provider"
    )
    return rows.prefetch_related(
        Prefetch("enterprise__occupancies", seats, to_attr="seats")
    ).order_by("-score", "pk")


def _current(waiting: QuerySet[Pairing], asked: Asked) -> Pairing | None:
    """The one asked for, else the next one behind the last that was looked at."""
    if asked.pair:
        return waiting.filter(pk=asked.pair).first()
    behind = waiting.filter(pk=asked.after).first() if asked.after else None
    if behind is not None:
        rest = waiting.filter(Q(score__lt=behind.score) | Q(score=behind.score, pk__gt=behind.pk))
        return rest.first() or waiting.exclude(pk=behind.pk).first()
    return waiting.first()


def likely(actor: Actor) -> QuerySet[Pairing]:
    """What one batch takes: those above the score, the likeliest first."""
    return _pairs(actor).filter(state=Pairing.State.ASKED, score__gte=LIKELY)[:200]
