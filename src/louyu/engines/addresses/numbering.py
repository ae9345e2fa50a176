"""编号: what of an address is a number with its unit (甲10号, 3号楼, 2单元, 负一层, 408/411室)."""

import re
from typing import NamedTuple

from louyu.engines.addresses.signs import NUMERALS

_CN = f"[{NUMERALS}]"
# 12, B12, 12A, 10C07, AB, 六十
_ID = (
    rf"(?:[A-Z]{{0,3}}\d{{1,5}}[A-Z]?(?!\d)|\d{{1,3}}[A-Z]\d{{1,4}}|[A-Z]{{1,2}}(?![A-Z])"
    rf"|{_CN}{{1,4}})"
)
_N = rf"(?:\d{{1,5}}|{_CN}{{1,4}})"
_JOIN = r"(?:\s?[-/、,~&.·+]\s?|至|和|及)"
_MANY = rf"{_ID}(?:{_JOIN}{_ID}){{0,12}}"
_STEM = "[甲乙丙丁戊己庚辛]"
_SIDE = "[东西南北中]"

# In this order: 3号楼 is a tower before 3号 is a door.
_FORMS = {
    "phone": r"1\d{10}(?!\d)|\d{7,}(?:-\d+)*",
    "size": r"\d+(?:\.\d+)?多?(?:平方米|平米|㎡|M2)",
    "distance": rf"{_N}多?(?:米|公里|千米)|\d+M(?![A-Z])",
    "named": rf"[GSXY]?{_N}号?(?:国道|省道|县道|乡道)|{_N}号(?=公路|路|大街|街|线|桥|公馆)",
    "stretch": rf"(?:{_SIDE}{_CN}?|{_CN})段(?!\w?[路街])",
    "room": (
        rf"{_MANY}{_STEM}?"
        r"(?:号?商铺|号?门面房?|号?店面|号?铺面?|号?摊位?|号?工位|号?卡位|号?席位|号?档口?"
        r"|号?房间?(?![村屯庄地产东])|号?室|户)"
        rf"(?:之{_N}|[A-Z](?![A-Z座栋幢])|-\d{{1,3}}(?!\d))?"
    ),
    "entrance": (
        rf"(?:{_ID}(?:-{_ID})*|{_SIDE}|{_STEM})(?:号?单元|门洞|号门(?!面)|梯(?!田|云))"
        r"|\d{1,2}门(?![面店诊口市])"
    ),
    "tower": (
        rf"(?:{_ID}(?:-{_ID})?|{_STEM}|{_SIDE}|[主副附裙新老])"
        r"(?:号楼|号?栋楼?|号?幢楼?|号?座(?!谈)|#楼?|号厂房|号车间|号仓库|号馆|号塔楼|号库房?|排(?![骨档练]))"
        rf"|(?:[A-Z]\d?|{_STEM}|\d{{1,3}}[A-Z]|[主副附裙]|{_SIDE})楼(?![梯盘市])"
        r"|[A-Z]\d?(?=-\d{1,2}(?:楼|层))"
    ),
    "house": rf"{_N}楼(?={_N}(?:单元|层|门洞))",
    "lettered": r"[A-Z]\d{2}(?:楼|层)",
    "floor": (
        rf"(?:地下|地上|地面|负|B(?=\d(?!\d))|(?<![A-Z\d])-|第)?{_N}(?:{_JOIN}(?:负|B|-)?{_N}){{0,8}}"
        r"(?:层|楼|/?F(?![A-Z]{2}|[A-Z](?!\d)))半?"
        r"|B[1-5](?=$|[\s,、;)])(?!\s*[栋座幢楼])|[底首顶夹]层|[底顶]楼|地下室|架空层|阁楼|半地下室"
    ),
    "lane": rf"{_N}弄",
    "group": rf"{_N}(?:村民小组|村民组|生产队|小组|组|队|社(?!区))",
    "court": rf"{_STEM}?{_N}{_STEM}?号(?:大院|院)",
    "door": (
        rf"(?:{_STEM}|[附付内临新老特])?{_ID}(?:{_JOIN}{_ID}){{0,8}}{_STEM}?号"
        rf"(?:\s?(?:[-附付内之临]|{_STEM})+\s?{_ID}(?:-{_ID})?(?:号(?!楼))?(?![单楼层栋幢座室房\d])"
        rf"|{_STEM}(?![座栋幢楼]))?"
    ),
    "zone": rf"(?:[A-Z]\d?|{_CN}|\d{{1,2}})(?:期|区)(?![长域政])",
    "bare": (
        rf"[A-Z]{{0,3}}\d+(?:[A-Z]\d{{0,4}})?"
        rf"(?:{_JOIN}(?:[A-Z]{{0,2}}\d+[A-Z]?|[A-Z](?![A-Z\d]))){{0,12}}"
        r"|[A-Z](?![A-Z])(?:-[A-Z]?\d+[A-Z]?){1,3}"
    ),
    "word": r"[A-Z]{2,}(?![\d-])",
    "letters": r"[A-Z]+[A-Z.& ]*",
    "sign": r"[^\w·]+|_+",
}
# An empty group behind each form tells which one it was: a group around it would take longer.
_SCANNER = re.compile("|".join(f"(?:{form})()" for form in _FORMS.values()))
_KINDS = ("", *_FORMS)
_OF_NAMES = ("named", "word")
# Part of a name although it looks like a number: 八一路, 8号大街, 三里屯.
_IN_NAME = re.compile(
    rf"{_N}号?(?:路|大街|街|巷|道(?!口)|大道|胡同|马路)"
    rf"|{_CN}{{1,3}}(?:里|环|桥|村|中|小(?!组|区)|院|纬|经|大队)"
)


# The signs that any form begins with: what lies between them is passed over in one step.
_BEGINS = re.compile(
    rf"[\dA-Z{NUMERALS}甲乙丙丁戊己庚辛东西南北中主副附裙新老付内临特地负第底首顶夹架阁半]|[^\w·]|_"
)


class Piece(NamedTuple):
    """text[start:end] is a `kind` of number, or "name" for what stands between numbers."""

    kind: str
    start: int
    end: int


def pieces(text: str) -> list[Piece]:
    """All of `text` (folded) in order."""
    found: list[Piece] = []
    start = at = 0
    while sign := _BEGINS.search(text, at):
        at = sign.start()
        number = _SCANNER.match(text, at)
        if number is None:
            at += 1
            continue
        kind, end = _KINDS[number.lastindex or 0], number.end()
        named = _IN_NAME.match(text, at)
        if kind in _OF_NAMES or (named and named.end() > end):
            at = named.end() if named else end
            continue
        if start < at:
            found.append(Piece("name", start, at))
        found.append(Piece(kind, at, end))
        start = at = end
    if start < len(text):
        found.append(Piece("name", start, len(text)))
    return found
