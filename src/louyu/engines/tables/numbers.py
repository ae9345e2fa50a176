"""数的写法: exact numbers out of texts, with the unit of the cell, the header or the column."""

from decimal import Decimal

import polars as pl

from louyu.engines.tables.columns import ColumnSpec, Kind
from louyu.engines.tables.written import Written, first_reason, narrow

_MOST_DIGITS = 15  # what a spreadsheet keeps of a number
_PADDING = 8  # zeros enough to move the point by the largest scale
_BARE = {"万": 4, "亿": 8}
_SCALES = {
    Kind.AREA: dict.fromkeys(("㎡", "m2", "m²", "平方米", "平米", "平方"), 0)
    | dict.fromkeys(("万㎡", "万m2", "万m²", "万平方米", "万平米"), 4),
    Kind.YUAN: dict.fromkeys(("元", "人民币元", "元人民币"), 0)
    | dict.fromkeys(("万元", "人民币万元", "万元人民币", "万人民币"), 4)
    | {"千元": 3, "亿元": 8},
}
_FOREIGN_UNITS = frozenset(
    {"亩", "公顷", "平方公里", "平方千米", "平方英尺", "坪", "%", "‰", "百分比"}
    | {"美元", "万美元", "港元", "万港元", "港币", "万港币", "欧元", "万欧元", "日元", "万日元"}
)


def as_number(text: pl.Expr, spec: ColumnSpec, header_unit: str) -> Written:
    scales = _SCALES.get(spec.kind, dict.fromkeys((spec.unit,), 0) if spec.unit else {})
    named = header_unit in scales or header_unit in _FOREIGN_UNITS
    column_unit = header_unit if named else spec.unit
    column_scale = scales.get(column_unit, 0)

    plain = narrow(text).str.to_lowercase().str.replace(r"^[¥￥]", "")
    groups = plain.str.extract_groups(r"^(-?)(\d[\d,]*)(?:\.(\d+))?\s*([^\d\s.,/~+*-][^\d]*2?)?$")
    sign, whole, fraction, unit = (groups.struct.field(n).fill_null("") for n in "1234")
    # A bare 万 stands before a unit left out; where the column counts in 万 itself it may not.
    known = {"": column_scale} | scales | (_BARE if column_scale == 0 else {})
    scale = unit.replace_strict(known, default=None, return_dtype=pl.Int64)

    digits = whole.str.replace_all(",", "") + _part(fraction, pl.lit(0), scale)
    rest = _part(fraction, scale, None)
    value = _exact(sign, digits, rest, spec)
    contradicts = (unit != "") & (scale != column_scale) & ~unit.is_in(list(_BARE))
    reason = first_reason(
        (plain.str.contains(r"^-?\d(\.\d+)?e\+?\d+$"), "数字被写成了科学计数，请填写完整的数字"),
        (whole == "", "不是一个数字，请只填一个数字，没有就留空"),
        (~whole.str.contains(r"^(\d+|\d{1,3}(,\d{3})+)$"), "千分位逗号的位置不对，请核对"),
        (
            pl.lit(column_unit in _FOREIGN_UNITS),
            f"表头的单位「{column_unit}」不能换算，{_ask(spec)}",
        ),
        (unit.is_in(list(_BARE)) & scale.is_null(), f"与表头的单位重复，不知是多少，{_ask(spec)}"),
        (scale.is_null(), f"单位认不出，{_ask(spec)}"),
        (contradicts & pl.lit(named), f"与表头的单位「{column_unit}」不一致，请核对"),
        *_bounds(digits, rest, value, spec),
    )
    return Written(value, reason)


def _part(fraction: pl.Expr, start: pl.Expr, length: pl.Expr | None) -> pl.Expr:
    return fraction.str.pad_end(_PADDING, "0").str.slice(start, length)


def _exact(sign: pl.Expr, digits: pl.Expr, rest: pl.Expr, spec: ColumnSpec) -> pl.Expr:
    """Through the text, never through a float."""
    if spec.kind is Kind.INTEGER:
        return (sign + digits).cast(pl.Int64, strict=False)
    kept = rest.str.slice(0, spec.decimals)
    return (sign + digits + "." + kept).cast(pl.Decimal(38, spec.decimals), strict=False)


def _bounds(
    digits: pl.Expr, rest: pl.Expr, value: pl.Expr, spec: ColumnSpec
) -> list[tuple[pl.Expr, str]]:
    kept = 0 if spec.kind is Kind.INTEGER else spec.decimals
    too_fine = f"最多 {kept} 位小数，请核对后填写" if kept else "只能填整数，请核对"
    checks = [
        (rest.str.strip_chars_end("0").str.len_chars() > kept, too_fine),
        (digits.str.strip_chars_start("0").str.len_chars() > _MOST_DIGITS, "数字过大，请核对"),
    ]
    least = Decimal(0) if spec.kind is Kind.AREA and spec.minimum is None else spec.minimum
    if least is not None:
        checks.append((value < pl.lit(least), f"不能小于 {least}，请核对"))
    if spec.maximum is not None:
        checks.append((value > pl.lit(spec.maximum), f"不能大于 {spec.maximum}，请核对"))
    return checks


def _ask(spec: ColumnSpec) -> str:
    unit = spec.unit or {Kind.AREA: "㎡", Kind.YUAN: "元"}.get(spec.kind, "")
    return f"请换算成{unit}后只填数字" if unit else "请只填数字"
