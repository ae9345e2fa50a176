"""匹配命令: `./louyu link A.csv B.csv -o LINKS.csv`."""

import argparse
from pathlib import Path

import polars as pl

from louyu.engines.linkage import Decision, Linked, Options, link
from louyu.journey.matching.headings import Alike, alike
from louyu.journey.matching.rows import read_table, write_rows
from louyu.kernel.commands import CommandRefused, command

COLUMNS = ("id_a", "id_b", "decision", "score", "evidence")


def _configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("left", type=Path, metavar="A.csv", help="每行至多配一行的文件")
    parser.add_argument("right", type=Path, metavar="B.csv", help="与 A 同一个文件时，查其中的重复")
    parser.add_argument("-o", "--out", required=True, type=Path, metavar="LINKS.csv")
    parser.add_argument("--accept", type=_share, metavar="0–1", help="不低于此分的直接接受")
    parser.add_argument("--ask", type=_share, default=0.1, metavar="0–1", help="不低于此分的待核")
    parser.add_argument("--ignore", nargs="+", default=[], metavar="列名", help="不比较的列")
    parser.add_argument("--rules", action="store_true", help="列出每条候选规则的对数")


@command("link", help="两份名单逐行匹配，写明依据", configure=_configure)
def link_files(options: argparse.Namespace) -> int:
    tables = [
        table.drop(options.ignore, strict=False)
        for table in (read_table(options.left), read_table(options.right))
    ]
    both = alike(*tables)
    if not both.left.columns:
        heads = "；".join("、".join(table.columns) for table in tables)
        raise CommandRefused(f"两份文件没有同名的列可比较。各自的列：{heads}。")
    within = options.left.resolve() == options.right.resolve()
    wanted = Options(accept=options.accept, ask=options.ask, within=within)
    linked = link(both.left, both.right, both.kinds, wanted)
    write_rows(options.out, COLUMNS, _rows(linked, both))
    _tell(linked, both, options)
    return 0


def _share(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError("应当在 0 和 1 之间")
    return value


def _rows(linked: Linked, both: Alike) -> list[tuple[object, ...]]:
    found = linked.pairs.select(
        both.left_ids.gather(linked.pairs["left"]).alias("id_a"),
        both.right_ids.gather(linked.pairs["right"]).alias("id_b"),
        *(pl.col(name) for name in COLUMNS[2:]),
    )
    return found.rows()


def _tell(linked: Linked, both: Alike, options: argparse.Namespace) -> None:
    if options.rules:
        for rule in linked.rules:
            left_out = f"，略去 {rule.keys_left_out} 个常见的键" if rule.keys_left_out else ""
            print(f"候选 {rule.name}：共 {rule.pairs} 对，取 {rule.made} 对{left_out}")
    print(f"比较的列：{'、'.join(both.left.columns)}。")
    taken = linked.pairs.filter(pl.col("decision") == str(Decision.ACCEPT)).height
    asked = linked.pairs.height - taken
    print(f"接受 {taken} 对（{linked.accept:.2f} 分以上），待核 {asked} 对，写入 {options.out}。")
