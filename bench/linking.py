"""P6 匹配: pairs found, right and wrong, time and memory, beside plain Splink in the same run.

The public sets need the folder of real data beside the checkout; the million is invented.
`python -m bench.linking [SET…]` tells the figures of single sets.
"""

import re
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import polars as pl

from bench import splink_settings as plain
from bench.linking_sets import FOLDER, PUBLIC, Task, million, write_million
from bench.measure import Pair
from louyu.engines.linkage import link

Result = dict[str, float]
T = TypeVar("T")
WITH_SPLINK = ("fake_1000", "historical_50k", "febrl3", "febrl4")


def pairs() -> Iterator[Pair]:
    """Each once: what is found is the same every time, and the million takes minutes."""
    for name in WITH_SPLINK if FOLDER.exists() else ():
        yield _of_public(name)
    with TemporaryDirectory() as folder:
        _apart(write_million, folder)
        yield _of_million(folder)


def _of_public(name: str) -> Pair:
    return Pair(
        promise=f"P6 {name}",
        work=f"公开数据 {name}：错漏（1−F1）",
        baseline="Splink 教程为这份数据写的设置",
        omits="不由人写规则",
        reach=1.0,
        ours=lambda: 1 - found(name, "ours")["f1"],
        theirs=lambda: 1 - found(name, "splink")["f1"],
        clock=None,
        turns=1,
        unit="share wrong",
        figures=lambda: {who: found(name, who) for who in ("ours", "splink")},
    )


def _of_million(folder: str) -> Pair:
    return Pair(
        promise="P6",
        work="20,000 行名单匹配 1,000,000 家登记企业，从表到写明依据的对",
        baseline="Splink 用同样的候选键，从表到打分的对",
        omits="候选键的生成、依据、一对一和定案",
        reach=1.5,
        ours=lambda: found("million", "ours", folder)["seconds"],
        theirs=lambda: found("million", "splink", folder)["seconds"],
        clock=None,
        turns=1,
        figures=lambda: {who: found("million", who, folder) for who in ("ours", "splink", "exact")},
    )


@cache
def found(name: str, who: str, folder: str = "") -> Result:
    """Precision, recall, F1, seconds and the most memory (GB)."""
    return _apart(_measured, name, who, folder)


def _apart(work: Callable[..., T], *how: str) -> T:
    """In a process of its own: what another left in memory does not count."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(work, *how).result()


def _measured(name: str, who: str, folder: str) -> Result:
    task = PUBLIC[name]() if name in PUBLIC else million(folder)
    found, seconds = {"ours": _ours, "splink": _theirs, "exact": _exact}[who](task)
    # Not getrusage: its highest mark is inherited from whoever started the process.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    memory = int(re.findall(r"VmHWM:\s*(\d+) kB", status)[0]) / 2**20
    told = _scored(found, task) | {"seconds": seconds, "gigabytes": memory}
    return {key: round(value, 4) for key, value in told.items()}


def _ours(task: Task) -> tuple[pl.DataFrame, float]:
    begin = time.perf_counter()
    linked = link(task.left, task.right, task.kinds, task.options)
    seconds = time.perf_counter() - begin
    return linked.pairs.filter(pl.col("decision") == "accept"), seconds


def _theirs(task: Task) -> tuple[pl.DataFrame, float]:
    assert task.theirs is not None
    tables, settings = task.theirs()
    pairs, seconds = plain.predicted(tables, settings)
    pairs = pairs.filter(pl.col("score") >= task.above)
    return plain.best_of_each(pairs) if len(tables) > 1 else pairs, seconds


def _exact(task: Task) -> tuple[pl.DataFrame, float]:
    """Equal code, else equal name: what a spreadsheet's lookup finds."""
    begin = time.perf_counter()
    numbered = task.right.with_row_index("right")
    rows = task.left.with_row_index("left")
    by_code = rows.join(numbered.unique("uscc"), on="uscc").select("left", "right")
    by_name = rows.join(numbered.unique("name", keep="first"), on="name").select("left", "right")
    both = pl.concat([by_code, by_name.join(by_code, on="left", how="anti")])
    return both, time.perf_counter() - begin


def _scored(pairs: pl.DataFrame, task: Task) -> Result:
    right = sum(pair in task.truth for pair in pairs.select("left", "right").iter_rows())
    precision, recall = right / max(pairs.height, 1), right / max(len(task.truth), 1)
    both = 2 * precision * recall / max(precision + recall, 1e-9)
    return {"precision": precision, "recall": recall, "f1": both}


if __name__ == "__main__":
    for name in sys.argv[1:] or PUBLIC:
        for who in ("ours", "splink") if name in WITH_SPLINK else ("ours",):
            figures = " ".join(f"{key} {value:.4f}" for key, value in found(name, who).items())
            print(f"{name:15} {who:7} {figures}", flush=True)
