"""接入约定: what every transport offers, and how it says that something went wrong."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from louyu.engines.measures import Period

Told = Mapping[str, Any]


class FeedFailed(Exception):
    """It could not be fetched; one Chinese sentence that says what to do and tells of no row."""


class NothingThere(Exception):
    """Reached, and there is nothing of this month yet; one Chinese sentence."""


@dataclass(frozen=True)
class Fetched:
    """`name` as the provider calls it; `total`: rows the provider says there are, if it does."""

    path: Path
    name: str
    total: int | None = None


@dataclass(frozen=True)
class Setting:
    """One field of a transport's form; with `choices` it is one of them, `long` has lines."""

    name: str
    label: str
    help: str = ""
    required: bool = True
    choices: Sequence[tuple[str, str]] = ()
    long: bool = False


COLUMNS = Setting(
    "columns",
    "列的对应",
    "对方的表头与模板不同时才填，每行一列，写成 对方表头=模板表头。",
    required=False,
    long=True,
)


def pairs_of(lines: str, wanted: str) -> dict[str, str]:
    """Lines of the form a=b; `wanted` is how they should be written. Raises FeedFailed."""
    kept = [line.strip() for line in lines.splitlines() if line.strip()]
    pairs = [[part.strip() for part in line.split("=", 1)] for line in kept]
    if not all(len(pair) == 2 and all(pair) for pair in pairs):
        raise FeedFailed(f"各列每行写成 {wanted}。")
    found = dict(pairs)
    if len(found) < len(pairs) or len(set(found.values())) < len(pairs):
        raise FeedFailed("各列里有重复的，请只留一个。")
    return found


class Transport(ABC):
    key: str
    settings: tuple[Setting, ...] = ()
    # How soon it is looked again where nothing was there.
    again_after = timedelta(hours=1)

    def check_config(self, told: Told) -> list[str]:
        """What is wrong with the settings and what to do; without reaching out."""
        lacking = [one.label for one in self.settings if one.required and not told.get(one.name)]
        return [f"请填写{'、'.join(lacking)}。"] if lacking else self._faults(told)

    def _faults(self, told: Told) -> list[str]:
        return []

    @abstractmethod
    def try_out(self, told: Told) -> str:
        """Reaches out without taking anything; one sentence. Raises FeedFailed."""

    @abstractmethod
    def fetch(self, told: Told, period: Period, into: Path) -> Fetched:
        """Raises FeedFailed or NothingThere; what it writes lies in `into`."""

    @abstractmethod
    def put_away(self, told: Told, name: str, sha256: str) -> None:
        """After the file is safe here; called twice it does nothing more."""
