"""导入模板: an empty workbook to fill, or one with what is registered."""

from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from louyu.engines.tables import SheetOut, write_table, write_template
from louyu.kernel.intake import importer
from louyu.kernel.scope import Actor

REMARKS = (
    "合格的行写入，其余的行连同原因退回，改好后可以把整张表再导入一次。",
    "同一张表再导入一次不会重复登记。",
)


def template_for(kind: str, actor: Actor, out: Path | BinaryIO, *, filled: bool = False) -> str:
    """Writes the workbook and tells what to call it."""
    chosen = importer(kind)
    if filled:
        write_table(out, [SheetOut(chosen.label, chosen.filled(actor))])
        return f"{chosen.label}.xlsx"
    options = chosen.options(actor)
    columns = [
        replace(column, options=options.get(column.spec.field, ()))
        for column in chosen.columns(actor)
    ]
    write_template(out, chosen.label, columns, REMARKS)
    return f"{chosen.label}导入模板.xlsx"
