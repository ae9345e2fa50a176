"""计划页面: plans, targets and figures of earlier years."""

from collections.abc import Iterable
from dataclasses import replace

from louyu.registers.organizations.models import Role
from tests.scope.expectations.gates import OFFICE_ONLY, holding, nobody, nothing, signed_in
from tests.scope.expectations.registers import SORTED, noun
from tests.scope.matrix import Expectation, Target
from tests.scope.world import Person, World

WORKERS = holding(Role.OFFICE, Role.LEADER, Role.DEPARTMENT, Role.STREET)


def plans(world: World) -> Iterable[Target]:
    yield Target({"pk": world.planted["plans"].plan.pk}, WORKERS, "plan")
    yield nothing()


def targets(world: World) -> Iterable[Target]:
    planted = world.planted["plans"]
    yield Target({"pk": planted.whole.pk}, WORKERS, "target of the district")
    yield Target(
        {"pk": planted.other.pk},
        lambda p: p.sees_district or p.keeps == "other street",
        "target of the other street",
    )
    yield nothing()


def parts(world: World) -> Iterable[Target]:
    planted = world.planted["plans"]
    yield Target(
        {"pk": planted.part.pk},
        lambda p: p.sees_district or p.keeps == "other street",
        "part of the other street",
    )
    yield Target({"pk": planted.of_year.pk}, WORKERS, "part of a year")
    yield nothing()


def divided(world: World) -> Iterable[Target]:
    planted = world.planted["plans"]
    yield Target({"pk": planted.whole.pk}, OFFICE_ONLY, "target of the district")
    yield Target({"pk": planted.other.pk}, nobody, "target of a street")
    yield nothing()


def earlier(world: World) -> Iterable[Target]:
    planted = world.planted["plans"]
    yield Target({"pk": planted.of_district.pk}, lambda p: p.sees_district, "earlier: district")
    yield Target({"pk": planted.of_building.pk}, lambda p: 2 in p.sees, "earlier: a building")
    yield Target({"pk": planted.tax.pk}, lambda p: p.sees_district, "earlier: tax of a building")
    yield nothing()


def _plans_seen(world: World, person: Person) -> int:
    return int(WORKERS(person))


def _targets_seen(world: World, person: Person) -> int:
    return int(WORKERS(person)) + (person.sees_district or person.keeps == "other street")


def _earlier_seen(world: World, person: Person) -> int:
    return 3 if person.sees_district else int(2 in person.sees)


_ALL: dict[str, Expectation] = {
    **noun("plans", plans, _plans_seen, OFFICE_ONLY, list=SORTED),
    **noun("targets", targets, _targets_seen, OFFICE_ONLY, list=("sort=-value", "sort=place")),
    **noun("target-parts", parts, _targets_seen, OFFICE_ONLY, list=("sort=-value", "sort=target")),
    "plan-progress": Expectation(WORKERS, plans),
    "target-divide": Expectation(OFFICE_ONLY, divided, posts=True),
    **noun(
        "historical-figures", earlier, _earlier_seen, OFFICE_ONLY, list=("sort=-value", "sort=year")
    ),
}

# Their pages name tax: they do not exist for whoever is no official.
EXPECTED: dict[str, Expectation] = {
    name: replace(one, allowed=WORKERS if one.allowed is signed_in else one.allowed)
    for name, one in _ALL.items()
}
