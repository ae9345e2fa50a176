"""期望: for every address, who gets an answer and for which objects. No entry, no page."""

from collections.abc import Callable, Iterable

from louyu.registers.organizations.models import Role
from tests.scope.matrix import Expectation, Target
from tests.scope.world import Person, World

Gate = Callable[[Person], bool]
DISTRICT_WIDE = {Role.OFFICE, Role.LEADER, Role.DEPARTMENT}


def anybody(person: Person) -> bool:
    return True


def signed_in(person: Person) -> bool:
    return person.user is not None


def holding(*roles: str) -> Gate:
    return lambda person: person.role in roles


def _site(number: int) -> Gate:
    return lambda person: number in person.sees


def buildings(world: World) -> Iterable[Target]:
    for number, site in enumerate(world.sites):
        yield Target({"pk": site.building.pk}, _site(number), f"building of site {number}")
    yield nothing()


def units(world: World) -> Iterable[Target]:
    for number, site in enumerate(world.sites):
        yield Target({"pk": site.units[0].pk}, _site(number), f"unit of site {number}")
    yield nothing()


def enterprises(world: World) -> Iterable[Target]:
    for number, site in enumerate(world.sites):
        yield Target(
            {"pk": site.tenant.pk},
            lambda person, number=number: number in person.sees or person.tenant_of == number,
            f"tenant of site {number}",
        )
    yield Target({"pk": world.shared.pk}, lambda p: bool(p.sees & {0, 2}), "shared tenant")
    yield Target(
        {"pk": world.sole_record.pk},
        lambda p: p.sees_district or p.label == "other street",
        "record of the other street",
    )
    yield nothing()


def nothing(**params: object) -> Target:
    return Target({"pk": 987_654_321} | params, lambda person: False, "nothing")


def with_endings(targets: Callable[[World], Iterable[Target]] | None = None):  # type: ignore[no-untyped-def]
    def both(world: World) -> Iterable[Target]:
        for ending in ("xlsx", "csv"):
            if targets is None:
                yield Target({"ending": ending}, anybody, ending)
                continue
            for target in targets(world):
                yield Target(
                    target.params | {"ending": ending}, target.open_to, f"{target.note} {ending}"
                )

    return both


SORTS = ("sort=name", "sort=-name", "page=2", "size=200")
WRITERS = holding(Role.OFFICE, Role.STREET)

EXPECTED: dict[str, Expectation] = {
    "healthz": Expectation(anybody),
    "login": Expectation(anybody),
    "logout": Expectation(anybody, reads=False),
    "home": Expectation(signed_in),
    "search": Expectation(signed_in, searched=True, fragments=("results",)),
    "feedback": Expectation(signed_in),
    "password_change": Expectation(signed_in),
    "jobs": Expectation(signed_in),
    "job": Expectation(anybody, lambda world: [nothing()], posts=True),
    "file": Expectation(anybody, lambda world: [nothing()], posts=True),
}
