"""税款表: lines of a bureau's file as payments: whose, of which tax, of which month."""

from datetime import date

import polars as pl
from stdnum.cn import uscc

from louyu.engines.tables import Refused
from louyu.kernel.intake import Plan
from louyu.kernel.merging import LINE
from louyu.registers.taxation.columns import WIDE
from louyu.registers.taxation.kinds import TaxType
from louyu.registers.taxation.months import span_of

CODE_LENGTH = 18
YUAN = pl.Decimal(38, 2)
AMOUNTS = ("yuan", "retained_yuan")
PAYER = ("code", "name")


def of_the_month(
    frame: pl.DataFrame, plan: Plan, month: date, stated: bool
) -> tuple[pl.DataFrame, bool]:
    """The lines of this month, and whether they count from January on.

    `stated`: the provider says they do; a span such as 1-9月 says so by itself.
    """
    texts = frame["month"].to_list() if "month" in frame.columns else [None] * frame.height
    told = {text: span_of(text, month.year) for text in set(texts) - {None}}
    cumulative = stated or any(span and not span.is_month for span in told.values())
    wanted = f"{month:%Y-%m}" + (f" 或 1-{month.month}月" if cumulative else "")
    for line, text in zip(frame[LINE], texts, strict=True):
        if text is None:
            continue
        span = told[text]
        if span is None:
            plan.refuse([line], "month", f"认不出是哪个月，请写成 {wanted}")
        elif span.last != month or not (span.is_month or span.from_january):
            plan.refuse([line], "month", f"不是所属期 {wanted}，请改正，或按月份分开报送")
        elif cumulative and span.is_month and not stated and month.month > 1:
            plan.refuse([line], "month", "同一份文件里既有本月数又有累计数，请分开报送")
    return plan.standing(frame), cumulative


def with_payers(frame: pl.DataFrame, plan: Plan) -> pl.DataFrame:
    """`code` and `name`, either of which may be empty; a code that lost digits is refused."""
    given = [pl.lit(None, pl.String).alias(name) for name in PAYER if name not in frame.columns]
    frame = frame.with_columns(given).with_columns(
        code=pl.col("code").str.to_uppercase().fill_null(""), name=pl.col("name").fill_null("")
    )
    nobody = frame.filter((pl.col("code") == "") & (pl.col("name") == ""))
    plan.refuse(nobody[LINE], "name", "纳税人识别号和名称至少填一个")
    for line, code in frame.select(LINE, "code").rows():
        if len(code) == CODE_LENGTH and not uscc.is_valid(code):
            plan.refuse([line], "code", "校验不通过，请对照营业执照核对每一位")
        elif code and len(code) < 15:
            plan.refuse([line], "code", "位数不够，请填写完整的识别号")
    return plan.standing(frame)


def by_tax(frame: pl.DataFrame, plan: Plan, keep: tuple[str, ...]) -> pl.DataFrame:
    """One row per line and tax, whether the file has the taxes below each other or side by side."""
    wide = [name for name in frame.columns if name.startswith(WIDE)]
    if not wide and "yuan" not in frame.columns:
        raise Refused("没有找到金额列：请提供“税额”列，或以税种名称为表头的各列。")
    rows = _side_by_side(frame, plan, wide, keep) if wide else _below(frame, keep)
    silent = frame.join(rows, on=LINE, how="anti")
    plan.refuse(silent[LINE], wide[0] if wide else "yuan", "没有金额，请补填；没有税款的行请删去")
    return rows.join(plan.standing(frame).select(LINE), on=LINE, how="semi", maintain_order="left")


def _below(frame: pl.DataFrame, keep: tuple[str, ...]) -> pl.DataFrame:
    frame = _with(frame, "tax_type", pl.String)
    frame = _with(frame, "retained_yuan", YUAN)
    return frame.select(
        LINE,
        *keep,
        pl.col("tax_type").fill_null(TaxType.TOTAL.value),
        *(pl.col(name).cast(YUAN) for name in AMOUNTS),
    ).filter(pl.col("yuan").is_not_null())


def _with(frame: pl.DataFrame, name: str, kind: type[pl.DataType] | pl.DataType) -> pl.DataFrame:
    return frame if name in frame.columns else frame.with_columns(pl.lit(None, kind).alias(name))


def _side_by_side(
    frame: pl.DataFrame, plan: Plan, wide: list[str], keep: tuple[str, ...]
) -> pl.DataFrame:
    """A sum beside its parts is compared with them and not taken a second time."""
    total, parts = WIDE + TaxType.TOTAL, [name for name in wide if name != WIDE + TaxType.TOTAL]
    told = pl.coalesce([name for name in (total, "yuan") if name in frame.columns] or pl.lit(None))
    frame = frame.with_columns(told.cast(YUAN).alias(total))
    divided = frame.filter(pl.any_horizontal(pl.col(parts).is_not_null()) if parts else False)
    if parts:
        # Each part may have lost half a cent of 万元 in the last place its ledger prints.
        off = (pl.col(total) - pl.sum_horizontal(parts)).abs() > 100 * len(parts)
        plan.refuse(divided.filter(off)[LINE], parts[0], "各税种之和与合计不一致，请核对")
    whole = frame.join(divided, on=LINE, how="anti").with_columns(pl.lit(None, YUAN).alias("none"))
    pieces = [
        rows.select(LINE, *keep, *names).unpivot(
            names, index=[LINE, *keep], variable_name="tax_type", value_name="yuan"
        )
        for rows, names in ((divided, parts), (whole, [total]))
        if names
    ]
    found = pl.concat([piece.cast({"yuan": YUAN}) for piece in pieces])
    found = found.filter(pl.col("yuan").is_not_null())
    return found.with_columns(
        pl.col("tax_type").str.strip_prefix(WIDE), retained_yuan=pl.lit(None, YUAN)
    ).sort(LINE, maintain_order=True)


def summed(rows: pl.DataFrame) -> pl.DataFrame:
    """What a cumulative file says of a payer and tax in several lines is one amount so far."""
    who = pl.when(pl.col("code") == "").then(pl.col("name")).otherwise(pl.col("code"))
    return (
        rows.group_by(who.alias("who"), "tax_type", maintain_order=True)
        .agg(
            pl.col(LINE, *PAYER).first(),
            pl.col("yuan").sum(),
            pl.when(pl.col("retained_yuan").is_not_null().all()).then(
                pl.col("retained_yuan").sum()
            ),
        )
        .drop("who")
    )
