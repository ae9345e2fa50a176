"""措辞: what every kind of bulletin is written with: parts in their order, and lines of figures."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from louyu.journey.publication.audiences import Audience
from louyu.journey.publication.snapshot import Snapshot

Names = Collection[str]


@dataclass(frozen=True)
class Told:
    """What is printed for a name, and the edition it is for."""

    text: str
    audience: Audience = Audience.PUBLIC


@dataclass(frozen=True)
class Section:
    """A part says what there is to say in lines; one without any is left out."""

    title: str
    lines: Callable[[Snapshot, Names], list[str]]
    audience: Audience = Audience.PUBLIC


def clause(words: str, name: str, known: Names) -> str:
    return f"，{words}【{name}】" if name in known else ""


def insets(known: Names, *names: str) -> list[str]:
    return [f"【{name}】" for name in names if name in known]


def sentence(lead: tuple[str, str], known: Names, *more: tuple[str, str]) -> str:
    told = [f"{words}【{name}】" for words, name in (lead, *more) if name in known]
    return "，".join(told) + "。" if told else ""


def counted(lines: list[str]) -> list[str]:
    return [f"{number}. {line}" for number, line in enumerate(lines, start=1)]
