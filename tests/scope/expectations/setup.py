"""开通步骤: the standard of industries, the district's own industries, and the set-up pages."""

from collections.abc import Iterable

from tests.scope.expectations.gates import OFFICE_ONLY, anybody, endings, nothing, signed_in
from tests.scope.expectations.registers import noun
from tests.scope.matrix import Expectation, Target
from tests.scope.world import Person, World


def _rules(world: World) -> Iterable[Target]:
    yield Target({"pk": world.planted["setup"].rule.pk}, anybody, "rule of a local industry")
    yield nothing()


def _clusters(world: World) -> Iterable[Target]:
    yield Target({"pk": world.planted["setup"].cluster.pk}, anybody, "cluster")
    yield nothing()


def _one(world: World, person: Person) -> int:
    return 1


EXPECTED: dict[str, Expectation] = {
    "setup": Expectation(OFFICE_ONLY),
    "industries": Expectation(signed_in),
    "industries-export": Expectation(signed_in, endings),
    **noun("clusters", _clusters, _one, OFFICE_ONLY, list=("sort=-name",)),
    **noun("local-industries", _rules, _one, OFFICE_ONLY, list=("sort=-prefix",)),
}
