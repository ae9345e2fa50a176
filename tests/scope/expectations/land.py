"""发现与地块: through their building, and by the place the land lies in."""

from collections.abc import Iterable

from louyu.registers.organizations.models import Role
from tests.scope.expectations.gates import REGISTRARS, at_site, endings, nothing, signed_in
from tests.scope.expectations.registers import noun
from tests.scope.matrix import Expectation, Target
from tests.scope.world import Person, World

NO_RENTS = {Role.DEPARTMENT, Role.COMMUNITY}


def findings(world: World) -> Iterable[Target]:
    for number, pk in enumerate(world.planted["land"].findings):
        yield Target({"pk": pk}, at_site(number), f"finding of site {number}")
    for number, pk in enumerate(world.planted["land"].rents):
        seen = at_site(number)
        yield Target(
            {"pk": pk},
            lambda p, seen=seen: seen(p) and p.role not in NO_RENTS,
            f"rent of site {number}",
        )
    yield nothing()


def parcels(world: World) -> Iterable[Target]:
    labels = ("street", "other street", "park")
    for label, pk in zip(labels, world.planted["land"].parcels, strict=True):
        yield Target({"pk": pk}, lambda p, label=label: p.sees_district or p.keeps == label, label)
    yield nothing()


def _findings_seen(world: World, person: Person) -> int:
    return len(person.sees) * (1 if person.role in NO_RENTS else 2)


def _parcels_seen(world: World, person: Person) -> int:
    return 3 if person.sees_district else int(person.keeps in ("street", "other street", "park"))


EXPECTED: dict[str, Expectation] = {
    "key-buildings": Expectation(signed_in, fragments=("results",), queries=("sort=-start",)),
    "key-buildings-export": Expectation(signed_in, endings),
    "findings": Expectation(
        signed_in, fragments=("results",), count=_findings_seen, queries=("sort=-building",)
    ),
    "findings-export": Expectation(signed_in, endings),
    "finding": Expectation(signed_in, findings, posts=True),
    **noun("parcels", parcels, _parcels_seen, REGISTRARS, list=("sort=-area",)),
}
