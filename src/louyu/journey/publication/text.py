"""正文: lines a person may edit around figures nobody may; a figure is named in 【】.

A line that starts with 一、 is a heading; 【情况表】 and 【入驻率图】 stand on lines of their own.
"""

import re
from dataclasses import dataclass

from louyu.engines.documents import Heading, Paragraph
from louyu.journey.publication.snapshot import Snapshot
from louyu.journey.publication.wording import figures_of

TABLE, CHART = "情况表", "入驻率图"
_NAMED = re.compile(r"【([^】]*)】")
_HEADING = re.compile(r"[一二三四五六七八九十]+、")


class TextRefused(ValueError):
    """The text cannot be printed; the message is a Chinese sentence."""


@dataclass(frozen=True)
class Inset:
    """Where the table or the chart stands."""

    name: str


Line = Heading | Paragraph | Inset


def composed(snapshot: Snapshot) -> str:
    """The first wording; comparisons are made only where there is a base."""
    known = figures_of(snapshot)

    def clause(words: str, name: str) -> str:
        return f"，{words}【{name}】" if name in known else ""

    overall = (
        "截至【截止日】，【范围】商务面积【商务面积】，其中已采集【已采集面积】，占【采集率】；"
        "空置面积【空置面积】。在用楼宇【在用楼宇】，入驻率【入驻率】"
        + clause("较上季度末", "入驻率较上季")
        + clause("较上年同期", "入驻率较同期")
        + "。入驻市场主体【入驻主体】"
        + clause("较上季度末", "入驻主体较上季")
        + "。"
    )
    parts = "街道园区" if snapshot.place_level == "district" else "楼宇"
    lines = ["现对【被更正的通报】作如下更正，以本通报为准。"] if snapshot.corrects else []
    lines += ["一、总体情况", overall, f"二、{parts}情况", f"【{TABLE}】", f"【{CHART}】"]
    return "\n".join(lines)


def check(text: str, snapshot: Snapshot) -> None:
    """Refuse names without a figure, and a table or chart left out or shown twice."""
    named = _NAMED.findall(text)
    known = figures_of(snapshot).keys() | {TABLE, CHART}
    unknown = [f"【{name}】" for name in dict.fromkeys(named) if name not in known]
    if unknown:
        raise TextRefused(f"没有{'、'.join(unknown)}这个数。请从“可用的数”中选取。")
    lines = [line.strip() for line in text.splitlines()]
    for name in (TABLE, CHART):
        if named.count(name) != 1 or f"【{name}】" not in lines:
            raise TextRefused(f"正文中请保留一行“【{name}】”，只保留一行，且单独成行。")


def lines(text: str, snapshot: Snapshot) -> list[Line]:
    """The text with every figure put in, blank lines left out."""
    known = figures_of(snapshot)
    found: list[Line] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        if line in (f"【{TABLE}】", f"【{CHART}】"):
            found.append(Inset(line[1:-1]))
            continue
        filled = _NAMED.sub(lambda name: known[name[1]], line)
        found.append(Heading(filled) if _HEADING.match(filled) else Paragraph(filled))
    return found
