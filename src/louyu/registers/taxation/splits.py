"""税收分成: dated shares of the district, from a document of the finance bureau."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl

from louyu.engines.tables import ColumnSpec, Kind, TemplateColumn
from louyu.kernel.intake import Importer, Lines, Plan, new_rows
from louyu.kernel.intake.kinds import EFFECTS
from louyu.kernel.merging import LINE, Write, complete, take_ids
from louyu.kernel.scope import Actor
from louyu.registers.organizations.models import ClearanceKind, Role
from louyu.registers.taxation.columns import tax_type
from louyu.registers.taxation.kinds import TaxType
from louyu.registers.taxation.models import TaxSplit

OVERLAP = "与「{other}」起的一段重叠，请先写明前一段的结束日期"


class SplitImport(Importer):
    """A line is found by its tax and first day; what it says anew is changed."""

    key, label = "tax-splits", "税收分成"
    writers = (Role.OFFICE, Role.DEPARTMENT)
    clearance = ClearanceKind.FISCAL.value
    tables = (TaxSplit,)

    def columns(self, actor: Actor) -> list[TemplateColumn]:
        percent = ColumnSpec(
            "district_percent",
            "区级分成",
            Kind.DECIMAL,
            required=True,
            aliases=("区级比例", "分成比例", "区级分成比例"),
            unit="%",
            decimals=4,
            minimum=Decimal(0),
            maximum=Decimal(100),
        )
        source = ColumnSpec(
            "source", "来源文件", Kind.TEXT, required=True, aliases=("依据", "文号")
        )
        return [
            tax_type(),
            TemplateColumn(percent, "区级所得的百分数", "12.5"),
            TemplateColumn(
                ColumnSpec("start", "开始日期", Kind.DATE, required=True), "", "2026-01-01"
            ),
            TemplateColumn(ColumnSpec("end", "结束日期", Kind.DATE), "仍在执行就留空"),
            TemplateColumn(source, "文件名称和文号"),
        ]

    def plan(self, lines: Lines, actor: Actor) -> Plan:
        plan, frame = Plan(), lines.frame
        for name in ("tax_type", "end"):
            if name not in frame.columns:
                kind = pl.String if name == "tax_type" else pl.Date
                frame = frame.with_columns(pl.lit(None, kind).alias(name))
        nameless = frame.filter(pl.col("tax_type").is_null())
        plan.refuse(nameless[LINE], "tax_type", "请填写税种")
        stored = {(s.tax_type, s.start): s for s in TaxSplit.objects.unscoped("all shares")}
        self._refuse_overlaps(plan.standing(frame), stored, plan)
        frame = plan.standing(frame)
        numbers = [
            stored[key].pk if key in stored else None
            for key in frame.select("tax_type", "start").rows()
        ]
        frame = frame.with_columns(id=pl.Series(numbers, dtype=pl.Int64))
        self._add(frame.filter(pl.col("id").is_null()), plan)
        self._change(frame.filter(pl.col("id").is_not_null()), stored, plan)
        return plan

    @staticmethod
    def _refuse_overlaps(
        frame: pl.DataFrame, stored: dict[tuple[str, date], TaxSplit], plan: Plan
    ) -> None:
        """Against what is stored and not said anew here, and against earlier lines."""
        taken: dict[str, dict[date, date]] = {}
        said = set(frame.select("tax_type", "start").rows())
        for (tax, start), split in stored.items():
            if (tax, start) not in said:
                taken.setdefault(tax, {})[start] = split.end or date.max
        for line, tax, start, end in frame.select(LINE, "tax_type", "start", "end").rows():
            until = end or date.max
            others = taken.setdefault(tax, {})
            other = next((a for a, b in others.items() if a <= until and start <= b), None)
            if other or until < start:
                reason = OVERLAP.format(other=other) if other else "结束日期早于开始日期"
                plan.refuse([line], "start", reason)
            else:
                others[start] = until

    def _add(self, frame: pl.DataFrame, plan: Plan) -> None:
        if not frame.height:
            return
        numbered = frame.with_columns(id=pl.Series(take_ids(TaxSplit, frame.height)))
        plan.writes.append(Write(TaxSplit, complete(TaxSplit, _rows(numbered))))
        plan.effects = new_rows(frame.with_columns(name=_name()))

    def _change(
        self, frame: pl.DataFrame, stored: dict[tuple[str, date], TaxSplit], plan: Plan
    ) -> None:
        changed = ("district_percent", "end", "source")
        labels = dict(zip(changed, ("区级分成", "结束日期", "来源文件"), strict=True))
        effects, lines = [], []
        for row in frame.rows(named=True):
            before = stored[row["tax_type"], row["start"]]
            for name in changed:
                was, now = getattr(before, name), row[name]
                if now is not None and was != now:
                    name_ = TaxType(row["tax_type"]).label
                    told = (row[LINE], False, name_, labels[name], str(was or ""), str(now))
                    effects.append(told)
                    lines.append(row[LINE])
        if not lines:
            return
        frame = frame.filter(pl.col(LINE).is_in(lines))
        plan.writes.append(Write(TaxSplit, complete(TaxSplit, _rows(frame)), changed))
        more = pl.DataFrame(effects, schema=EFFECTS, orient="row")
        plan.effects = pl.concat([plan.effects, more])

    def filled(self, actor: Actor) -> pl.DataFrame:
        rows = TaxSplit.objects.visible_to(actor).order_by("tax_type", "start")
        told = [
            (row.get_tax_type_display(), row.district_percent, row.start, row.end, row.source)
            for row in rows
        ]
        headers = [column.header for column in self.columns(actor)]
        kinds = (pl.String, pl.Decimal(38, 4), pl.Date, pl.Date, pl.String)
        return pl.DataFrame(told, schema=dict(zip(headers, kinds, strict=True)), orient="row")


def _rows(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(LINE, "id", "tax_type", "district_percent", "start", "end", "source")


def _name() -> pl.Expr:
    return pl.col("tax_type").replace_strict({t.value: str(t.label) for t in TaxType})
