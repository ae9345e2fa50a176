"""列的规定: what one column of a table accepts; the caller declares it."""

import dataclasses
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum


class Kind(Enum):
    """AREA is stored in ㎡, YUAN in yuan, PERCENT as a share of one, whatever the file uses."""

    TEXT = "text"
    CODE = "code"
    AREA = "area"
    YUAN = "yuan"
    DECIMAL = "decimal"
    INTEGER = "integer"
    PERCENT = "percent"
    DATE = "date"
    CHOICE = "choice"
    BOOLEAN = "boolean"

    @property
    def is_number(self) -> bool:
        return self in {Kind.AREA, Kind.YUAN, Kind.DECIMAL, Kind.INTEGER, Kind.PERCENT}


@dataclasses.dataclass(frozen=True)
class ColumnSpec:
    """`label` carries neither unit nor required mark; `unit` is what a header without one means.

    With `unit_told` nothing is taken for granted: the header or `unit` must say it.
    `titled`: where a sheet has no such column, its name or title may say it for all its rows.
    `partial`: a day told as a year or a month only is left out with a note, not refused.
    `decimals` are those kept, in the stored unit; `choices`: stored value → label and synonyms.
    """

    field: str
    label: str
    kind: Kind
    required: bool = False
    titled: bool = False
    partial: bool = False
    aliases: tuple[str, ...] = ()
    unit: str = ""
    unit_told: bool = False
    decimals: int = 2
    # An unreadable cell is left out and told instead of holding up its row.
    lenient: bool = False
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    max_length: int = 200
    choices: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
