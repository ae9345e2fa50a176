"""期望: for every address, who gets an answer and for which objects. No entry, no page.

Each module of this folder holds the table `EXPECTED` of one part of the product.
"""

from importlib import import_module
from pkgutil import iter_modules

from tests.scope.matrix import Expectation


def _all() -> dict[str, Expectation]:
    found: dict[str, Expectation] = {}
    for module in iter_modules(__path__):
        part = getattr(import_module(f"{__name__}.{module.name}"), "EXPECTED", {})
        if twice := found.keys() & part.keys():
            raise ValueError(f"expected twice: {sorted(twice)}")
        found |= part
    return found


EXPECTED = _all()
