"""数据疑点: with the building, for whoever looks after it; the standing ones for the office."""

from collections.abc import Iterable
from functools import partial

from louyu.registers.organizations.models import Role
from tests.scope.expectations.gates import holding, nobody, nothing
from tests.scope.matrix import Expectation, Target
from tests.scope.world import Person, World

READERS = holding(Role.OFFICE, Role.LEADER, Role.STREET, Role.LIAISON, Role.OPERATOR)


def _theirs(person: Person, number: int) -> bool:
    return READERS(person) and number in person.sees


def doubts(world: World) -> Iterable[Target]:
    planted = world.planted["doubts"]
    for number, pk in enumerate(planted.doubts):
        yield Target({"pk": pk}, partial(_theirs, number=number), f"doubt of site {number}")
    for number, pk in enumerate(planted.standing):
        yield Target({"pk": pk}, holding(Role.OFFICE, Role.LEADER), f"standing, site {number}")
    yield nothing()


def _any_number(world: World) -> Iterable[Target]:
    yield nothing()


def _seen(world: World, person: Person) -> int:
    return len(person.sees)


EXPECTED: dict[str, Expectation] = {
    "doubts": Expectation(
        READERS,
        count=_seen,
        queries=(
            *("check=stay-without-room", "state=closed", "building=1", "place=1"),
            *("severity=warning", "page=2"),
        ),
    ),
    "doubt-act": Expectation(READERS, doubts, reads=False, posts=True),
    # Lead on to the list, and say nothing themselves.
    "findings-before": Expectation(nobody),
    "finding-before": Expectation(nobody, _any_number),
    "integrity": Expectation(holding(Role.OFFICE, Role.SYSTEM_ADMIN)),
}
