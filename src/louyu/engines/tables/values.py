"""写法: for each kind of column, the value a text means and why another text means none."""

import re
from collections.abc import Callable, Mapping

import polars as pl

from louyu.engines.tables.columns import ColumnSpec, Kind
from louyu.engines.tables.numbers import as_number
from louyu.engines.tables.sheetxml import FORMULA_ERROR
from louyu.engines.tables.written import cells_of, first_reason, narrow_word

# What a formula leaves behind when its cell is saved as text, in a csv above all.
_FAULT = r"^#(DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!)$"
_LOST = r"^\d(?:\.\d+)?[eE]\+?\d{2}$"
_DATED = r"^\d{4}-\d{2}-\d{2}( \d{2}:\d{2}:\d{2})?$"
_DAY = r"^(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?$"
_DAY_IN_DIGITS = r"^(\d{4})(\d{2})(\d{2})$"
_PARTIAL = r"^(19|20)\d{2}(年|年?度|[年./-](0?[1-9]|1[0-2])月?(份)?)?$"
_SHARE = r"^(\d{1,3})(?:\.(\d{1,4}))?%$"
_YES = ("是", "有", "√", "对", "y", "yes", "true", "1")
_NO = ("否", "无", "没有", "×", "n", "no", "false", "0")


def read_column(frame: pl.DataFrame, header: str, spec: ColumnSpec) -> pl.DataFrame:
    """Columns `text`, `value` and `reason`: no value where there is a reason."""
    cells = cells_of(frame, header)
    if spec.kind is Kind.PERCENT:
        cells = _percent(cells, spec)
    elif spec.kind.is_number:
        cells = as_number(cells, spec, unit_of_header(header))
    else:
        cells = _READERS[spec.kind](cells, spec)
    fault = pl.when(pl.col("text").str.contains(_FAULT)).then(pl.lit(FORMULA_ERROR))
    cells = cells.with_columns(pl.coalesce(fault, "reason").alias("reason"))
    right = pl.when(pl.col("text").is_not_null() & pl.col("reason").is_null()).then(pl.col("value"))
    return cells.select("text", right.alias("value"), "reason")


def unit_of_header(header: str) -> str:
    """`租赁/面积（万㎡）` → `万㎡`; whether that is a unit is for the kind to know."""
    narrow = header.replace("（", "(").replace("）", ")")
    last = re.split(r"/(?![^(]*\))", narrow)[-1]  # the bar of 元/㎡ parts nothing
    inside = last.rpartition("(")[2].partition(")")[0].strip() if "(" in last else ""
    return inside.removeprefix("单位").lstrip(":： ").lower()


def _text(cells: pl.DataFrame, spec: ColumnSpec) -> pl.DataFrame:
    # A date cell in a column of words arrives with midnight behind it.
    day = pl.col("text").str.replace(r"^(\d{4}-\d{2}-\d{2}) 00:00:00$", "$1")
    return cells.with_columns(day.alias("value")).with_columns(first_reason(_too_long(spec)))


def _code(cells: pl.DataFrame, spec: ColumnSpec) -> pl.DataFrame:
    cells = cells.with_columns(pl.col("narrow").str.replace_all(r"\s", "").alias("value"))
    again = "请把这一格设为文本格式后重新填写"
    return cells.with_columns(
        first_reason(
            (pl.col("value").str.contains(_LOST), f"表格软件已丢失末尾几位，{again}完整"),
            (pl.col("narrow").str.contains(_DATED), f"表格软件把它变成了日期，{again}"),
            _too_long(spec),
        )
    )


def _too_long(spec: ColumnSpec) -> tuple[pl.Expr, str]:
    too_long = pl.col("value").str.len_chars() > spec.max_length
    return too_long, f"超过 {spec.max_length} 个字，请缩短"


def _choice(cells: pl.DataFrame, spec: ColumnSpec) -> pl.DataFrame:
    words = {
        narrow_word(word): stored
        for stored, labels in spec.choices.items()
        for word in (stored, *labels)
    }
    allowed = "、".join(labels[0] for labels in spec.choices.values())
    return _looked_up(cells, words, pl.String, f"只能填：{allowed}")


def _boolean(cells: pl.DataFrame, spec: ColumnSpec) -> pl.DataFrame:
    words = dict.fromkeys(_YES, True) | dict.fromkeys(_NO, False)
    return _looked_up(cells, words, pl.Boolean, "只能填：是、否")


def _looked_up(
    cells: pl.DataFrame, words: Mapping[str, object], kind: type[pl.DataType], reason: str
) -> pl.DataFrame:
    key = pl.col("narrow").str.to_lowercase().str.replace_all(r"\s", "")
    value = key.replace_strict(words, default=None, return_dtype=kind)
    cells = cells.with_columns(value.alias("value"))
    return cells.with_columns(first_reason((pl.col("value").is_null(), reason)))


def _percent(cells: pl.DataFrame, spec: ColumnSpec) -> pl.DataFrame:
    """80% is 0.8; a number without its sign could be either and is asked about, but for 0."""
    whole, fraction = (pl.col("narrow").str.extract(_SHARE, group) for group in (1, 2))
    moved = whole.str.zfill(3)
    head, tail = moved.str.slice(0, moved.str.len_chars() - 2), moved.str.tail(2)
    text = head + "." + tail + fraction.fill_null("")
    zero = pl.when(pl.col("narrow").str.contains(r"^0(\.0+)?$")).then(pl.lit("0"))
    exact = pl.coalesce(zero, text).cast(pl.Decimal(38, spec.decimals), strict=False)
    cells = cells.with_columns(exact.alias("value"))
    return cells.with_columns(
        first_reason(
            (pl.col("value").is_null(), "请写成百分数，例如 80%"),
            (pl.col("value") > 1, "百分数不能大于 100%，请核对"),
        )
    )


def _date(cells: pl.DataFrame, spec: ColumnSpec) -> pl.DataFrame:
    tight = pl.col("narrow").str.replace_all(r"\s+([年月日./-])", "$1")
    tight = tight.str.replace_all(r"([年月./-])\s+", "$1")
    cells = cells.with_columns(tight.alias("tight"))
    cells = cells.with_columns(
        pl.coalesce(_iso_day(_DAY), _iso_day(_DAY_IN_DIGITS)).alias("day"),
        pl.col("tight").str.contains(_PARTIAL).alias("part"),
        pl.col("tight").str.contains(r"^[34]\d{4}(\.\d+)?$").alias("serial"),
    )
    cells = cells.with_columns(pl.col("day").str.to_date("%Y-%m-%d", strict=False).alias("value"))
    how = "请写成 2024-03-01 这样的日期"
    return cells.with_columns(
        first_reason(
            (pl.col("serial"), f"像是日期的序号，{how}"),
            (pl.col("part") & (not spec.partial), f"只写到年或月，{how}；查不到日期的请留空"),
            (pl.col("day").is_null() & ~pl.col("part"), f"认不出是哪一天，{how}"),
            (pl.col("value").is_null() & ~pl.col("part"), f"没有这一天，{how}"),
            (~pl.col("value").dt.year().is_between(1900, 2100), f"年份不对，{how}"),
        )
    )


def _iso_day(pattern: str) -> pl.Expr:
    groups = pl.col("tight").str.extract_groups(pattern)
    year, month, day = (groups.struct.field(name) for name in "123")
    return pl.concat_str([year, month.str.zfill(2), day.str.zfill(2)], separator="-")


_READERS: dict[Kind, Callable[[pl.DataFrame, ColumnSpec], pl.DataFrame]] = {
    Kind.TEXT: _text,
    Kind.CODE: _code,
    Kind.DATE: _date,
    Kind.CHOICE: _choice,
    Kind.BOOLEAN: _boolean,
}
