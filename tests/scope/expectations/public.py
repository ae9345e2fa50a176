"""公开门户: open to everybody alike, signed in or not."""

from collections.abc import Iterable

from tests.scope.expectations.gates import anybody, nobody, nothing
from tests.scope.matrix import Expectation, Target
from tests.scope.world import World


def spaces(world: World) -> Iterable[Target]:
    planted = world.planted["offers"]
    for number, offer in enumerate(planted.open):
        yield Target({"pk": offer.pk}, anybody, f"space of site {number}")
    for number, offer in enumerate(planted.withdrawn):
        yield Target({"pk": offer.pk}, nobody, f"space of site {number}, taken down")
    yield nothing()


def photos(world: World) -> Iterable[Target]:
    planted = world.planted["offers"]
    for number, photo in enumerate(planted.photos):
        for size in ("small", "large"):
            yield Target({"pk": photo.pk, "size": size}, anybody, f"photo of site {number}")
    for number, photo in enumerate(planted.withdrawn_photos):
        yield Target({"pk": photo.pk, "size": "small"}, nobody, f"photo taken down, {number}")
    yield Target({"pk": planted.photos[0].pk, "size": "original"}, nobody, "no such size")


def buildings(world: World) -> Iterable[Target]:
    for number, site in enumerate(world.sites):
        yield Target({"code": site.code}, anybody, f"building of site {number}")
    yield Target({"code": "QX/none"}, nobody, "nothing")


EXPECTED: dict[str, Expectation] = {
    "public-home": Expectation(anybody, public=True),
    "public-spaces": Expectation(
        anybody, public=True, queries=("sort=rent", "area=100-&now=on", "street=x&page=9")
    ),
    "public-space": Expectation(anybody, spaces, public=True),
    "public-space-photo": Expectation(anybody, photos, public=True),
    "public-buildings": Expectation(anybody, public=True, queries=("offers=on", "use=office")),
    "public-building": Expectation(anybody, buildings, public=True),
    # Leads back to where the reader was.
    "public-text-size": Expectation(nobody, queries=("size=large",)),
}
