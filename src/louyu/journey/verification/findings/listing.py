"""疑点清单的内容: what one reader sees of the findings, narrowed by what they asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Case, Count, IntegerField, QuerySet, Value, When
from django.http import QueryDict

from louyu.engines.checks import Check, Severity, checks, named
from louyu.journey.verification.findings.models import Finding
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Building
from louyu.registers.organizations.models import Role
from louyu.registers.places.models import Place

PER_PAGE = 30
GRAVITY = Case(
    *(When(severity=one.value, then=Value(number)) for number, one in enumerate(Severity)),
    output_field=IntegerField(),
)


@dataclass(frozen=True)
class Asked:
    """Read from the address; what does not fit is as if it were not asked."""

    closed: bool
    place: int | None
    building: int | None
    severity: str
    check: str

    @classmethod
    def read(cls, given: QueryDict) -> Asked:
        severity = given.get("severity", "")
        return cls(
            closed=given.get("state") == "closed",
            place=_number(given.get("place", "")),
            building=_number(given.get("building", "")),
            severity=severity if severity in list(Severity) else "",
            check=given.get("check", "") if named(given.get("check", "")) else "",
        )

    @property
    def narrows(self) -> bool:
        return bool(self.place or self.building or self.severity or self.check)


@dataclass(frozen=True)
class Row:
    """A finding with the check that found it, and whether this reader may answer for it."""

    finding: Finding
    check: Check | None
    may_answer: bool


@dataclass(frozen=True)
class Listing:
    asked: Asked
    page: Any
    rows: list[Row]
    waiting: int
    places: list[Place]
    checks: list[Check]
    building: Building | None


def listing(actor: Actor, given: QueryDict) -> Listing:
    asked = Asked.read(given)
    seen = Finding.objects.visible_to(actor)
    # What is standing is reached from its own page; here are the things of buildings.
    chosen = named(asked.check)
    seen = seen.filter(standing=bool(chosen and chosen.standing))
    narrowed = _narrowed(seen, asked)
    page = Paginator(_ordered(narrowed.filter(closed_on__isnull=not asked.closed), asked), PER_PAGE)
    shown: Any = page.get_page(given.get("page"))
    numbers = Building.objects.visible_to(actor).order_by().values("place_id")
    houses = Building.objects.visible_to(actor)
    return Listing(
        asked=asked,
        page=shown,
        rows=[Row(one, named(one.code), _may_answer(one, actor)) for one in shown],
        waiting=narrowed.filter(closed_on=None).count(),
        places=list(Place.objects.filter(pk__in=numbers).order_by("code")),
        checks=[one for one in checks() if not one.standing],
        building=houses.filter(pk=asked.building).first() if asked.building else None,
    )


def open_by_code(actor: Actor) -> dict[str, int]:
    """How many of each check wait, among those this reader sees."""
    rows = Finding.objects.visible_to(actor).filter(closed_on=None).order_by()
    return dict(rows.values_list("code").annotate(n=Count("pk")))


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _narrowed(rows: QuerySet[Finding], asked: Asked) -> QuerySet[Finding]:
    if asked.place:
        rows = rows.filter(building__place_id=asked.place)
    if asked.building:
        rows = rows.filter(building_id=asked.building)
    if asked.severity:
        rows = rows.filter(severity=asked.severity)
    return rows.filter(code=asked.check) if asked.check else rows


def _ordered(rows: QuerySet[Finding], asked: Asked) -> QuerySet[Finding]:
    rows = rows.select_related("building__place")
    if asked.closed:
        return rows.order_by("-closed_on", "-pk")
    return rows.order_by(GRAVITY, "code", "building__name_sort", "pk")


ANSWERERS = (Role.OFFICE, Role.STREET, Role.LIAISON, Role.OPERATOR)


def _may_answer(one: Finding, actor: Actor) -> bool:
    """For the button; whether it is theirs to answer is asked again when they do."""
    return one.is_open and one.severity != Severity.BLOCKING and actor.holds(*ANSWERERS)
