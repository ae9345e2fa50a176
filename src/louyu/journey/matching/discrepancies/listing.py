"""差异清单的内容: what one reader sees of the discrepancies, narrowed by what they asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import QueryDict

from louyu.journey.matching.kinds import DiscrepancyKind
from louyu.journey.matching.models import Closing, Discrepancy
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Building
from louyu.registers.places.models import Place

PER_PAGE = 30


def number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 10 else None


@dataclass(frozen=True)
class Asked:
    """Read from the address; what does not fit is as if it were not asked."""

    closed: bool
    kind: str
    place: int | None
    building: int | None

    @classmethod
    def read(cls, given: QueryDict) -> Asked:
        kind = given.get("kind", "")
        return cls(
            closed=given.get("state") == "closed",
            kind=kind if kind in DiscrepancyKind.values else "",
            place=number(given.get("place", "")),
            building=number(given.get("building", "")),
        )

    @property
    def narrows(self) -> bool:
        return bool(self.kind or self.place or self.building)


@dataclass(frozen=True)
class Listing:
    asked: Asked
    page: Any
    waiting: int
    places: list[Place]
    building: Building | None


def listing(actor: Actor, given: QueryDict) -> Listing:
    asked = Asked.read(given)
    seen = Discrepancy.objects.visible_to(actor)
    narrowed = _narrowed(seen, asked)
    rows = _of_state(narrowed, asked)
    houses = Building.objects.visible_to(actor)
    return Listing(
        asked=asked,
        page=Paginator(rows, PER_PAGE).get_page(given.get("page")),
        waiting=narrowed.filter(closed_on=None).count(),
        places=list(
            Place.objects.filter(pk__in=houses.order_by().values("place")).order_by("code")
        ),
        building=houses.filter(pk=asked.building).first() if asked.building else None,
    )


def chosen(actor: Actor, given: QueryDict) -> list[Discrepancy]:
    """All that one reader asked for, in the order of the list."""
    asked = Asked.read(given)
    return list(_of_state(_narrowed(Discrepancy.objects.visible_to(actor), asked), asked))


def _of_state(rows: QuerySet[Discrepancy], asked: Asked) -> QuerySet[Discrepancy]:
    """The open ones by the day they are due, the closed ones by the day they were."""
    order = ("-closed_on", "-pk") if asked.closed else ("matter__due", "kind", "pk")
    told = rows.filter(closed_on__isnull=not asked.closed)
    return told.select_related("building__place", "matter", "enterprise").order_by(*order)


def _narrowed(rows: QuerySet[Discrepancy], asked: Asked) -> QuerySet[Discrepancy]:
    wanted = {
        "kind": asked.kind,
        "building__place": asked.place,
        "building": asked.building,
    }
    return rows.filter(**{name: value for name, value in wanted.items() if value})


def open_by_kind(actor: Actor) -> list[tuple[DiscrepancyKind, int]]:
    rows = Discrepancy.objects.visible_to(actor).filter(closed_on=None).order_by()
    counts = dict(rows.values_list("kind").annotate(n=Count("pk")))
    return [(kind, counts.get(kind.value, 0)) for kind in DiscrepancyKind]


def settled_lately(actor: Actor) -> list[tuple[str, int]]:
    """How the settled ones were settled."""
    rows = Discrepancy.objects.visible_to(actor).exclude(closing="").order_by()
    counts = dict(rows.values_list("closing").annotate(n=Count("pk")))
    return [(one.label, counts.get(one.value, 0)) for one in Closing]
