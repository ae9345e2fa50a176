"""公文内容: what a document consists of, as plain data. How it looks belongs to page and word."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal


@dataclass(frozen=True)
class Letterhead:
    """红头: the issuer's mark, and the 发文字号 as far as it is known."""

    mark: str
    number: str = ""


@dataclass(frozen=True)
class Imprint:
    """版记: who printed it, and when, at the foot of the last page."""

    printer: str
    day: date | None = None


@dataclass(frozen=True)
class Heading:
    """Level 1 is 一、 in 黑体, level 2 （一） in 楷体; the number is part of the text."""

    text: str
    level: Literal[1, 2] = 1


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Column:
    label: str
    width_mm: float
    align: Literal["left", "center", "right"] = "right"


@dataclass(frozen=True)
class Table:
    """The header row is repeated on every page; no row is split between two."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()


@dataclass(frozen=True)
class Series:
    """None leaves a gap: a value nobody reported is not a zero."""

    name: str
    values: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class Chart:
    """Columns side by side, at most four series, from 0 to `maximum`.

    `description` is read to who cannot see it.
    """

    title: str
    description: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    height_mm: float
    maximum: int | None = None


@dataclass(frozen=True)
class Notes:
    """注: small lines under a table or chart."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Signature:
    """发文机关署名与成文日期; without a day its place stays open."""

    body: str
    day: date | None = None


Block = Heading | Paragraph | Table | Chart | Notes | Signature


@dataclass(frozen=True)
class Document:
    title: str
    blocks: tuple[Block, ...]
    letterhead: Letterhead | None = None
    imprint: Imprint | None = None
