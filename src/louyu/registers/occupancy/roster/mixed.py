"""混写的格子: a firm whose room, area, rent or telephone stand in the cell of its name."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Any

from louyu.kernel.intake import same_text
from louyu.registers.occupancy.roster.refusing import Stopped

Cells = dict[str, Any]
PHONE_LEFT_OUT = "电话没有登记的地方，没有导入"
_STRONG = r"[\n;；|｜／]+"
_WEAK = r"[\s,，]+"
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_NUMBER = r"(\d[\d,]*(?:\.\d+)?)"
_PHONE = r"(?<![\dA-Za-z])(?:(?:\+?86[- ]?)?1[3-9]\d{9}|0\d{2,3}[- ]?\d{7,8})(?!\d)"
_IN_BRACKETS = re.compile(rf"[(（][^()（）]*{_PHONE}[^()（）]*[)）]")
_CONTACT = r"(?:联系人[:：]?[^\s\d]{2,4}[\s,，]*)?(?:(?:联系)?电话|手机)?[:：]?\s*"
_SAID = re.compile(_CONTACT + _PHONE)
_SQUARE_METRE = "(?:㎡|m2|平方米|平米|平)"
_PIECES: dict[str, re.Pattern[str]] = {
    "uscc": re.compile(r"([0-9A-Z]{18})"),
    "area": re.compile(rf"(?:租赁|使用|建筑)?(?:面积)?[:：]?{_NUMBER}{_SQUARE_METRE}"),
    "rent_yuan": re.compile(rf"月?(?:租金)?[:：]?{_NUMBER}元[/每]{_SQUARE_METRE}(?:[/·.]?月)?"),
    "rooms": re.compile(r"([A-Za-z]?\d{3,5}(?:[、~～-]\d{3,5})*)(?:室|号房|房)?"),
}
_NUMBERS = {"area", "rent_yuan"}


def unmix(cells: Cells) -> list[str]:
    """Puts the pieces of the name's cell where they belong; tells what had no place."""
    text = cells["name"] or ""
    bare, notes = _without_phone(text)
    pieces = _split(bare)
    firms = [piece for piece in pieces if _meant(piece) is None]
    if len(pieces) == len(firms):
        cells["name"] = bare.strip(" ,，;；|｜／/\n") if notes else cells["name"]
        return notes
    if len(firms) != 1:
        raise Stopped("name", "这一格写了几样内容，分不清哪一个是企业名称，请分列填写")
    for field, told in filter(None, map(_meant, pieces)):
        _put(cells, field, told)
    cells["name"] = firms[0]
    return notes


def _without_phone(text: str) -> tuple[str, list[str]]:
    bare = _SAID.sub(" ", _IN_BRACKETS.sub(" ", text))
    return (bare, [PHONE_LEFT_OUT]) if bare != text else (text, [])


def _split(text: str) -> list[str]:
    """Blanks and commas part only what is written in Chinese: they belong to foreign names."""
    signs = f"{_STRONG}|{_WEAK}" if _HAN.search(text) else _STRONG
    return [piece for piece in re.split(signs, text) if piece]


def _meant(piece: str) -> tuple[str, str] | None:
    narrow = unicodedata.normalize("NFKC", piece)
    for field, pattern in _PIECES.items():
        found = pattern.fullmatch(narrow)
        if found:
            return field, found.group(1)
    return None


def _put(cells: Cells, field: str, told: str) -> None:
    value: Any = Decimal(told.replace(",", "")) if field in _NUMBERS else told
    before = cells[field]
    same = same_text(before) == same_text(value) if isinstance(before, str) else before == value
    if before is not None and not same:
        raise Stopped("name", f"这一格里的“{told}”与同一行另一列不一致，请核对")
    cells[field] = value if before is None else before
