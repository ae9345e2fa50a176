"""比对概况: what was compared with what, how much of each waits; the feed of changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import QueryDict

from louyu.journey.matching.discrepancies.listing import number
from louyu.journey.matching.kinds import ChangeKind
from louyu.journey.matching.models import Change, Pairing, Registration, Sited
from louyu.journey.matching.registrations import in_force, lists_in_force
from louyu.kernel.scope import Actor
from louyu.registers.deliveries.models import Delivery

PER_PAGE = 30


@dataclass(frozen=True)
class Overview:
    """Counts of firms; `lists`: the deliveries in force they rest on."""

    lists: list[Delivery]
    registrations: int
    sited: list[tuple[str, str, int]]
    taken: int
    asked: int
    changes: list[tuple[ChangeKind, int]]


def overview(actor: Actor) -> Overview:
    rows = Registration.objects.visible_to(actor).filter(delivery__in=lists_in_force()).order_by()
    sited = dict(rows.values_list("sited").annotate(n=Count("pk")))
    pairs = Pairing.objects.visible_to(actor).order_by()
    states = dict(pairs.values_list("state").annotate(n=Count("pk")))
    lists = Delivery.objects.unscoped("provider and month of the lists; no row of them")
    return Overview(
        lists=list(lists.filter(pk__in=lists_in_force()).select_related("provider")),
        registrations=sum(sited.values()),
        sited=[(one.value, one.label, sited.get(one.value, 0)) for one in Sited],
        taken=states.get(Pairing.State.TAKEN, 0),
        asked=states.get(Pairing.State.ASKED, 0),
        changes=_by_kind(changes_of(actor)),
    )


def changes_of(actor: Actor) -> QuerySet[Change]:
    """Of the lists in force against those before them."""
    rows = Change.objects.visible_to(actor).filter(delivery__in=lists_in_force())
    return rows.select_related("building__place", "enterprise")


def _by_kind(rows: QuerySet[Change]) -> list[tuple[ChangeKind, int]]:
    counts = dict(rows.order_by().values_list("kind").annotate(n=Count("pk")))
    return [(kind, counts.get(kind.value, 0)) for kind in ChangeKind]


@dataclass(frozen=True)
class Feed:
    kind: str
    page: Any
    counts: Sequence[tuple[ChangeKind, int]]


def feed(actor: Actor, given: QueryDict) -> Feed:
    rows = chosen_changes(actor, given)
    page = Paginator(rows, PER_PAGE).get_page(given.get("page"))
    return Feed(_kind(given), page, _by_kind(_in_building(actor, given)))


def chosen_changes(actor: Actor, given: QueryDict) -> QuerySet[Change]:
    """What one reader asked for, the latest first."""
    rows, kind = _in_building(actor, given), _kind(given)
    return (rows.filter(kind=kind) if kind else rows).order_by("-day", "kind", "pk")


def _in_building(actor: Actor, given: QueryDict) -> QuerySet[Change]:
    building = number(given.get("building", ""))
    rows = changes_of(actor)
    return rows.filter(building=building) if building else rows


def _kind(given: QueryDict) -> str:
    asked = given.get("kind", "")
    return asked if asked in ChangeKind.values else ""


def to_be_sited(actor: Actor, given: QueryDict) -> Any:
    """Addresses of the lists in force that no building was found for, each once."""
    rows = in_force(Registration.objects.visible_to(actor)).filter(sited=_sited(given))
    told = rows.exclude(address="").order_by().values("address", "evidence")
    counted = told.annotate(n=Count("pk")).order_by("-n", "address")
    return Paginator(counted, PER_PAGE).get_page(given.get("page"))


def _sited(given: QueryDict) -> str:
    return Sited.NOWHERE if given.get("view") == "nowhere" else Sited.AMBIGUOUS
