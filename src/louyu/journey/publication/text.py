"""正文: lines a person may edit around figures nobody may; a figure is named in 【】.

A line that starts with 一、 is a heading, one with （一） a lower one; a table or chart stands on a
line of its own. 【内部】 before a heading keeps its part out of the public edition.
"""

import re
from dataclasses import dataclass, field

from louyu.engines.documents import Block, Heading, Paragraph
from louyu.journey.publication.audiences import MARKS, Audience
from louyu.journey.publication.insets import TABLE, insets_of, shown_in
from louyu.journey.publication.snapshot import Snapshot
from louyu.journey.publication.telling import figures_of

NUMERALS = "一二三四五六七八九十"
LONGEST_HEADING = 30
_NAMED = re.compile(r"【([^】]*)】")
_MARK = re.compile("|".join(map(re.escape, MARKS)))
_HEADING = re.compile(r"[一二三四五六七八九十]+、")
_LOWER = re.compile(r"（[一二三四五六七八九十]+）")


class TextRefused(ValueError):
    """The text cannot be printed; the message is a Chinese sentence."""


@dataclass
class _Part:
    """A heading with what stands under it, and the edition it is for."""

    heading: str
    audience: Audience
    blocks: list[Block] = field(default_factory=list)


def check(text: str, snapshot: Snapshot) -> None:
    """Refuse names without a figure, and a table or chart in a sentence or shown twice."""
    named = _NAMED.findall(_MARK.sub("", text))
    insets = shown_in(snapshot).keys()
    known = figures_of(snapshot).keys() | insets
    unknown = [f"【{name}】" for name in dict.fromkeys(named) if name not in known]
    if unknown:
        raise TextRefused(f"没有{'、'.join(unknown)}这个数。请从“可用的数”中选取。")
    lines = [line.strip() for line in text.splitlines()]
    for name in insets:
        if named.count(name) > 1 or (name in named and f"【{name}】" not in lines):
            raise TextRefused(f"“【{name}】”只保留一行，且单独成行。")
    if TABLE not in named:
        raise TextRefused(f"正文中请保留一行“【{TABLE}】”。")


def blocks_of(text: str, snapshot: Snapshot, audience: Audience) -> list[Block]:
    """The text of one edition with every figure put in; its headings counted anew.

    What names something this edition may not show is left out whole, line by line.
    """
    parts = [part for part in _parts(text, snapshot, audience) if audience.reads(part.audience)]
    found: list[Block] = []
    number = 0
    for part in parts:
        if part.heading and (part.blocks or audience is not Audience.PUBLIC):
            found.append(Heading(_HEADING.sub(f"{NUMERALS[number]}、", part.heading, count=1)))
            number = min(number + 1, len(NUMERALS) - 1)
        found += part.blocks
    return found


def _parts(text: str, snapshot: Snapshot, audience: Audience) -> list[_Part]:
    known, insets = figures_of(snapshot, audience), shown_in(snapshot, audience)
    hidden = {inset.name for inset in insets_of(snapshot)} - insets.keys()
    parts = [_Part("", Audience.PUBLIC)]
    for line in filter(None, map(str.strip, text.splitlines())):
        mark = _MARK.match(line)
        bare = _MARK.sub("", line)
        named = _NAMED.findall(bare)
        if any(name in hidden or name not in known.keys() | insets.keys() for name in named):
            continue
        if bare[1:-1] in insets and bare == f"【{bare[1:-1]}】":
            parts[-1].blocks += insets[bare[1:-1]]
            continue
        filled = _NAMED.sub(lambda name: known[name[1]], bare)
        if _HEADING.match(filled):
            parts.append(_Part(filled, MARKS[mark[0]] if mark else Audience.PUBLIC))
        elif not mark or audience.reads(MARKS[mark[0]]):
            is_lower = _LOWER.match(filled) and len(filled) <= LONGEST_HEADING
            parts[-1].blocks.append(Heading(filled, 2) if is_lower else Paragraph(filled))
    return parts
