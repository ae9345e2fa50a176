"""计划与历史数据导入: units as people write them, and a key whose parts may be empty."""

from dataclasses import replace
from typing import Any

import polars as pl
from django.db.models import QuerySet

from louyu.engines.tables import ColumnSpec, Kind
from louyu.journey.statistics.dictionary import MeasureUnit
from louyu.journey.statistics.models import HistoricalFigure, TargetPart
from louyu.kernel.intake import Lines, Plan, ResourceImport, register
from louyu.kernel.merging import LINE
from louyu.kernel.resource import Column, resource
from louyu.kernel.scope import Actor

UNITS = {
    MeasureUnit.SQUARE_METRE: ("平方米", "平米", "m2", "m²"),
    MeasureUnit.TEN_THOUSAND_SQUARE_METRES: ("万平方米", "万平米", "万平", "万m²"),
    MeasureUnit.HUNDRED_MILLION_YUAN: ("亿",),
    MeasureUnit.PERCENT: ("％", "百分比"),
    MeasureUnit.PERCENTAGE_POINT: ("个百分点",),
    MeasureUnit.FIRM: ("户", "个主体"),
    MeasureUnit.BUILDING: ("栋", "座"),
    MeasureUnit.ITEM: ("项",),
}


class MeasuredImport(ResourceImport):
    """A table with a column for the unit of its numbers."""

    synonyms = {"unit": {unit.value: words for unit, words in UNITS.items()}}


class EarlierImport(MeasuredImport):
    synonyms = MeasuredImport.synonyms | {
        "indicator": {
            "SP01": ("总建筑面积", "楼宇面积"),
            "SP07": ("入驻率",),
            "EN01": ("市场主体数", "入驻企业数"),
            "EN03": ("注册率", "属地注册率"),
        }
    }

    def _spec(self, column: Column) -> ColumnSpec:
        """A year is written 2024, 2024年 or 2024年度."""
        spec = super()._spec(column)
        return replace(spec, kind=Kind.TEXT, minimum=None) if column.name == "year" else spec

    def prepare(self, frame: pl.DataFrame, plan: Plan, actor: Actor) -> pl.DataFrame:
        year = pl.col("year").str.extract(r"^\s*((?:19|20)\d{2})(?:\.0)?\s*年?度?\s*$")
        frame = frame.with_columns(year=year.cast(pl.Int64))
        wrong = frame.filter(pl.col("year").is_null())
        plan.refuse(wrong[LINE], "year", "认不出是哪一年，请写作 2024")
        return plan.standing(frame)

    def identify(self, frame: pl.DataFrame, plan: Plan, lines: Lines, actor: Actor) -> pl.DataFrame:
        rows = HistoricalFigure.objects.unscoped("a key is one row's")
        kept = rows.filter(year__in=frame["year"].unique().to_list())
        said = "与前面一行的指标、区划和时间相同，请只保留一行"
        return identified(self, frame, plan, kept, ("indicator", said))


class PartImport(ResourceImport):
    def identify(self, frame: pl.DataFrame, plan: Plan, lines: Lines, actor: Actor) -> pl.DataFrame:
        rows = TargetPart.objects.unscoped("a key is one row's")
        kept = rows.filter(target__in=frame["target_id"].unique().to_list())
        said = "与前面一行分解给同一个街道、部门或年度，请只保留一行"
        return identified(self, frame, plan, kept, ("target", said))

    def _created(self, new: pl.DataFrame) -> pl.DataFrame:
        return super()._created(new.with_columns(self._named()))

    def _changes(self, changed: pl.DataFrame, *told: Any) -> list[pl.DataFrame]:
        return super()._changes(changed.with_columns(self._named()), *told)

    def _named(self) -> pl.Expr:
        return pl.col("target").alias(self.resource.search[0])


def identified(
    kind: ResourceImport,
    frame: pl.DataFrame,
    plan: Plan,
    kept: QuerySet[Any],
    twice: tuple[str, str],
) -> pl.DataFrame:
    """A line without building, month or street means the row without them, and no other."""
    key = list(kind.keys[0])
    types = {name: pl.Int64 if kind.schema[name].is_integer() else pl.String for name in key}
    empty = [pl.lit(None, types[name]).alias(name) for name in key]
    frame = frame.with_columns(one for one in empty if one.meta.output_name() not in frame)
    known = pl.DataFrame(
        list(kept.values_list("pk", *key)), schema={"id": pl.Int64, **types}, orient="row"
    )
    repeated = frame.filter(pl.struct(key).is_first_distinct().not_())
    plan.refuse(repeated[LINE], *twice)
    frame = plan.standing(frame).drop("id").cast(types)  # type: ignore[arg-type]
    return frame.join(known, on=key, how="left", nulls_equal=True, maintain_order="left")


register(EarlierImport(resource("historical-figures")))
register(ResourceImport(resource("plans")))
register(MeasuredImport(resource("targets")))
register(PartImport(resource("target-parts")))
