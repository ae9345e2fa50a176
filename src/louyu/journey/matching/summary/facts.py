"""七列的依据: buildings with their space, who sits in them and who is registered there.

A fixed number of questions, whatever the number of buildings; nothing of tax is read here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, QuerySet

from louyu.journey.matching.models import Pairing, Registration, TaxStandingBasis
from louyu.journey.matching.scope import of_buildings
from louyu.journey.matching.summary.registered import counted
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Building
from louyu.registers.deliveries.models import Delivery
from louyu.registers.enterprises.models import EnterpriseStatus
from louyu.registers.occupancy.listing import NOT_YET_THERE
from louyu.registers.occupancy.models import Occupancy, OccupancyKind
from louyu.registers.occupancy.unit_states import Space, spaces

Members = Mapping[int, frozenset[Any]]
Firms = dict[str, set[int]]
MEMBERS = ("registered", "unregistered", "asked", "held", "virtual", "doubtful")


@dataclass(frozen=True)
class House:
    """A building with its space; `listed`: somebody is, or was said to be, in it today."""

    building: Building
    space: Space
    listed: bool

    @property
    def is_there(self) -> bool:
        return self.building.life_stage not in NOT_YET_THERE

    @property
    def has_space(self) -> bool:
        return self.space.business > self.space.uncollected

    @property
    def is_collected(self) -> bool:
        return self.listed or self.has_space


@dataclass(frozen=True)
class Facts:
    """`members`: column → building → enterprises, or subjects of the registry."""

    day: date
    houses: Sequence[House]
    members: Mapping[str, Members]
    # The month of the latest list that was compared; without one nothing was.
    list_month: date | None
    basis: TaxStandingBasis | None
    unsited: Mapping[str, int]

    def within(self, column: str, houses: Iterable[House] | None = None) -> frozenset[Any]:
        """Each once, in however many of the houses it is; of all houses where none are named."""
        found = self.members.get(column, {})
        among = self.houses if houses is None else houses
        return frozenset(
            one for house in among for one in found.get(house.building.pk, frozenset())
        )


def houses_of(actor: Actor) -> QuerySet[Building]:
    """Whose rows of the comparison this actor reads."""
    return Building.objects.visible_to(actor).filter(of_buildings(actor, ""))


def facts(actor: Actor, day: date, buildings: QuerySet[Building]) -> Facts:
    """`buildings`: those asked for, scoped by the caller.

    By the lists of the last finished run: one that has just arrived is told of after its own.
    """
    among = buildings.order_by().values("pk")
    stays = Occupancy.objects.visible_to(actor).filter(during__contains=day, building__in=among)
    present, listed = _seated(stays)
    basis = TaxStandingBasis.objects.visible_to(actor).first()
    lists = basis.lists if basis else []
    rows = Registration.objects.visible_to(actor).filter(building__in=among)
    measured = spaces(actor, day, among)
    found = buildings.select_related("place").order_by("place__path", "name_sort", "pk")
    pairs = Pairing.objects.visible_to(actor).filter(enterprise__in=stays.values("enterprise_id"))
    return Facts(
        day=day,
        houses=[House(one, measured[one.pk], one.pk in listed) for one in found],
        members=_Sorting(present, *_paired(pairs)).members(counted(rows, lists)),
        list_month=_month(lists),
        basis=basis,
        unsited=_unsited(actor, lists),
    )


def _seated(stays: QuerySet[Occupancy]) -> tuple[dict[int, set[int]], set[int]]:
    """Enterprises by building, without mere addresses; buildings of which anybody is listed."""
    present: dict[int, set[int]] = defaultdict(set)
    listed = set()
    told = stays.order_by().values_list("building_id", "enterprise_id", "kind")
    for building, enterprise, kind in told:
        listed.add(building)
        if kind != OccupancyKind.ADDRESS_ONLY:
            present[building].add(enterprise)
    return present, listed


def _month(lists: Sequence[int]) -> date | None:
    rows = Delivery.objects.unscoped("the month a page tells; no row is read")
    found: date | None = rows.filter(pk__in=lists).aggregate(latest=Max("period"))["latest"]
    return found


def _unsited(actor: Actor, lists: Sequence[int]) -> dict[str, int]:
    """How many of the district no building is known of; a street reads none of them."""
    rows = counted(Registration.objects.visible_to(actor).filter(building=None), lists)
    return dict(rows.order_by().values_list("sited").annotate(n=Count("pk")))


def _paired(pairs: QuerySet[Pairing]) -> tuple[Firms, Firms, set[int]]:
    """Subject → enterprises taken for it, asked about; enterprises registered here and active."""
    taken: Firms = defaultdict(set)
    asked: Firms = defaultdict(set)
    here = set()
    of = "registration__"
    for enterprise, state, subject, status, is_local in pairs.order_by().values_list(
        "enterprise_id", "state", f"{of}subject", f"{of}status", f"{of}is_local"
    ):
        (taken if state == Pairing.State.TAKEN else asked)[subject].add(enterprise)
        if state == Pairing.State.TAKEN and is_local and status == EnterpriseStatus.ACTIVE:
            here.add(enterprise)
    return taken, asked, here


@dataclass(frozen=True)
class _Sorting:
    """Who belongs into which column of which building."""

    present: dict[int, set[int]]
    taken: Firms
    asked: Firms
    here: set[int]

    def members(self, registrations: QuerySet[Registration]) -> dict[str, Members]:
        found: dict[str, dict[int, set[Any]]] = defaultdict(lambda: defaultdict(set))
        in_doubt = {firm for firms in self.asked.values() for firm in firms}
        for building, firms in self.present.items():
            found["asked"][building] = firms & in_doubt
            found["registered"][building] = firms & self.here
            found["unregistered"][building] = firms - self.here - in_doubt
        for subject, building in registrations.values_list("subject", "building_id"):
            found["held"][building].add(subject)
            if key := self._absence(subject, self.present.get(building, set())):
                found[key][building].add(subject)
        return {
            key: {pk: frozenset(members) for pk, members in found[key].items()} for key in MEMBERS
        }

    def _absence(self, subject: str, present: set[int]) -> str:
        """Of a registration: "" where its firm is in the building, or why it is counted."""
        if not present.isdisjoint(self.taken.get(subject, ())):
            return ""
        in_doubt = not present.isdisjoint(self.asked.get(subject, ()))
        return "doubtful" if in_doubt else "virtual"
