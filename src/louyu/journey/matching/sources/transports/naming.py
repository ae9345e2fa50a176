"""文件名: which of the files in a folder is the one of a month, and whether it is all there.

Nobody waits to see whether a file still grows: the provider says that it is complete, by a marker
beside it (NAME.done) or by giving it its name only when it is (written as NAME.part, then renamed).
"""

import fnmatch
import re
from collections.abc import Iterable
from dataclasses import dataclass

from louyu.engines.measures import Period
from louyu.engines.tables import Limits
from louyu.journey.matching.sources.transports.contract import FeedFailed, NothingThere, Setting

MARKER = ".done"
BY_MARKER, BY_NAME = "marker", "rename"
ENDINGS = (".xlsx", ".xls", ".csv", ".csv.gz")
MOST_BYTES = Limits().file_bytes
ARCHIVE = "已取"
SETTINGS = (
    Setting(
        "pattern",
        "文件名",
        "{period} 表示 2026-09，{yyyymm} 表示 202609，* 表示任意文字，如 税收_{yyyymm}*.xlsx。",
    ),
    Setting(
        "complete",
        "怎样算传完",
        "对方先传文件，再传同名加 .done 的空文件；或先用 .part 结尾的名字传，传完再改名。",
        choices=((BY_MARKER, "有 .done 标记文件"), (BY_NAME, "传完才改成正式文件名")),
    ),
)


@dataclass(frozen=True)
class Marker:
    """What the provider wrote into the marker, if anything: `rows=1200`, `sha256=…`."""

    rows: int | None = None
    sha256: str = ""

    @classmethod
    def read(cls, text: str) -> "Marker":
        rows = re.search(r"rows\s*=\s*(\d{1,9})", text)
        digest = re.search(r"sha256\s*=\s*([0-9a-fA-F]{64})", text)
        return cls(int(rows[1]) if rows else None, digest[1].lower() if digest else "")

    def refuse_other(self, sha256: str) -> None:
        if self.sha256 and self.sha256 != sha256:
            raise FeedFailed("文件与标记里写的校验值不一致，可能没有传完，请提供单位重新上传。")


def faults(pattern: str) -> list[str]:
    found = []
    if not pattern.lower().endswith(ENDINGS):
        found.append("文件名要以 .xlsx、.xls、.csv 或 .csv.gz 结尾。")
    if "/" in pattern or "\\" in pattern or pattern.startswith("."):
        found.append("文件名里不能有斜杠，也不能以点开头；文件夹写在另一栏。")
    if not {"{period}", "{yyyymm}"} & set(re.findall(r"\{\w*\}", pattern)):
        found.append("文件名里要有 {period} 或 {yyyymm}，系统靠它认出是哪个月的文件。")
    return found


def chosen(names: Iterable[str], pattern: str, period: Period, complete: str) -> str:
    """The one file of this month that is all there."""
    known = set(names)
    wanted = pattern.replace("{period}", str(period)).replace(
        "{yyyymm}", str(period).replace("-", "")
    )
    found = sorted(name for name in known if fnmatch.fnmatchcase(name, wanted))
    if not found:
        raise NothingThere(f"没有 {wanted} 这个文件。")
    if len(found) > 1:
        raise FeedFailed(f"有 {len(found)} 个文件都符合 {wanted}，请只留下要用的一个。")
    if complete == BY_MARKER and found[0] + MARKER not in known:
        raise NothingThere(f"{found[0]} 还没有 {MARKER} 标记，等对方传完。")
    return found[0]


def free_name(name: str, taken: Iterable[str]) -> str:
    """In the archive nothing is overwritten."""
    known, number, free = set(taken), 1, name
    while free in known:
        number += 1
        free = f"{name}.{number}"
    return free
