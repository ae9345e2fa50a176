"""公开门户: open to everybody alike, signed in or not."""

from tests.scope.expectations.gates import anybody, nobody
from tests.scope.matrix import Expectation

EXPECTED: dict[str, Expectation] = {
    "public-home": Expectation(anybody),
    # Leads back to where the reader was.
    "public-text-size": Expectation(nobody, queries=("size=large",)),
}
