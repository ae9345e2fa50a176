"""涉税页面: totals for who reads sums, payments for the enterprise itself and the cleared."""

from collections.abc import Callable, Iterable

from louyu.registers.organizations.models import Role
from louyu.registers.taxation.bases import NO_ESTATE
from louyu.registers.taxation.tests.worlds import YEAR
from tests.scope.expectations.gates import OFFICE_ONLY, holding, nothing, signed_in
from tests.scope.matrix import Expectation, Target
from tests.scope.world import Person, World

DISTRICT_ROLES = {Role.OFFICE, Role.LEADER}


def reads_district(person: Person) -> bool:
    return person.role in DISTRICT_ROLES or is_analyst(person)


def is_analyst(person: Person) -> bool:
    return person.cleared and person.role == Role.DEPARTMENT


def reads_sums(person: Person) -> bool:
    return reads_district(person) or person.role == Role.STREET


def reads_exactly(person: Person) -> bool:
    return person.role == Role.OFFICE or reads_shares(person)


def reads_shares(person: Person) -> bool:
    return person.cleared and reads_sums(person)


def may_ask(person: Person, number: int) -> bool:
    """For the payments of the tenant of this site, the cleared after they said why."""
    return person.tenant_of == number or (person.cleared and number in person.sees)


def _places(**params: str) -> Callable[[World], Iterable[Target]]:
    def targets(world: World) -> Iterable[Target]:
        tree = world.tree
        yield Target(params, reads_district, "district", f"?place={tree.district.code}")
        for sites, place in (({0, 1}, tree.street), ({2}, tree.other_street), ({3}, tree.park)):
            yield Target(
                params,
                lambda p, sites=sites: reads_district(p) or (reads_sums(p) and p.sees == sites),
                place.name,
                f"?place={place.code}",
            )
        yield Target(params, lambda p: False, "no such year", "?year=1999")

    return targets


def _shares(**params: str) -> Callable[[World], Iterable[Target]]:
    """Of the places whose sums a person reads, for the cleared alone."""

    def targets(world: World) -> Iterable[Target]:
        for one in _places(**params)(world):
            yield Target(
                params, lambda p, one=one: p.cleared and one.open_to(p), one.note, one.query
            )

    return targets


def _share_files(world: World) -> Iterable[Target]:
    for ending in ("xlsx", "csv"):
        yield from _shares(ending=ending)(world)


def _unplaced(world: World) -> Iterable[Target]:
    yield Target({"year": YEAR}, is_analyst, "a year of tax")
    yield Target({"year": 1999}, lambda p: False, "no such year")


def _sums(**params: str) -> Callable[[World], Iterable[Target]]:
    """Another 口径 of the same places is there for who reads exactly alone."""

    def targets(world: World) -> Iterable[Target]:
        for one in _places(**params)(world):
            yield one
            yield Target(
                params,
                lambda p, one=one: reads_exactly(p) and one.open_to(p),
                f"{one.note} on another basis",
                f"{one.query}&basis={NO_ESTATE.key}",
            )

    return targets


def _files(world: World) -> Iterable[Target]:
    for ending in ("xlsx", "csv"):
        yield from _sums(ending=ending)(world)


def _payers(world: World) -> Iterable[Target]:
    for number, site in enumerate(world.sites):
        yield Target(
            {"pk": site.tenant.pk}, lambda p, n=number: may_ask(p, n), f"tenant of site {number}"
        )
    yield nothing()


EXPECTED: dict[str, Expectation] = {
    "tax": Expectation(reads_sums, _sums()),
    "tax-export": Expectation(reads_sums, _files),
    "tax-concentration": Expectation(reads_shares, _shares()),
    "tax-concentration-export": Expectation(reads_shares, _share_files),
    "tax-unplaced": Expectation(is_analyst, _unplaced),
    "enterprise-tax": Expectation(signed_in, _payers),
    "tax-package": Expectation(
        lambda p: OFFICE_ONLY(p) or is_analyst(p), queries=("period=2026-03",)
    ),
    "tax-unidentified": Expectation(is_analyst),
    "tax-views": Expectation(holding(Role.AUDITOR)),
}
