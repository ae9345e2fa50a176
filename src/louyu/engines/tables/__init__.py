"""表格: reading and writing spreadsheets, safely; what a column means belongs to the caller."""

from louyu.engines.tables.casting import Cast, ColumnSpec, Kind, cast
from louyu.engines.tables.faulty import CellError, write_errors
from louyu.engines.tables.headers import Match, match_columns
from louyu.engines.tables.inspection import Limits, Refused, inspect
from louyu.engines.tables.reading import SheetNote, Table, read_table
from louyu.engines.tables.template import TemplateColumn, write_template
from louyu.engines.tables.writing import SheetOut, write_csv, write_table

__all__ = [
    "Cast",
    "CellError",
    "ColumnSpec",
    "Kind",
    "Limits",
    "Match",
    "Refused",
    "SheetNote",
    "SheetOut",
    "Table",
    "TemplateColumn",
    "cast",
    "inspect",
    "match_columns",
    "read_table",
    "write_csv",
    "write_errors",
    "write_table",
    "write_template",
]
