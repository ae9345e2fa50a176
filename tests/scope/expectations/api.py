"""接口地址: what the pages of a noun owe to whom, its addresses of the API owe as well."""

from collections.abc import Iterable
from dataclasses import replace

from louyu.kernel.resource import all_resources
from louyu.registers.buildings.models import KeyListing
from tests.scope.expectations import (
    bodies,
    journey,
    land,
    letterheads,
    offers,
    plans,
    portal,
    registers,
    setup,
    work,
)
from tests.scope.expectations.gates import anybody, nothing, signed_in
from tests.scope.matrix import Expectation, Target
from tests.scope.world import World

PAGES = registers.EXPECTED | plans.EXPECTED | land.EXPECTED | work.EXPECTED | setup.EXPECTED
PAGES |= letterheads.EXPECTED | bodies.EXPECTED | offers.EXPECTED


def _listings(world: World) -> Iterable[Target]:
    """Key listings are seen with their building."""
    for number, site in enumerate(world.sites):
        for listing in KeyListing.objects.unscoped("test").filter(building=site.building):
            yield Target(
                {"pk": listing.pk}, lambda p, number=number: number in p.sees, f"site {number}"
            )
    yield nothing()


def _none(world: World) -> Iterable[Target]:
    yield nothing()


OWN = {"key-buildings": _listings, "matters": work.matters}


def _of(key: str) -> dict[str, Expectation]:
    shown = PAGES.get(f"{key}-detail")
    targets = OWN.get(key) or (shown.targets if shown else _none)
    allowed = shown.allowed if shown else signed_in
    one = Expectation(allowed, targets)
    # Writing with a session is refused for everybody; tokens have tests of their own.
    return {
        f"api-{key}": Expectation(PAGES[key].allowed if key in PAGES else signed_in),
        f"api-{key}-row": one,
        f"api-{key}-history": one,
    }


def _all() -> dict[str, Expectation]:
    found = {name: one for declared in all_resources() for name, one in _of(declared.key).items()}
    found.pop("api-holidays-history")
    return found


def _with_parts(world: World) -> Iterable[Target]:
    for target in journey.first_page_of_figures(world):
        yield target
        yield replace(target, query=f"{target.query}&parts=1", note=f"{target.note} with parts")


EXPECTED: dict[str, Expectation] = _all() | {
    "openapi-json": Expectation(anybody),
    "tokens": Expectation(signed_in),
    "api-figures": Expectation(signed_in, _with_parts),
    "api-imports": Expectation(signed_in),
    "api-import": Expectation(signed_in, portal.uploads),
    "api-import-refusals": Expectation(signed_in, portal.uploads),
    **{
        f"api-import-{step}": Expectation(signed_in, portal.uploads, reads=False, posts=True)
        for step in ("mapping", "decisions", "confirm", "discard", "undo")
    },
    "api-jobs": Expectation(signed_in, queries=("size=200",)),
    "api-job": Expectation(signed_in, portal.upload_jobs),
}
