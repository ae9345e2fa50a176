"""写法: for each kind of column, the value a text means and why another text means none."""

from collections.abc import Callable, Mapping

import polars as pl

from louyu.engines.tables.columns import ColumnSpec, Kind
from louyu.engines.tables.numbers import as_number
from louyu.engines.tables.written import Written, first_reason, narrow, narrow_word

_LOST = r"^\d(?:\.\d+)?[eE]\+?\d{2}$"
_YES = ("是", "有", "√", "对", "y", "yes", "true", "1")
_NO = ("否", "无", "没有", "×", "n", "no", "false", "0")


def unit_of_header(header: str) -> str:
    """`租赁/面积（万㎡）` → `万㎡`; a bracket that holds no unit is no unit."""
    last = header.rsplit("/", 1)[-1].replace("（", "(").replace("）", ")")
    inside = last.rpartition("(")[2].partition(")")[0].strip() if "(" in last else ""
    return inside.removeprefix("单位").lstrip(":： ").lower()


def as_written(text: pl.Expr, spec: ColumnSpec, header_unit: str) -> Written:
    if spec.kind.is_number:
        return as_number(text, spec, header_unit)
    readers: dict[Kind, Callable[[pl.Expr, ColumnSpec], Written]] = {
        Kind.TEXT: _text,
        Kind.CODE: _code,
        Kind.DATE: _date,
        Kind.CHOICE: _choice,
        Kind.BOOLEAN: _boolean,
    }
    return readers[spec.kind](text, spec)


def _text(text: pl.Expr, spec: ColumnSpec) -> Written:
    # A date cell in a column of words arrives with midnight behind it.
    value = text.str.replace(r"^(\d{4}-\d{2}-\d{2}) 00:00:00$", "$1")
    return Written(value, first_reason(_too_long(value, spec)))


def _too_long(value: pl.Expr, spec: ColumnSpec) -> tuple[pl.Expr, str]:
    return value.str.len_chars() > spec.max_length, f"超过 {spec.max_length} 个字，请缩短"


def _code(text: pl.Expr, spec: ColumnSpec) -> Written:
    value = narrow(text).str.replace_all(r"\s", "")
    lost = "表格软件已丢失末尾几位，请把这一格设为文本格式后重新填写完整"
    dated = "表格软件把它变成了日期，请把这一格设为文本格式后重新填写"
    return Written(
        value,
        first_reason(
            (value.str.contains(_LOST), lost),
            (narrow(text).str.contains(r"^\d{4}-\d{2}-\d{2}( \d{2}:\d{2}:\d{2})?$"), dated),
            _too_long(value, spec),
        ),
    )


def _choice(text: pl.Expr, spec: ColumnSpec) -> Written:
    words = {
        narrow_word(word): stored
        for stored, labels in spec.choices.items()
        for word in (stored, *labels)
    }
    value = _looked_up(text, words, pl.String)
    allowed = "、".join(labels[0] for labels in spec.choices.values())
    return Written(value, first_reason((value.is_null(), f"只能填：{allowed}")))


def _boolean(text: pl.Expr, spec: ColumnSpec) -> Written:
    words = dict.fromkeys(_YES, True) | dict.fromkeys(_NO, False)
    value = _looked_up(text, words, pl.Boolean)
    return Written(value, first_reason((value.is_null(), "只能填：是、否")))


def _looked_up(text: pl.Expr, words: Mapping[str, object], kind: type[pl.DataType]) -> pl.Expr:
    key = narrow(text).str.to_lowercase().str.replace_all(r"\s", "")
    return key.replace_strict(words, default=None, return_dtype=kind)


def _date(text: pl.Expr, spec: ColumnSpec) -> Written:
    plain = narrow(text).str.replace_all(r"\s*([年月日./\-])\s*", "$1")
    parts = plain.str.extract_groups(
        r"^(\d{4})[年./\-]?(\d{1,2})[月./\-]?(\d{1,2})日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?$"
    )
    bare = plain.str.contains(r"^\d+$")
    known = parts.struct.field("1").is_not_null() & (~bare | plain.str.contains(r"^\d{8}$"))
    split = bare | plain.str.contains(r"^\d{4}[年./\-]\d{1,2}[月./\-]\d{1,2}")
    joined = pl.concat_str(
        [parts.struct.field("1"), *(parts.struct.field(n).str.zfill(2) for n in "23")],
        separator="-",
    )
    value = pl.when(known & split).then(joined).str.to_date("%Y-%m-%d", strict=False)
    how = "请写成 2024-03-01 这样的日期"
    return Written(
        value,
        first_reason(
            (plain.str.contains(r"^[34]\d{4}(\.\d+)?$"), f"像是日期的序号，{how}"),
            (~(known & split), f"认不出是哪一天，{how}"),
            (value.is_null(), f"没有这一天，{how}"),
            (~value.dt.year().is_between(1900, 2100), f"年份不对，{how}"),
        ),
    )
