"""比对命令: `./louyu addresses parse|cluster`, `./louyu link`."""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from louyu.engines.addresses import Address, cluster, read
from louyu.journey.matching import linking_command  # noqa: F401 - registers its verb
from louyu.journey.matching.rows import column_of, read_rows, write_rows
from louyu.kernel.commands import command

FIELDS = ("road", "door_number", "building", "tower", "entrance", "floor", "room", "confidence")
# Fewer are parsed sooner than another process starts.
ALONE, CHUNK = 20_000, 2_000


def _configure(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(required=True, metavar="parse|cluster")
    reading = verbs.add_parser("parse", help="逐条解析地址：道路、门牌、楼宇、楼层、房号")
    reading.set_defaults(action=_parse)
    grouping = verbs.add_parser("cluster", help="不用楼宇名录，把同在一座楼的行归在一起")
    grouping.add_argument("--id", required=True, metavar="列名", help="行号所在的列")
    grouping.set_defaults(action=_cluster)
    for one in (reading, grouping):
        one.add_argument("file", type=Path, metavar="FILE", help="CSV 或 JSON Lines 文件")
        one.add_argument("--column", required=True, metavar="列名", help="地址所在的列")
        one.add_argument("-o", "--out", required=True, type=Path, metavar="OUT.csv")


@command("addresses", help="解析地址，或从地址里找出楼宇", configure=_configure)
def addresses(options: argparse.Namespace) -> int:
    options.action(options)
    return 0


def _parse(options: argparse.Namespace) -> None:
    rows = read_rows(options.file)
    column = column_of(rows, options.column)
    names = [name for name in (rows[0] if rows else ()) if name not in (*FIELDS, "elements")]
    kept = ([row[name] for name in names] for row in rows)
    told = ([*cells, *found] for cells, found in zip(kept, _read_in_parallel(column), strict=True))
    write_rows(options.out, [*names, *FIELDS, "elements"], told)
    print(f"已解析 {len(rows)} 条地址，写入 {options.out}。")


def _read_in_parallel(column: Sequence[str]) -> Iterator[list[object]]:
    if len(column) < ALONE:
        yield from map(_cells, column)
        return
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for done, cells in enumerate(pool.map(_cells, column, chunksize=CHUNK), start=1):
            yield cells
            if done % (10 * CHUNK) == 0:
                print(f"已解析 {done}/{len(column)} 条 …", file=sys.stderr)


def _cells(written: str) -> list[object]:
    address: Address = read(written)
    elements = [[address.text(one), one.label] for one in address.elements]
    fields = [getattr(address, name) for name in FIELDS]
    return [*fields, json.dumps(elements, ensure_ascii=False)]


def _cluster(options: argparse.Namespace) -> None:
    rows = read_rows(options.file)
    ids = column_of(rows, options.id)
    found = cluster(column_of(rows, options.column))
    names = ["id", "building_id", "building_name", "evidence", "confidence"]
    told = (
        [key, one.building, one.name, one.evidence, one.confidence]
        for key, one in zip(ids, found, strict=True)
    )
    write_rows(options.out, names, told)
    buildings = len({one.building for one in found} - {""})
    none = sum(not one.building for one in found)
    print(f"{len(rows)} 行归入 {buildings} 座楼宇，{none} 行没有写明楼宇或门牌。")
