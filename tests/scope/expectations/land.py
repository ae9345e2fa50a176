"""重点楼宇与地块: through their building, and by the place the land lies in."""

from collections.abc import Iterable

from tests.scope.expectations.gates import REGISTRARS, endings, nothing, signed_in
from tests.scope.expectations.registers import noun
from tests.scope.matrix import Expectation, Target
from tests.scope.world import Person, World


def parcels(world: World) -> Iterable[Target]:
    labels = ("street", "other street", "park")
    for label, pk in zip(labels, world.planted["land"].parcels, strict=True):
        yield Target({"pk": pk}, lambda p, label=label: p.sees_district or p.keeps == label, label)
    yield nothing()


def _parcels_seen(world: World, person: Person) -> int:
    return 3 if person.sees_district else int(person.keeps in ("street", "other street", "park"))


EXPECTED: dict[str, Expectation] = {
    "key-buildings": Expectation(signed_in, fragments=("results",), queries=("sort=-start",)),
    "key-buildings-export": Expectation(signed_in, endings),
    **noun("parcels", parcels, _parcels_seen, REGISTRARS, list=("sort=-area",)),
}
