"""写法: the index finds exactly the names that comparing with each would find."""

from itertools import product

from louyu.engines.addresses.keys import alike
from louyu.engines.addresses.spellings import Spellings

# All of 3 to 7 signs of two kinds: a digit is no slip of the pen. Every kind of likeness occurs.
NAMES = ["".join(signs) for size in range(3, 8) for signs in product("澜1", repeat=size)]


def test_as_the_plain_loop_over_all_names() -> None:
    spellings = Spellings()
    for one in NAMES:
        spellings.add(one)
    for name in NAMES:
        assert spellings.like(name) == {one for one in NAMES if alike(one, name)}


def test_a_name_that_was_not_added_is_none() -> None:
    spellings = Spellings()
    spellings.add("望澜大厦")
    assert spellings.like("望谰大厦") == {"望澜大厦"}
    assert spellings.like("听涛大厦") == set()
