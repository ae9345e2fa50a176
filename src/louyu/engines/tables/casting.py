"""取值: from the texts of a table to exact values; what cannot be told is an error with its place.

Never a silent change. What counts as the same value written differently: full-width digits,
thousands separators, a unit in the cell (`440㎡`, `¥1,234`, `5.4万元`, `100(万元人民币)`), a unit
in the header (`注册资本（万元）`), a bare 万 in a column of 元 or ㎡ (`5.4万` is 54000; in a column
of 万元 it is an error, for it may mean either), a date in any of the forms offices write, a synonym
of a choice. A cell of dashes only, or N/A, is a blank. Everything else (`22/30`, `待定`, percent
signs, `约500`, more decimals than the column keeps, digits a spreadsheet has lost, a number merged
over several rows) is an error; nothing is rounded.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from louyu.engines.tables.columns import ColumnSpec
from louyu.engines.tables.headers import Match, plain
from louyu.engines.tables.inspection import Refused
from louyu.engines.tables.numbers import unit_fault
from louyu.engines.tables.parsing import ROW
from louyu.engines.tables.reading import SHEET, CellError, SheetNote, Table
from louyu.engines.tables.values import read_column, unit_of_header

_MERGED = "一个数字合并在多行上，无法分到每一行，请取消合并后逐行填写"
_MISSING = "必填，不能为空"
_PARTIAL = "只写到年或月，写不出是哪一天，没有采用"


@dataclass(frozen=True)
class Cast:
    """`frame`: SHEET, ROW and one typed column per matched field; a wrong cell is null in it.

    `notes`: what was left out of a row that is taken.
    """

    frame: pl.DataFrame
    errors: tuple[CellError, ...]
    headers: dict[tuple[str, str], str]
    notes: tuple[SheetNote, ...] = ()
    # Unreadable cells of lenient columns: their rows are taken without them.
    left_out: tuple[CellError, ...] = ()

    @property
    def accepted(self) -> pl.DataFrame:
        wrong = {(error.sheet, error.row) for error in self.errors}
        if not wrong:
            return self.frame
        refused = pl.DataFrame(list(wrong), schema=[SHEET, ROW], orient="row")
        return self.frame.join(refused, on=[SHEET, ROW], how="anti", maintain_order="left")

    def header_of(self, field: str, sheet: str) -> str:
        """The header above the field on that sheet, for errors found later."""
        return self.headers[sheet, field]


def cast(table: Table, match: Match, specs: Sequence[ColumnSpec]) -> Cast:
    _refuse_missing_columns(match, specs)
    _refuse_untold_units(match, specs)
    headers = _headers(table, match, specs)
    frame = table.frame.select(SHEET, ROW)
    errors = [fault for fault in table.faults if fault.column in match.fields]
    notes: list[SheetNote] = []
    already = {(fault.sheet, fault.row, fault.column) for fault in errors}
    left_out: list[CellError] = []
    for spec in specs:
        columns = [header for header, field in match.fields.items() if field == spec.field]
        if not columns:
            continue
        pieces = [_piece(table, header, spec) for header in columns]
        frame = frame.with_columns(pl.coalesce(p["value"] for p in pieces).alias(spec.field))
        found = [e for p, h in zip(pieces, columns, strict=True) for e in _errors(table, p, h)]
        if spec.partial:
            told = zip(pieces, columns, strict=True)
            notes += [note for piece, header in told for note in _partial(table, piece, header)]
        wrong = left_out if spec.lenient else errors
        wrong += [e for e in found if (e.sheet, e.row, e.column) not in already]
        if _must_stand(spec):
            errors += _missing(table, pieces, spec, headers)
    return Cast(frame, _in_order(errors, table), headers, tuple(notes), _in_order(left_out, table))


def _refuse_missing_columns(match: Match, specs: Iterable[ColumnSpec]) -> None:
    found = set(match.fields.values())
    missing = [spec.label for spec in specs if _must_stand(spec) and spec.field not in found]
    if missing:
        raise Refused(
            f"缺少必填列：{'、'.join(missing)}。请对照模板补上这些列，或指定由哪一列代替。"
        )


def _refuse_untold_units(match: Match, specs: Iterable[ColumnSpec]) -> None:
    """Whether 元 or 万元 was meant is never guessed from how large the numbers are."""
    told = {spec.field: spec for spec in specs if spec.unit_told}
    faults = {
        header: unit_fault(told[field], unit_of_header(header))
        for header, field in match.fields.items()
        if field in told
    }
    said = "；".join(f"「{header}」{fault}" for header, fault in faults.items() if fault)
    if said:
        raise Refused(f"{said}。")


def _must_stand(spec: ColumnSpec) -> bool:
    return spec.required and not spec.titled


def _headers(table: Table, match: Match, specs: Iterable[ColumnSpec]) -> dict[tuple[str, str], str]:
    """A sheet without the column is told by its label in our template."""
    named = {(layout.name, spec.field): spec.label for layout in table.layouts for spec in specs}
    for layout in table.layouts:
        for header in layout.columns:
            if header in match.fields:
                named[layout.name, match.fields[header]] = header
    return named


def _piece(table: Table, header: str, spec: ColumnSpec) -> pl.DataFrame:
    """Columns `text`, `value`, `reason` of one column of the file."""
    piece = read_column(table.frame, header, spec)
    cells = {(sheet, row) for sheet, row, column in table.filled if column == header}
    if not spec.kind.is_number or not cells:
        return piece
    places = table.frame.select(SHEET, ROW).rows()
    merged = pl.Series([place in cells for place in places])
    return piece.with_columns(
        pl.when(~merged).then(pl.col("value")).alias("value"),
        pl.when(merged).then(pl.lit(_MERGED)).otherwise(pl.col("reason")).alias("reason"),
    )


def _errors(table: Table, piece: pl.DataFrame, header: str) -> list[CellError]:
    wrong = pl.concat([table.frame.select(SHEET, ROW), piece], how="horizontal").filter(
        pl.col("reason").is_not_null()
    )
    rows = wrong.select(SHEET, ROW, "text", "reason").rows()
    return [CellError(sheet, row, header, text, reason) for sheet, row, text, reason in rows]


def _partial(table: Table, piece: pl.DataFrame, header: str) -> list[SheetNote]:
    told = pl.col("text").is_not_null() & pl.col("value").is_null() & pl.col("reason").is_null()
    rows = pl.concat([table.frame.select(SHEET, ROW), piece], how="horizontal").filter(told)
    return [
        SheetNote(sheet, row, f"「{header}」{text}：{_PARTIAL}")
        for sheet, row, text in rows.select(SHEET, ROW, "text").rows()
    ]


def _missing(
    table: Table,
    pieces: Sequence[pl.DataFrame],
    spec: ColumnSpec,
    headers: dict[tuple[str, str], str],
) -> list[CellError]:
    texts = pl.DataFrame([piece["text"].alias(str(i)) for i, piece in enumerate(pieces)])
    empty = texts.select(pl.all_horizontal(pl.all().is_null())).to_series()
    rows = table.frame.select(SHEET, ROW).filter(empty).rows()
    return [CellError(sheet, row, headers[sheet, spec.field], "", _MISSING) for sheet, row in rows]


def _in_order(errors: Iterable[CellError], table: Table) -> tuple[CellError, ...]:
    """As a person reads the file: by sheet, row, column."""
    sheets = {layout.name: index for index, layout in enumerate(table.layouts)}
    places = {
        (layout.name, header): column
        for layout in table.layouts
        for header, column in layout.columns.items()
    }
    last = len(table.headers)
    return tuple(
        sorted(
            errors,
            key=lambda e: (sheets[e.sheet], e.row, places.get((e.sheet, e.column), last)),
        )
    )


def known_labels(specs: Iterable[ColumnSpec]) -> dict[str, tuple[str, ...]]:
    """Every header that means a field, for finding and matching the columns of a file."""
    return {spec.field: tuple(_distinct((spec.label, *spec.aliases))) for spec in specs}


def _distinct(labels: Iterable[str]) -> list[str]:
    return list({plain(label): label for label in labels}.values())
