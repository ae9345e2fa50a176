"""月度更新与核实: with the building; handed in by who looks after it, looked at by the street."""

from collections.abc import Iterable

from louyu.registers.organizations.models import Role
from tests.scope.expectations.gates import (
    CARETAKERS,
    REGISTRARS,
    at_site,
    holding,
    nothing,
    signed_in,
)
from tests.scope.expectations.registers import buildings
from tests.scope.matrix import Expectation, Target
from tests.scope.world import World

LOOKERS = holding(Role.LEADER, Role.OFFICE, Role.STREET)


def duties(world: World) -> Iterable[Target]:
    for number, duty in enumerate(world.planted["round"].duties):
        yield Target({"pk": duty.pk}, at_site(number), f"month of site {number}")
    yield nothing()


EXPECTED: dict[str, Expectation] = {
    "arrival": Expectation(CARETAKERS, buildings, posts=True),
    "collection": Expectation(signed_in),
    "collection-duty": Expectation(CARETAKERS, duties, posts=True),
    "verification": Expectation(LOOKERS, queries=("place=1", "month=2020-01")),
    "verification-duty": Expectation(LOOKERS, duties),
    "verification-duty-act": Expectation(REGISTRARS, duties, reads=False, posts=True),
    "verification-accept-confirm": Expectation(signed_in, reads=False, posts=True),
}
