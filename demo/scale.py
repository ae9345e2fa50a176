"""演示规模: the district of the demo, or as many repetitions of it as a city has rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

# How many parts: 80 buildings, 6,000 units and 3,500 enterprises each.
TIMES = {"district": 1, "city": 20}


@dataclass(frozen=True)
class Part:
    """Part 0 is the demo; the others have its shape, and names, codes and doors of their own."""

    number: int
    random: Random

    def after(self, count: int) -> int:
        """How many came before this part when each part has `count`."""
        return self.number * count


def parts(scale: str, *, seed: int) -> Iterator[Part]:
    """Each draws from a source of its own: what part 0 draws does not depend on the scale."""
    for number in range(TIMES[scale]):
        yield Part(number, Random(f"{seed}:{number}") if number else Random(seed))
