"""来源页面: the office and the providing department; what asks for a clearance, nobody else."""

from collections.abc import Iterable

from louyu.registers.organizations.models import Role
from tests.scope.expectations.gates import OFFICE_ONLY, holding, nobody, nothing
from tests.scope.matrix import Expectation, Target
from tests.scope.world import World


def guarded(world: World) -> Iterable[Target]:
    yield Target({"pk": world.planted["deliveries"].pk}, nobody, "asks for a clearance")
    yield nothing()


EXPECTED = {
    "deliveries": Expectation(holding(Role.OFFICE, Role.DEPARTMENT)),
    "delivery": Expectation(holding(Role.OFFICE, Role.DEPARTMENT), guarded),
    "tax-package": Expectation(OFFICE_ONLY, queries=("period=2026-03",)),
    "tax-unidentified": Expectation(lambda person: getattr(person, "cleared", False)),
    "tax-views": Expectation(holding(Role.AUDITOR)),
    "delivery-new": Expectation(OFFICE_ONLY, posts=True),
}
