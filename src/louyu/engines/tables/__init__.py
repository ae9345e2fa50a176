"""表格: reading and writing spreadsheets, safely; what a column means belongs to the caller."""

from louyu.engines.tables.casting import Cast, cast, known_labels
from louyu.engines.tables.columns import ColumnSpec, Kind
from louyu.engines.tables.faulty import write_errors
from louyu.engines.tables.headers import Match
from louyu.engines.tables.inspection import Limits, Refused, inspect
from louyu.engines.tables.marking import marked
from louyu.engines.tables.parsing import ROW
from louyu.engines.tables.reading import (
    SHEET,
    CellError,
    SheetLayout,
    SheetNote,
    Table,
    match_columns,
    read_table,
)
from louyu.engines.tables.template import TemplateColumn, write_template
from louyu.engines.tables.writing import SheetOut, write_csv, write_table

__all__ = [
    "ROW",
    "SHEET",
    "Cast",
    "CellError",
    "ColumnSpec",
    "Kind",
    "Limits",
    "Match",
    "Refused",
    "SheetLayout",
    "SheetNote",
    "SheetOut",
    "Table",
    "TemplateColumn",
    "cast",
    "inspect",
    "known_labels",
    "marked",
    "match_columns",
    "read_table",
    "write_csv",
    "write_errors",
    "write_table",
    "write_template",
]
