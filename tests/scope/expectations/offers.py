"""招商房源页面: through their building; listed and taken down by who looks after it."""

from collections.abc import Iterable

from tests.scope.expectations.gates import (
    CARETAKERS,
    REGISTRARS,
    at_site,
    nobody,
    nothing,
    signed_in,
)
from tests.scope.expectations.registers import noun
from tests.scope.matrix import Expectation, Target
from tests.scope.world import Person, World


def offers(world: World) -> Iterable[Target]:
    for number, offer in enumerate(world.planted["offers"].open):
        yield Target({"pk": offer.pk}, at_site(number), f"offer of site {number}")
    yield nothing()


def photos(world: World) -> Iterable[Target]:
    planted = world.planted["offers"]
    for number, photo in enumerate([*planted.photos, *planted.withdrawn_photos]):
        site = number % len(planted.photos)
        for size in ("small", "large"):
            params = {"pk": photo.pk, "size": size}
            yield Target(params, at_site(site), f"{size} photo of site {site}")
    yield Target({"pk": 987_654, "size": "small"}, nobody, "nothing")


def _seen(world: World, person: Person) -> int:
    return 2 * len(person.sees)


EXPECTED: dict[str, Expectation] = {
    **noun("offers", offers, _seen, CARETAKERS, list=("sort=-rent_yuan", "standing=taken")),
    "offers-withdrawal": Expectation(CARETAKERS, offers, posts=True),
    "offers-photos": Expectation(CARETAKERS, offers, posts=True),
    "offers-photo": Expectation(signed_in, photos),
    "offers-verification": Expectation(REGISTRARS, offers, reads=False, posts=True),
}
