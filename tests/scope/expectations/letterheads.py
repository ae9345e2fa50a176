"""版头页面: read by whoever reads drafts, written by the office."""

from collections.abc import Iterable

from louyu.registers.organizations.models import Role
from tests.scope.expectations.gates import OFFICE_ONLY, holding, nothing
from tests.scope.expectations.registers import noun
from tests.scope.matrix import Expectation, Target
from tests.scope.world import Person, World

READERS = holding(Role.OFFICE, Role.LEADER)


def letterheads(world: World) -> Iterable[Target]:
    yield Target({"pk": world.planted["letterheads"].coming.pk}, READERS, "letterhead to come")
    yield nothing()


def _seen(world: World, person: Person) -> int:
    return int(READERS(person))


EXPECTED: dict[str, Expectation] = noun(
    "letterheads", letterheads, _seen, OFFICE_ONLY, list=("sort=-valid_from", "sort=mark")
)
