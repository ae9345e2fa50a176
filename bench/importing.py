"""P5 导入: a sheet of 100,000 enterprises through the whole import, against read and COPY."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import fastexcel
import polars as pl

from bench import rows
from bench.measure import Pair
from louyu.engines.tables import SheetOut, write_csv, write_table
from louyu.kernel.files.services import store_path
from louyu.registers.deliveries.models import Import, ImportState
from louyu.registers.deliveries.services import apply
from louyu.registers.organizations.actors import console

COUNT = 100_000
OMITS = "任何核对、逐格报错、查重、拼音排序键、幂等和回执"


def pairs() -> Iterator[Pair]:
    frame = rows.enterprises(COUNT)
    with tempfile.TemporaryDirectory() as folder:
        book, text = Path(folder) / "enterprises.xlsx", Path(folder) / "enterprises.csv"
        write_table(book, [SheetOut("企业", frame)])
        write_csv_file(text, frame)
        yield Pair(
            promise="P5",
            work=f"xlsx 导入 {COUNT:,} 行 × {frame.width} 列，从读文件到合并完成",
            baseline="fastexcel 读取后 COPY 进同一张带索引和留痕的表",
            omits=OMITS,
            reach=1.3,
            ours=lambda: _import(book),
            theirs=lambda: rows.copy_in(_read_workbook(book)),
            between=rows.empty,
        )
        yield Pair(
            promise="P5 csv",
            work=f"csv 导入 {COUNT:,} 行 × {frame.width} 列，从读文件到合并完成",
            baseline="polars 读取后 COPY 进同一张带索引和留痕的表",
            omits=OMITS,
            reach=2.0,
            ours=lambda: _import(text),
            theirs=lambda: rows.copy_in(pl.read_csv(text, infer_schema=False)),
            between=rows.empty,
        )


def write_csv_file(path: Path, frame: pl.DataFrame) -> None:
    with path.open("wb") as out:
        write_csv(out, frame)


def _import(path: Path) -> None:
    """As `./louyu import enterprises FILE` does."""
    row = Import.objects.create(
        kind="enterprises", file=store_path(path, owner_id=None), state=ImportState.APPLYING
    )
    apply(row, console("测速"))
    if row.report["created"] != COUNT:
        raise RuntimeError(f"the import took {row.report['created']} of {COUNT} rows")


def _read_workbook(path: Path) -> pl.DataFrame:
    return fastexcel.read_excel(str(path)).load_sheet(0, dtypes="string").to_polars()
