"""岗位条件: who passes a gate, and the targets every part of the table uses."""

from collections.abc import Callable, Iterable

from louyu.registers.organizations.models import Role
from tests.scope.matrix import Target
from tests.scope.world import Person, World

Gate = Callable[[Person], bool]


def anybody(person: Person) -> bool:
    return True


def nobody(person: Person) -> bool:
    return False


def signed_in(person: Person) -> bool:
    return person.user is not None


def holding(*roles: str) -> Gate:
    return lambda person: person.role in roles


def at_site(number: int) -> Gate:
    return lambda person: number in person.sees


def nothing(**params: object) -> Target:
    return Target({"pk": 987_654_321} | params, lambda person: False, "nothing")


def endings(world: World) -> Iterable[Target]:
    for ending in ("xlsx", "csv"):
        yield Target({"ending": ending}, anybody, ending)
    yield Target({"ending": "exe"}, nobody, "unknown format")


OFFICE_ONLY = holding(Role.OFFICE)
REGISTRARS = holding(Role.OFFICE, Role.STREET)
CARETAKERS = holding(Role.OFFICE, Role.STREET, Role.LIAISON, Role.OPERATOR)
