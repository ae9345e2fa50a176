"""来源页面: the office and the providing department; what asks for a clearance, the cleared."""

from collections.abc import Iterable

from louyu.registers.organizations.models import Role
from tests.scope.expectations.gates import holding, nobody, nothing
from tests.scope.matrix import Expectation, Target
from tests.scope.world import World


def guarded(world: World) -> Iterable[Target]:
    yield Target({"pk": world.planted["deliveries"].pk}, nobody, "another bureau's tax")
    first = world.planted["tax"].delivery
    yield Target({"pk": first.pk}, lambda p: p.cleared and p.label == "tax analyst", "its own tax")
    yield nothing()


EXPECTED = {
    "deliveries": Expectation(holding(Role.OFFICE, Role.DEPARTMENT)),
    "delivery": Expectation(holding(Role.OFFICE, Role.DEPARTMENT), guarded),
    "delivery-new": Expectation(holding(Role.OFFICE, Role.DEPARTMENT), posts=True),
}
