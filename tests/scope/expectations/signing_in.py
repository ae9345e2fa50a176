"""登录方式: open to whoever is at the door; sharing an address to whoever is signed in."""

from collections.abc import Iterable

from tests.scope.expectations.gates import anybody, nobody, signed_in
from tests.scope.matrix import Expectation, Target
from tests.scope.world import World


def _any_token(world: World) -> Iterable[Target]:
    yield Target({"token": "no-such-token"}, anybody, "any token")


EXPECTED: dict[str, Expectation] = {
    "sign-in-phone": Expectation(anybody),
    "sign-in-link": Expectation(anybody, _any_token),
    # Without an identity service both lead back to the door.
    "sign-in-oidc": Expectation(nobody),
    "sign-in-oidc-back": Expectation(nobody),
    "share": Expectation(signed_in, queries=("page=/buildings/",)),
}
