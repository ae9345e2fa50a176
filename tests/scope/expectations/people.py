"""人员与授权: second factors, accounts, grants and a street's liaisons."""

from tests.scope.expectations.gates import nobody, signed_in
from tests.scope.matrix import Expectation

EXPECTED: dict[str, Expectation] = {
    "second-factor": Expectation(signed_in),
    # Everybody in the matrix has bound a phone already: it leads on.
    "second-factor-enrol": Expectation(nobody),
}
