"""数的写法: exact numbers out of texts, with the unit of the cell, the header or the column."""

from collections.abc import Mapping
from decimal import Decimal

import polars as pl

from louyu.engines.tables.columns import ColumnSpec, Kind
from louyu.engines.tables.written import first_reason

_MOST_DIGITS = 15  # what a spreadsheet keeps of a number
_MORE_THAN_HELD = r"^-?\d{7,}\.\d{8,9}$"
_PADDING = 8  # zeros enough to move the point by the largest scale
_NUMBER = r"^(-?)(\d[\d,]*)(?:\.(\d+))?\s*([^\d\s.,/~+*-][^\d]*2?)?$"
_GROUPED = r"^(\d+|\d{1,3}(,\d{3})+)$"
_SCIENTIFIC = r"^-?\d(\.\d+)?e\+?\d+$"
_BARE = {"万": 4, "亿": 8}
_SCALES = {
    Kind.AREA: dict.fromkeys(("㎡", "m2", "m²", "平方米", "平米", "平方"), 0)
    | dict.fromkeys(("万㎡", "万m2", "万m²", "万平方米", "万平米"), 4),
    Kind.YUAN: dict.fromkeys(("元", "人民币元", "元人民币"), 0)
    | dict.fromkeys(("万元", "人民币万元", "万元人民币", "万人民币", "万人民币元"), 4)
    | {"千元": 3, "亿元": 8},
}
_FOREIGN_UNITS = frozenset(
    {"亩", "公顷", "平方公里", "平方千米", "平方英尺", "坪", "%", "‰", "百分比"}
    | {"美元", "万美元", "港元", "万港元", "港币", "万港币", "欧元", "万欧元", "日元", "万日元"}
)


def as_number(cells: pl.DataFrame, spec: ColumnSpec, header_unit: str) -> pl.DataFrame:
    scales = _SCALES.get(spec.kind, dict.fromkeys((spec.unit,), 0) if spec.unit else {})
    told = header_unit if header_unit in scales or header_unit in _FOREIGN_UNITS else ""
    foreign = told not in scales and told != ""
    column_scale = scales.get(told or spec.unit, 0)
    # A bare 万 stands before a unit left out; where the column counts in 万 itself it may not.
    known = {"": column_scale} | scales | (_BARE if column_scale == 0 else {})
    cells = _exact(_split(cells, known), spec)
    unit, scale, whole = pl.col("unit"), pl.col("scale"), pl.col("whole")
    differs = (unit != "") & (scale != column_scale) & ~unit.is_in(list(_BARE))
    return cells.with_columns(
        first_reason(
            (pl.col("plain").str.contains(_SCIENTIFIC), "数字被写成了科学计数，请填写完整的数字"),
            (whole == "", "不是一个数字，请只填一个数字，没有就留空"),
            (~whole.str.contains(_GROUPED), "千分位逗号的位置不对，请核对"),
            (
                pl.lit(foreign),
                f"表头的单位「{told}」不能换算，{_ask(spec)}",
            ),
            (unit.is_in(list(_BARE)) & scale.is_null(), f"与表头的单位重复，{_ask(spec)}"),
            (scale.is_null(), f"单位认不出，{_ask(spec)}"),
            (differs & pl.lit(bool(told)), f"与表头的单位「{told}」不一致，请核对"),
            *_bounds(spec),
        )
    )


def unit_fault(spec: ColumnSpec, header_unit: str) -> str:
    """Why a column whose unit must be told cannot be read; "" where nothing is wrong."""
    scales = _SCALES.get(spec.kind, {})
    told = header_unit if header_unit in scales else ""
    if not told and not spec.unit:
        return "没有写明单位，请在表头写上单位，如（万元），或在上传时选择单位"
    if told and spec.unit and scales[told] != scales[spec.unit]:
        return f"表头的单位是「{told}」，选择的单位是「{spec.unit}」，请核对"
    return ""


def _split(cells: pl.DataFrame, known: Mapping[str, int]) -> pl.DataFrame:
    """`whole` and `fraction` as written; `digits` and `rest` after the point has moved."""
    plain = pl.col("narrow").str.to_lowercase().str.replace(r"^[¥￥]", "")
    plain = plain.str.replace(r"\(([^()\d]+)\)$", "$1")
    # What a double adds behind the digits it holds is nothing anybody wrote.
    kept = plain.cast(pl.Float64, strict=False).round_sig_figs(_MOST_DIGITS).cast(pl.String)
    plain = pl.when(plain.str.contains(_MORE_THAN_HELD)).then(kept).otherwise(plain)
    cells = cells.with_columns(plain.alias("plain"))
    names = ("sign", "whole", "fraction", "unit")
    groups = pl.col("plain").str.extract_groups(_NUMBER).struct.rename_fields(names)
    cells = cells.with_columns(groups.alias("groups")).unnest("groups")
    cells = cells.with_columns(pl.col(names).fill_null(""))
    scale = pl.col("unit").replace_strict(known, default=None, return_dtype=pl.Int64)
    padded = pl.col("fraction").str.pad_end(_PADDING, "0")
    cells = cells.with_columns(scale.alias("scale"), padded.alias("padded"))
    moved = pl.col("padded").str.slice(0, pl.col("scale"))
    return cells.with_columns(
        (pl.col("whole").str.replace_all(",", "") + moved).alias("digits"),
        pl.col("padded").str.slice(pl.col("scale")).alias("rest"),
    )


def _exact(cells: pl.DataFrame, spec: ColumnSpec) -> pl.DataFrame:
    """Through the text, never through a float."""
    whole = pl.col("sign") + pl.col("digits")
    if spec.kind is Kind.INTEGER:
        return cells.with_columns(whole.cast(pl.Int64, strict=False).alias("value"))
    text = whole + "." + pl.col("rest").str.slice(0, spec.decimals)
    value = text.cast(pl.Decimal(38, spec.decimals), strict=False)
    return cells.with_columns(value.alias("value"))


def _bounds(spec: ColumnSpec) -> list[tuple[pl.Expr, str]]:
    kept = 0 if spec.kind is Kind.INTEGER else spec.decimals
    too_fine = f"最多 {kept} 位小数，请核对后填写" if kept else "只能填整数，请核对"
    checks = [
        (pl.col("rest").str.strip_chars_end("0").str.len_chars() > kept, too_fine),
        (
            pl.col("digits").str.strip_chars_start("0").str.len_chars() > _MOST_DIGITS,
            "数字过大，请核对",
        ),
    ]
    least = Decimal(0) if spec.kind is Kind.AREA and spec.minimum is None else spec.minimum
    if least is not None:
        checks.append((pl.col("value") < pl.lit(least), f"不能小于 {least}，请核对"))
    if spec.maximum is not None:
        checks.append((pl.col("value") > pl.lit(spec.maximum), f"不能大于 {spec.maximum}，请核对"))
    return checks


def _ask(spec: ColumnSpec) -> str:
    unit = spec.unit or {Kind.AREA: "㎡", Kind.YUAN: "元"}.get(spec.kind, "")
    return f"请换算成{unit}后只填数字" if unit else "请只填数字"
