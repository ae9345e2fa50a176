"""落楼: which building of the register each registered address means.

A person's word on an address outranks the gazetteer; where several buildings fit none is chosen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import polars as pl
from django.db import transaction

from louyu.engines.addresses import Address, Gazetteer, House, Placement, read
from louyu.journey.matching.models import Registration, Sited, SitingVerdict
from louyu.journey.matching.proposing import propose
from louyu.kernel.merging import LINE, Staging, Write, among, stored
from louyu.registers.buildings.models import Building, BuildingAlias, DoorNumber

WHOLE = "every building may be meant by an address"
# Below it the address names another building, or another tower, than the one at its door.
SURE = 0.8
WRITTEN = ("sited", "building_id", "evidence", "room")
Place = tuple[str, int | None, str]
Answer = tuple[str, int | None, str, str]


def gazetteer() -> Gazetteer:
    """The building register: present, former and other names, and door numbers."""
    names: dict[int, list[str]] = defaultdict(list)
    doors: dict[int, list[tuple[str, str]]] = defaultdict(list)
    aliases = BuildingAlias.objects.unscoped(WHOLE).order_by("pk")
    for building, name in aliases.values_list("building_id", "name"):
        names[building].append(name)
    numbers = DoorNumber.objects.unscoped(WHOLE).order_by("pk")
    for building, road, number in numbers.values_list("building_id", "road", "number"):
        doors[building].append((road, number))
    rows = Building.objects.unscoped(WHOLE).order_by("pk").values_list("pk", "name", "address")
    return Gazetteer(
        House(pk, (name, *names[pk]), (*doors[pk], *_door_of(address)))
        for pk, name, address in rows
    )


def _door_of(address: str) -> list[tuple[str, str]]:
    """The door that a building's own address tells, until its doors are registered."""
    told = read(address)
    return [(told.road, told.door_number)] if told.road and told.door_number else []


def site(lists: Iterable[int]) -> None:
    """Write where the registrations of these deliveries are; each distinct address once.

    The reading takes its time before the transaction: nobody's verdict waits for it.
    """
    rows = Registration.objects.unscoped("where registrations are").filter(delivery__in=list(lists))
    addresses = set(rows.order_by().values_list("address", flat=True).distinct())
    known, told = gazetteer(), {address: read(address) for address in addresses}
    answers = {address: (*_placed(known.place(one)), _room(one)) for address, one in told.items()}
    learnt = known.learn(list(told.values()))
    with transaction.atomic():
        propose(learnt)
        answers |= _verdicts(addresses)
        frame = stored(rows.order_by("pk"))
        placed = pl.DataFrame(
            [(address, *answer) for address, answer in answers.items()],
            schema=dict.fromkeys(("address", *WRITTEN), pl.String) | {"building_id": pl.Int64},
            orient="row",
        )
        sited = frame.drop(WRITTEN).join(placed, on="address", maintain_order="left")
        changed = sited.join(frame, on=["id", *WRITTEN], how="anti", nulls_equal=True)
        Staging([Write(Registration, changed.with_row_index(LINE), WRITTEN)]).merge()


def _verdicts(addresses: Iterable[str]) -> dict[str, Answer]:
    rows = SitingVerdict.objects.unscoped("a person's word outranks the gazetteer")
    return {one.address: _said(one) for one in rows.filter(address__in=among(addresses))}


def _said(verdict: SitingVerdict) -> Answer:
    kind = Sited.FOUND if verdict.building_id else Sited.NOWHERE
    evidence = f"{verdict.by_words}认定"
    return kind.value, verdict.building_id, evidence, _room(read(verdict.address))


def _placed(found: Placement) -> Place:
    houses: list[Any] = list(found.houses)
    if len(houses) == 1 and found.confidence >= SURE:
        return Sited.FOUND.value, houses[0], found.evidence
    kind = Sited.AMBIGUOUS if houses else Sited.NOWHERE
    return kind.value, None, found.evidence[:200]


def _room(told: Address) -> str:
    floor = f"{told.floor}层" if told.floor.lstrip("B-").isdigit() else told.floor
    return f"{told.tower}{floor}{told.room}"[:60]
