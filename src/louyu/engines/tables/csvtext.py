"""逗号分隔文本: csv bytes into rows of text, whatever encoding and separator an office uses."""

import csv
import gzip
import io
import zlib
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import polars as pl

from louyu.engines.tables.inspection import Limits, Refused

_SEPARATORS = ",\t;|"
_SIGNS_OF_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


@dataclass(frozen=True)
class CsvText:
    text: str
    encoding: str
    separator: str


def opened(path: Path, form: str, limits: Limits) -> CsvText:
    raw = path.read_bytes() if form == "csv" else _unpack(path, limits)
    text, encoding = _decode(raw)
    return CsvText(text, encoding, _separator(text))


def read_csv(path: Path, form: str, limits: Limits) -> pl.DataFrame:
    source = opened(path, form, limits)
    rows = rows_of(source)
    if len(rows) > limits.rows:
        raise Refused(f"文件超过 {limits.rows:,} 行，请分成几个文件再导入。")
    columns = zip_longest(*rows)  # by column: a third of the time rows take
    frame = pl.DataFrame(
        [pl.Series(str(index), texts, dtype=pl.String) for index, texts in enumerate(columns)]
    )
    # What write_csv quoted against being taken for a formula is itself again.
    quoted = pl.all().str.replace(r"^'([=+\-@\t\r＝＋－＠])", "$1")
    return frame.with_columns(quoted) if "'" in source.text else frame


def rows_of(source: CsvText) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(source.text, newline=""), delimiter=source.separator))
    except csv.Error as broken:
        raise Refused("csv 格式有误，请用表格软件重新保存后再导入。") from broken


def _unpack(path: Path, limits: Limits) -> bytes:
    try:
        with gzip.open(path) as source:
            raw = source.read(limits.unpacked_bytes + 1)
    except (OSError, EOFError, zlib.error) as broken:
        raise Refused("压缩文件已损坏，请解压后再导入。") from broken
    if len(raw) > limits.unpacked_bytes:
        raise Refused("压缩文件解开后过大，请分成几个文件再导入。")
    return raw


def _decode(raw: bytes) -> tuple[str, str]:
    """UTF-8 with or without a mark, UTF-16 with one, else GB18030."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif raw.startswith(b"\xef\xbb\xbf"):
        encodings = ["utf-8-sig"]
    else:
        encodings = ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            return raw.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise Refused("文字编码认不出，请另存为 UTF-8 的 csv 或 xlsx 再导入。")


def _separator(text: str) -> str:
    """The one that occurs most in the first lines."""
    head = "\n".join(text.splitlines()[:20])
    return max(_SEPARATORS, key=head.count)


def safe_text(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_SIGNS_OF_FORMULA) else text
