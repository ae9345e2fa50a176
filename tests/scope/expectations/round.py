"""月度更新与核实: with the building; handed in by who looks after it, looked at by the street."""

from collections.abc import Iterable

from louyu.registers.organizations.models import Role
from tests.scope.expectations.gates import (
    CARETAKERS,
    OFFICE_ONLY,
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


def cycles(world: World) -> Iterable[Target]:
    yield Target({"pk": world.planted["round"].census.pk}, lambda person: True, "the census")
    yield nothing()


def samples(world: World) -> Iterable[Target]:
    for number, sample in world.planted["round"].samples.items():
        yield Target({"pk": sample.pk}, at_site(number), f"sample of the street of site {number}")
    yield nothing()


EXPECTED: dict[str, Expectation] = {
    "arrival": Expectation(CARETAKERS, buildings, posts=True),
    "collection": Expectation(signed_in),
    "collection-roster": Expectation(CARETAKERS, duties, posts=True),
    "collection-duty": Expectation(CARETAKERS, duties, posts=True),
    "collection-months": Expectation(OFFICE_ONLY),
    "collection-month-open-confirm": Expectation(OFFICE_ONLY, reads=False, posts=True),
    "collection-month-close-confirm": Expectation(OFFICE_ONLY, cycles, reads=False, posts=True),
    "collection-extras": Expectation(OFFICE_ONLY, posts=True),
    "collection-extra-answers": Expectation(LOOKERS, queries=("month=2020-01",)),
    "collection-extra-answers-excel": Expectation(LOOKERS, queries=("month=2020-01",)),
    "collection-census": Expectation(LOOKERS, cycles),
    "keeper": Expectation(REGISTRARS),
    "sample": Expectation(LOOKERS, samples, posts=True),
    "sample-draw-confirm": Expectation(REGISTRARS, reads=False, posts=True),
    "collection-code": Expectation(signed_in),
    "collection-sheet-pdf": Expectation(CARETAKERS, duties),
    "collection-visit-pdf": Expectation(holding(Role.OFFICE, Role.STREET), duties),
    "reminders": Expectation(
        holding(Role.OFFICE, Role.STREET), queries=("day=2020-01-01", "only=failed")
    ),
    "reminders-mine": Expectation(signed_in, posts=True),
    "verification": Expectation(LOOKERS, queries=("place=1", "month=2020-01")),
    "verification-duty": Expectation(LOOKERS, duties),
    "verification-duty-act": Expectation(REGISTRARS, duties, reads=False, posts=True),
    "verification-accept-confirm": Expectation(signed_in, reads=False, posts=True),
}
