"""涉税页面: totals for who reads sums, payments for the enterprise itself and the cleared."""

from collections.abc import Callable, Iterable

from louyu.registers.organizations.models import Role
from tests.scope.expectations.gates import holding, nothing, signed_in
from tests.scope.matrix import Expectation, Target
from tests.scope.world import World

READERS = holding(Role.OFFICE, Role.LEADER, Role.STREET)
DISTRICT = holding(Role.OFFICE, Role.LEADER)


def _places(**params: str) -> Callable[[World], Iterable[Target]]:
    def targets(world: World) -> Iterable[Target]:
        tree = world.tree
        yield Target(params, DISTRICT, "district", f"?place={tree.district.code}")
        for label, place in (
            ("street", tree.street),
            ("other street", tree.other_street),
            ("park", tree.park),
        ):
            yield Target(
                params,
                lambda p, label=label: DISTRICT(p) or p.label == label,
                label,
                f"?place={place.code}",
            )
        yield Target(params, lambda p: False, "no such year", "?year=1999")

    return targets


def _files(world: World) -> Iterable[Target]:
    for ending in ("xlsx", "csv"):
        yield from _places(ending=ending)(world)


def _payers(world: World) -> Iterable[Target]:
    for number, site in enumerate(world.sites):
        yield Target(
            {"pk": site.tenant.pk}, lambda p, n=number: p.tenant_of == n, f"tenant of site {number}"
        )
    yield nothing()


EXPECTED: dict[str, Expectation] = {
    "tax": Expectation(READERS, _places()),
    "tax-export": Expectation(READERS, _files),
    "enterprise-tax": Expectation(signed_in, _payers),
}
