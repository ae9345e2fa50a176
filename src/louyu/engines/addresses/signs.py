"""字符: one form for every sign of an address; positions stay as they were written."""

import re

# Full-width letters, digits and signs are the ASCII ones 0xFEE0 further on.
_SIGNS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SIGNS |= {ord("　"): ord(" ")}
_SIGNS |= dict.fromkeys(map(ord, "—－–‐‑﹣−─"), ord("-"))
_SIGNS |= {ord("～"): ord("~"), ord("〇"): ord("零"), ord("○"): ord("零"), ord("两"): ord("二")}
_SIGNS |= {ord("幛"): ord("幢"), ord("棟"): ord("栋"), ord("樓"): ord("楼"), ord("號"): ord("号")}
_SIGNS |= {ord("層"): ord("层"), ord("東"): ord("东"), ord("區"): ord("区"), ord("廈"): ord("厦")}
_SIGNS |= {code: code - 32 for code in range(ord("a"), ord("z") + 1)}

NUMERALS = "零一二三四五六七八九十百"
_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")}
_TENS = {"十": 10, "百": 100}
_RUN = re.compile(f"[{NUMERALS}]+")


def folded(text: str) -> str:
    """As long as `text`, so that a position in one is a position in the other."""
    return text.translate(_SIGNS)


def number(written: str) -> str:
    """Chinese numerals as digits (十二 → 12, 一二〇三 → 1203); anything else as it is."""
    if not written or any(sign not in NUMERALS for sign in written):
        return written
    if not any(sign in _TENS for sign in written):
        return "".join(str(_DIGITS[sign]) for sign in written)
    total, last = 0, 0
    for sign in written:
        if sign in _TENS:
            total += (last or 1) * _TENS[sign]
            last = 0
        else:
            last = _DIGITS[sign]
    return str(total + last)


def numbered(text: str) -> str:
    """Every run of Chinese numerals in a folded text as digits: 软件园二期 → 软件园2期."""
    return _RUN.sub(lambda found: number(found.group()), text)
