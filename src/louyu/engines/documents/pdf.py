"""PDF: the same document laid out by typst; fonts come from the machine and the file names them."""

import json
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import typst

from louyu.engines.documents.content import Annexes, Chart, Document, Signature
from louyu.engines.documents.page import FANGSONG, HEI, KAI, LATIN, SONG
from louyu.engines.documents.placing import rights, written

SHEET = Path(__file__).with_name("sheet.typ")
# What stands in for a font of the standard, the nearest first.
SERIF = ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "SimSun", "宋体")
SANS = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "SimHei", "WenQuanYi Zen Hei")
ROLES = {
    "fangsong": (FANGSONG, "FangSong_GB2312", "仿宋", "FangSong", "STFangsong", *SERIF, *SANS),
    "song": (SONG, "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", *SERIF, *SANS),
    "hei": (HEI, *SANS, *SERIF),
    "kai": (KAI, "KaiTi_GB2312", "楷体", "KaiTi", "STKaiti", *SERIF, *SANS),
}
OWN = {"fangsong": FANGSONG, "song": SONG, "hei": HEI, "kai": KAI}
SAME = {"FangSong_GB2312": FANGSONG, "FZXiaoBiaoSong-B05S": SONG, "SimHei": HEI}


class FontsMissing(Exception):
    """This machine has no Chinese font; the message says what to do."""


def pdf(document: Document) -> bytes:
    """A .pdf; the same document on the same machine gives the same bytes."""
    chosen = fonts()
    inputs = {
        "document": json.dumps(_plain(document), ensure_ascii=False, default=_written),
        "fonts": json.dumps({role: [LATIN, font] for role, font in chosen.items()} | _LATIN),
        "notice": notice(),
    }
    made = typst.compile(str(SHEET), sys_inputs=inputs, format="pdf", timestamp=0)
    assert isinstance(made, bytes)
    return made


_LATIN = {"latin": [LATIN, "Liberation Serif", "DejaVu Serif"]}


def fonts() -> dict[str, str]:
    """The first font of each list that this machine has."""
    known = _families()
    chosen = {
        role: next((font for font in names if font in known), "") for role, names in ROLES.items()
    }
    if not all(chosen.values()):
        raise FontsMissing(
            "服务器上没有中文字体，不能生成 PDF。"
            "请系统管理员安装 fonts-noto-cjk，或改用 Word 文件。"
        )
    return chosen


def notice() -> str:
    """Which fonts of the standard were not there; empty where all were."""
    missing = {
        OWN[role]: font for role, font in fonts().items() if SAME.get(font, font) != OWN[role]
    }
    if not missing:
        return ""
    used = "、".join(dict.fromkeys(missing.values()))
    return (
        f"字体说明：本机没有{'、'.join(missing)}，以{used}代替；"
        "正式印发请用装有这些字体的电脑打印 Word 文件。"
    )


@cache
def _families() -> frozenset[str]:
    return frozenset(typst.Fonts().families())


def _plain(document: Document) -> dict[str, Any]:
    told = {
        "title": document.title,
        "mark": document.mark,
        "letterhead": document.letterhead and asdict(document.letterhead),
        "imprint": document.imprint and asdict(document.imprint),
    }
    return told | {"blocks": [_block(block) for block in document.blocks]}


def _block(block: Any) -> dict[str, Any]:
    kind = type(block).__name__
    if isinstance(block, Chart):
        return {"kind": kind, "chart": asdict(block) | {"levels": block.levels}}
    found = {"kind": kind} | asdict(block)
    if isinstance(block, Annexes):
        found["lines"] = block.lines
    if isinstance(block, Signature):
        name, day = rights(block)
        found |= {"name_right": name, "day_right": day}
    return found


def _written(value: object) -> str:
    if isinstance(value, date):
        return written(value)
    if isinstance(value, Decimal):
        return f"{value}"
    raise TypeError(f"{type(value).__name__} has no place in a document")
