"""写法: known names that are written nearly as a name is, found without comparing with each."""

from collections import defaultdict

from louyu.engines.addresses.keys import SHORTEST_TYPO, alike


class Spellings:
    """Keys of names (`name_key`) by what is left of them without one sign, or without an end.

    A city's names are looked up in microseconds; comparing with each of 6,000 takes milliseconds.
    """

    def __init__(self) -> None:
        self._names: set[str] = set()
        self._shortened: defaultdict[str, list[str]] = defaultdict(list)
        self._begun_or_ended: defaultdict[str, list[str]] = defaultdict(list)

    def add(self, name: str) -> None:
        if name in self._names or len(name) < SHORTEST_TYPO:
            return
        self._names.add(name)
        for short in _without_one(name):
            self._shortened[short].append(name)
        for part in _ends(name):
            self._begun_or_ended[part].append(name)

    def like(self, name: str) -> set[str]:
        """Every added name that is `alike`; a name of few signs is like none."""
        if len(name) < SHORTEST_TYPO:
            return set()
        shorter = _without_one(name)
        near = self._names & (shorter | _ends(name))
        near.update(self._begun_or_ended.get(name, ()), self._shortened.get(name, ()))
        for short in shorter:
            near.update(self._shortened.get(short, ()))
        return {known for known in near if alike(known, name)}


def _without_one(name: str) -> set[str]:
    return {name[:cut] + name[cut + 1 :] for cut in range(len(name))}


def _ends(name: str) -> set[str]:
    begun = {name[:stop] for stop in range(SHORTEST_TYPO, len(name))}
    return begun | {name[start:] for start in range(1, len(name) - SHORTEST_TYPO + 1)}
