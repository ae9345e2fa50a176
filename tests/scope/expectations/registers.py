"""底册页面: buildings, units, enterprises, stays, places."""

from collections.abc import Callable, Iterable

from tests.scope.expectations.gates import (
    CARETAKERS,
    REGISTRARS,
    Gate,
    at_site,
    endings,
    nothing,
    signed_in,
)
from tests.scope.matrix import Expectation, Target
from tests.scope.world import Person, World


def buildings(world: World) -> Iterable[Target]:
    for number, site in enumerate(world.sites):
        yield Target({"pk": site.building.pk}, at_site(number), f"building of site {number}")
    yield nothing()


def units(world: World) -> Iterable[Target]:
    for number, site in enumerate(world.sites):
        yield Target({"pk": site.units[0].pk}, at_site(number), f"unit of site {number}")
    yield nothing()


def enterprises(world: World) -> Iterable[Target]:
    for number, site in enumerate(world.sites):
        yield Target(
            {"pk": site.tenant.pk},
            lambda person, number=number: number in person.sees or person.tenant_of == number,
            f"tenant of site {number}",
        )
    yield Target({"pk": world.shared.pk}, lambda p: bool(p.sees & {0, 2}), "shared tenant")
    yield Target(
        {"pk": world.sole_record.pk},
        lambda p: p.sees_district or p.keeps == "other street",
        "record of the other street",
    )
    yield nothing()


def stays(world: World) -> Iterable[Target]:
    for number, site in enumerate(world.sites):
        yield Target({"pk": site.stay.pk}, at_site(number), f"stay of site {number}")
    yield nothing()


def _buildings_seen(world: World, person: Person) -> int:
    return len(person.sees)


def _units_seen(world: World, person: Person) -> int:
    return sum(len(world.sites[number].units) for number in person.sees)


def _enterprises_seen(world: World, person: Person) -> int:
    """Present and former tenants, the shared one once, and the records of one's own street."""
    shared = bool(person.sees & {0, 2})
    record = person.sees_district or person.keeps == "other street"
    return 2 * len(person.sees) + shared + record + (person.tenant_of is not None)


def noun(
    key: str,
    objects: Callable[[World], Iterable[Target]],
    count: Callable[[World, Person], int],
    writers: Gate,
    **queries: tuple[str, ...],
) -> dict[str, Expectation]:
    """The addresses every declared noun has; `page` are variants of one record's page."""
    return {
        key: Expectation(
            signed_in, fragments=("results",), searched=True, count=count, queries=queries["list"]
        ),
        f"{key}-export": Expectation(signed_in, endings, queries=queries["list"]),
        f"{key}-new": Expectation(writers, posts=True),
        f"{key}-bulk": Expectation(writers, posts=True, queries=("set=name", "q=")),
        f"{key}-edit": Expectation(writers, objects, posts=True),
        f"{key}-history": Expectation(signed_in, objects, fragments=("history",)),
        f"{key}-detail": Expectation(signed_in, objects, queries=queries.get("page", ())),
    }


SORTED = ("sort=-name", "sort=name&size=20", "page=2")

COLOURED = (
    "colour=registration",
    "colour=registration&shade=outside&view=table",
    "colour=lease",
    "colour=lease&shade=later&view=table",
    "colour=lease&view=print",
    "colour=tax",
    "colour=tax&shade=band_4&view=table",
    "colour=tax&view=print",
)

EXPECTED: dict[str, Expectation] = {
    "places": Expectation(signed_in),
    "places-export": Expectation(signed_in, endings),
    **noun(
        "buildings",
        buildings,
        _buildings_seen,
        REGISTRARS,
        list=(*SORTED, "sort=-place"),
        page=COLOURED,
    ),
    **noun("units", units, _units_seen, CARETAKERS, list=("sort=-area", "sort=building")),
    **noun("enterprises", enterprises, _enterprises_seen, REGISTRARS, list=SORTED),
    "buildings-roster": Expectation(signed_in, buildings),
    "departure": Expectation(CARETAKERS, stays, posts=True),
    "vacancy": Expectation(CARETAKERS, units, posts=True),
}
