"""认楼: which registered building a row without a code means, by name, address or position.

A name or alias in the same street or park is the building. Anything less is a proposal: a person
says whether it is the same one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from louyu.engines.coordinates import metres_between
from louyu.kernel.intake import same_text
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Building, BuildingAlias, DoorNumber

# Two towers of one estate stand further apart than two readings of one position.
NEAR_METRES = 60
_SHORTEST = 4
_REGION = re.compile(
    r"^(?:[^省]{2,8}(?:省|自治区))?(?:[^市]{2,8}市)?(?:[^区县]{1,8}[区县])?"
    r"(?:[^街镇乡]{1,8}(?:街街道|街道办事处|街道|镇|乡|地区管委会|管委会))?"
)
_NOISE = re.compile(r"[#＃·,，。;；:：()（）\-—_/\s]")


def address_key(text: str | None) -> str:
    """An address without its region and signs; "" where what is left could be anywhere."""
    plain = _NOISE.sub("", same_text(text or ""))
    local = _REGION.sub("", plain) or plain
    return local if len(local) >= _SHORTEST else ""


@dataclass
class Known:
    """One registered building, and every way it may be named in a table."""

    pk: int
    name: str
    place_id: int
    position: tuple[float, float] | None
    names: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Described:
    """What a row says of the building it means."""

    name: str
    place_id: int | None
    address: str | None
    position: tuple[float, float] | None


class Register:
    """The buildings one actor may see, read once for a whole file."""

    def __init__(self, actor: Actor) -> None:
        rows = Building.objects.visible_to(actor).values_list(
            "pk", "name", "place_id", "address", "longitude", "latitude"
        )
        self.known = {
            pk: Known(pk, name, place, _point(x, y), {same_text(name)}, {address_key(address)})
            for pk, name, place, address, x, y in rows
        }
        for pk, name in BuildingAlias.objects.visible_to(actor).values_list("building_id", "name"):
            self.known[pk].names.add(same_text(name))
        doors = DoorNumber.objects.visible_to(actor)
        for pk, road, number in doors.values_list("building_id", "road", "number"):
            self.known[pk].addresses.add(address_key(f"{road}{number}"))
        self._named: dict[tuple[int, str], list[int]] = {}
        for one in self.known.values():
            for name in one.names:
                self._named.setdefault((one.place_id, name), []).append(one.pk)

    def named(self, row: Described) -> list[int]:
        """Buildings of the row's place that bear its name."""
        return self._named.get((row.place_id or 0, same_text(row.name)), [])

    def alike(self, row: Described, taken: Collection[int]) -> tuple[Known, str] | None:
        """The likeliest building at the row's address or position, and why; not one `taken`."""
        found = [
            (reasons, one)
            for one in self.known.values()
            if one.pk not in taken and (reasons := list(_reasons(row, one)))
        ]
        if not found:
            return None
        reasons, one = max(found, key=lambda pair: (len(pair[0]), _closeness(row, pair[1])))
        return one, "，".join(reasons)


def _reasons(row: Described, one: Known) -> Iterator[str]:
    key = address_key(row.address)
    if key and key in one.addresses:
        yield f"地址相同（{row.address}）"
    if row.position and one.position:
        metres = metres_between(row.position, one.position)
        if metres <= NEAR_METRES:
            yield f"位置相距约 {metres:.0f} 米"


def _closeness(row: Described, one: Known) -> tuple[float, float]:
    likeness = SequenceMatcher(None, same_text(row.name), same_text(one.name)).ratio()
    apart = metres_between(row.position, one.position) if row.position and one.position else 0.0
    return likeness, -apart


def _point(longitude: object, latitude: object) -> tuple[float, float] | None:
    if longitude is None or latitude is None:
        return None
    return float(str(longitude)), float(str(latitude))


def stem(name: str) -> str:
    """A place's own name: 五里墩街街道, 五里墩街道 and 五里墩街道办事处 are one."""
    plain = same_text(name)
    while True:
        shorter = re.sub(
            r"(街道办事处|街道办|街道|街|地区管委会|管委会|管理委员会|地区)$", "", plain
        )
        if shorter == plain or len(shorter) < 2:
            return plain
        plain = shorter


def codes_after(prefix: str, used: Iterable[str]) -> Iterator[str]:
    """预编码 for buildings that came without one: 420105004-001 and on."""
    numbers = [int(n) for code in used if (n := code.removeprefix(f"{prefix}-")).isdigit()]
    number = max(numbers, default=0)
    while True:
        number += 1
        yield f"{prefix}-{number:03d}"
