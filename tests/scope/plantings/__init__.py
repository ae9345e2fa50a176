"""试验区的增植: rows of one part of the product in the world of the matrix, with their markers.

Each module of this folder has `plant(world)`, which adds its rows and returns what the
expectations need of them, and `forbidden(planted, person)`: marker → whose it is.
"""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType


def plantings() -> dict[str, ModuleType]:
    return {m.name: import_module(f"{__name__}.{m.name}") for m in iter_modules(__path__)}
