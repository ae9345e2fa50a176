"""公文内容: what a document consists of, as plain data. How it looks belongs to page and word."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

SHORT_AXIS = 5


@dataclass(frozen=True)
class Letterhead:
    """红头: the issuer's mark, the 发文字号 as far as it is known; 密级 and 紧急程度 above."""

    mark: str
    number: str = ""
    secrecy: str = ""
    urgency: str = ""


@dataclass(frozen=True)
class Imprint:
    """版记: 抄送, who printed it and when, at the foot of the last page."""

    printer: str
    day: date | None = None
    copy_to: str = ""


@dataclass(frozen=True)
class Addressee:
    """主送: flush left under the title, with a full-width colon."""

    text: str


@dataclass(frozen=True)
class Annexes:
    """附件说明: what is attached, named after the text."""

    titles: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        if len(self.titles) == 1:
            return (f"附件：{self.titles[0]}",)
        first, *others = (f"{at}. {title}" for at, title in enumerate(self.titles, start=1))
        return (f"附件：{first}", *(f"　　　{line}" for line in others))


@dataclass(frozen=True)
class Annex:
    """An attachment begins on a page of its own."""

    label: str
    title: str


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
    """Columns side by side or lines over time, at most four series, `minimum` to `maximum`.

    `description` is read to who cannot see it.
    """

    title: str
    description: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    height_mm: float
    maximum: int | None = None
    minimum: int = 0
    kind: Literal["columns", "line"] = "columns"

    @property
    def step(self) -> float:
        """Between two lines of the grid: of a short axis every unit, of a long one a quarter."""
        span = (self.maximum or 0) - self.minimum
        return 1 if span <= SHORT_AXIS else span / 4

    @property
    def levels(self) -> tuple[float, ...]:
        """Where the grid's lines lie."""
        count = round(((self.maximum or 0) - self.minimum) / self.step)
        return tuple(self.minimum + self.step * at for at in range(count + 1))


@dataclass(frozen=True)
class Notes:
    """注: small lines under a table or chart."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Signature:
    """发文机关署名与成文日期; without a day its place stays open."""

    body: str
    day: date | None = None


Block = Heading | Paragraph | Addressee | Table | Chart | Notes | Annexes | Signature | Annex


@dataclass(frozen=True)
class Document:
    title: str
    blocks: tuple[Block, ...]
    letterhead: Letterhead | None = None
    imprint: Imprint | None = None
    # 标识: stands at the head of every page, so that no page of it goes about without.
    mark: str = ""
