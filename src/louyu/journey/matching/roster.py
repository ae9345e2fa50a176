"""名册: who is in which building today, as the comparison reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import TextField, Value
from django.db.models.functions import Coalesce

from louyu.registers.occupancy.models import Occupancy, OccupancyKind

WHOLE = "the comparison is the same whoever started it"


@dataclass(frozen=True)
class Seat:
    """One stay in force; `uscc` is "" while the enterprise is unidentified."""

    occupancy: int
    start: date
    kind: str
    enterprise: int
    name: str
    uscc: str
    registered_address: str
    registration_authority: str
    tax_authority: str
    building: int
    building_name: str
    building_address: str
    place: int
    rooms: str

    @property
    def is_present(self) -> bool:
        return self.kind != OccupancyKind.ADDRESS_ONLY

    @property
    def whereabouts(self) -> str:
        return f"{self.building_address}{self.building_name}{self.rooms}"


ROOM = "unit_links__unit__number"
FIELDS = (
    "pk",
    "start",
    "kind",
    "enterprise_id",
    "enterprise__name",
    "code",
    "enterprise__registered_address",
    "enterprise__registration_authority",
    "enterprise__tax_authority",
    "building_id",
    "building__name",
    "building__address",
    "building__place_id",
    "rooms",
)


def seats(day: date) -> Sequence[Seat]:
    """All stays in force on the day, the longest standing first."""
    rows = Occupancy.objects.unscoped(WHOLE).filter(during__contains=day)
    numbers = StringAgg(ROOM, delimiter=",", order_by=ROOM)
    told = rows.annotate(
        code=Coalesce("enterprise__uscc", Value("")),
        rooms=Coalesce(numbers, Value(""), output_field=TextField()),
    )
    return [Seat(*row) for row in told.order_by("start", "pk").values_list(*FIELDS)]
