"""设置向导: for the office."""

from tests.scope.expectations.gates import OFFICE_ONLY
from tests.scope.matrix import Expectation

EXPECTED: dict[str, Expectation] = {"setup": Expectation(OFFICE_ONLY)}
