"""比对页面: the district's office and leaders, and the street for its own buildings."""

from collections.abc import Callable, Iterable
from functools import partial

from louyu.registers.organizations.models import Role
from tests.scope.expectations.gates import OFFICE_ONLY, REGISTRARS, holding, nothing
from tests.scope.matrix import Expectation, Target
from tests.scope.world import Person, World

READERS = holding(Role.OFFICE, Role.LEADER, Role.STREET)
DISTRICT = holding(Role.OFFICE, Role.LEADER)


def _theirs(person: Person, number: int) -> bool:
    return READERS(person) and number in person.sees


def _of(part: str) -> Callable[[World], Iterable[Target]]:
    def targets(world: World) -> Iterable[Target]:
        for number, pk in enumerate(getattr(world.planted["matching"], part)):
            yield Target({"pk": pk}, partial(_theirs, number=number), f"site {number}")
        yield nothing()

    return targets


def _proposals(world: World) -> Iterable[Target]:
    for number, pk in enumerate(world.planted["matching"].proposals):
        yield Target({"pk": pk}, OFFICE_ONLY, f"proposal of site {number}")
    yield nothing()


def _seen(world: World, person: Person) -> int:
    return len(person.sees)


EXPECTED: dict[str, Expectation] = {
    "matching": Expectation(READERS),
    "matching-compare-act": Expectation(REGISTRARS, reads=False, posts=True),
    "matching-changes": Expectation(
        READERS, count=_seen, queries=("kind=moved_in", "building=1", "page=2")
    ),
    "matching-changes-export": Expectation(READERS, queries=("kind=moved_in", "building=1")),
    "matching-pairs": Expectation(
        READERS, queries=("view=machine", "view=said", "pair=1", "after=1", "page=2")
    ),
    "matching-pairs-decide": Expectation(READERS, reads=False, posts=True),
    "matching-verdict-undo": Expectation(READERS, _of("verdicts"), reads=False, posts=True),
    "matching-discrepancies": Expectation(
        READERS,
        count=_seen,
        queries=("kind=moved", "state=closed", "place=1", "building=1", "page=2"),
    ),
    "matching-discrepancies-export": Expectation(READERS, queries=("kind=moved", "place=1")),
    "matching-right-act": Expectation(READERS, reads=False, posts=True),
    "matching-discrepancy": Expectation(READERS, _of("discrepancies")),
    "matching-discrepancy-act": Expectation(READERS, _of("discrepancies"), reads=False, posts=True),
    "matching-sites": Expectation(DISTRICT, queries=("view=nowhere", "page=2")),
    "matching-site-act": Expectation(OFFICE_ONLY, reads=False, posts=True),
    "matching-proposal-act": Expectation(OFFICE_ONLY, _proposals, reads=False, posts=True),
}
