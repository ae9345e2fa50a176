"""情况说明: what a later stage doubts of a building is asked on the page of its month.

Whoever finds doubts declares here, in its monthly.py, how to read and how to answer them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from louyu.journey.collection.models import Duty
from louyu.kernel.scope import Actor

LONGEST = 500
# More would bury the tenants; the rest stands in the list of all doubts.
MOST_SHOWN = 6


@dataclass(frozen=True)
class Doubtful:
    """One thing that may be wrong; what cannot be explained can only be mended (at `link`)."""

    pk: int
    label: str
    words: str
    how_to_mend: str
    link: str
    may_be_explained: bool


@dataclass(frozen=True)
class Waiting:
    """The gravest `shown`, how many there are, and where all of them are listed."""

    shown: list[Doubtful]
    count: int
    link: str


Read = Callable[[Duty, Actor], Waiting]
Answer = Callable[[Duty, Mapping[int, str], Actor], None]


@dataclass(frozen=True)
class Source:
    """`answer` gets the texts by the number of what they explain, within the handing-in."""

    read: Read
    answer: Answer


_sources: list[Source] = []


def declare(source: Source) -> None:
    _sources.append(source)


class ExplanationForm(forms.Form):
    """Left empty the doubt stays as it is: the month is not held up by it."""

    text = forms.CharField(
        label="为什么这样是对的",
        max_length=LONGEST,
        required=False,
        error_messages={"max_length": f"情况说明最多 {LONGEST} 字，请写短一些。"},
    )


@dataclass(frozen=True)
class Doubted:
    about: Doubtful
    form: ExplanationForm


@dataclass(frozen=True)
class Doubts:
    items: list[Doubted]
    count: int
    link: str

    @property
    def rest(self) -> int:
        return self.count - len(self.items)

    @property
    def forms(self) -> list[ExplanationForm]:
        return [one.form for one in self.items if one.about.may_be_explained]

    @property
    def told(self) -> dict[int, str]:
        """What was explained, once the forms are valid."""
        texts = {
            one.about.pk: one.form.cleaned_data["text"]
            for one in self.items
            if one.about.may_be_explained
        }
        return {pk: text for pk, text in texts.items() if text}


def doubts_of(
    duty: Duty, actor: Actor, typed: MultiValueDict[str, str] | None = None
) -> Doubts | None:
    """None where nothing waits for this reader."""
    for source in _sources:
        waiting = source.read(duty, actor)
        if waiting.count:
            return Doubts(
                [_doubted(one, typed) for one in waiting.shown], waiting.count, waiting.link
            )
    return None


def _doubted(about: Doubtful, typed: Any) -> Doubted:
    return Doubted(about, ExplanationForm(typed, prefix=f"d-{about.pk}"))


def explain(duty: Duty, told: Mapping[int, str], actor: Actor) -> None:
    for source in _sources:
        source.answer(duty, told, actor)
