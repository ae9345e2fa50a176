"""七列汇总: the district's offices and leaders, a street its own; names who paid to the cleared."""

from collections.abc import Callable, Iterable
from functools import partial

from louyu.registers.organizations.models import Role
from tests.scope.expectations.gates import holding, nothing
from tests.scope.matrix import Expectation, Target
from tests.scope.world import Person, World

READERS = holding(Role.OFFICE, Role.LEADER, Role.STREET)
DISTRICT = holding(Role.OFFICE, Role.LEADER)
COLUMNS = ("registered", "unregistered", "asked", "virtual", "doubtful")
Targets = Callable[[World], Iterable[Target]]


def _within(person: Person, sites: set[int]) -> bool:
    return DISTRICT(person) or (READERS(person) and person.sees == sites)


def _places(*queries: str, **params: str) -> Targets:
    def targets(world: World) -> Iterable[Target]:
        tree = world.tree
        for query in queries or ("",):
            for sites, place in (
                (set(range(4)), tree.district),
                ({0, 1}, tree.street),
                ({2}, tree.other_street),
                ({3}, tree.park),
            ):
                told = f"?{query}&place={place.code}"
                yield Target(params, partial(_within, sites=sites), f"{place.name} {query}", told)
            yield Target(params, lambda p: False, "no such place", f"?{query}&place=nowhere")

    return targets


def _files(*queries: str) -> Targets:
    def targets(world: World) -> Iterable[Target]:
        for ending in ("xlsx", "csv"):
            yield from _places(*queries, ending=ending)(world)

    return targets


def _at(person: Person, number: int, cleared: bool) -> bool:
    return READERS(person) and number in person.sees and (person.cleared or not cleared)


def _rows(world: World) -> Iterable[Target]:
    yield from _places(*(f"column={key}" for key in COLUMNS))(world)
    for number, site in enumerate(world.sites):
        for column in ("virtual", "taxed", "untaxed"):
            open_to = partial(_at, number=number, cleared=column.endswith("taxed"))
            query = f"?column={column}&building={site.building.pk}"
            yield Target({}, open_to, f"{column} of site {number}", query)
    for query in ("?column=vacant", "?column=nothing", "?column=virtual&building=987654321"):
        yield Target({}, lambda p: False, query, query)


def _buildings(world: World) -> Iterable[Target]:
    for number, site in enumerate(world.sites):
        open_to = partial(_at, number=number, cleared=False)
        yield Target({"pk": site.building.pk}, open_to, f"site {number}")
    yield nothing()


EXPECTED: dict[str, Expectation] = {
    "matching-summary": Expectation(
        READERS, _places("", "level=places", "level=buildings", "level=buildings&sort=-taxed")
    ),
    "matching-summary-export": Expectation(READERS, _files("", "level=buildings")),
    "matching-summary-building": Expectation(READERS, _buildings),
    "matching-summary-rows": Expectation(READERS, _rows),
    "matching-summary-rows-export": Expectation(
        READERS, _files(*(f"column={key}" for key in COLUMNS))
    ),
}
