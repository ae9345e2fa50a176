"""编译: declared indicators turned into one SQL statement by ibis, which never executes it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import ibis
from ibis import _
from ibis.expr import types as ir

from louyu.engines.measures.indicator import Aggregate, Coverage, Indicator, Part

Schema = Mapping[str, str]
AMOUNT = "decimal(20, 2)"


@dataclass(frozen=True)
class Level:
    """Columns of the fact rows that name one subject of a figure: fact column → figure column."""

    keys: tuple[tuple[str, str], ...]


def figures_sql(
    indicators: Sequence[Indicator],
    schemas: Mapping[str, Schema],
    levels: Sequence[Level],
    *,
    covered_by: str,
    dialect: str = "postgres",
) -> str:
    """One SELECT with a row for every indicator and subject.

    `covered_by` names the fact table with one row a building: it decides which subjects there
    are, so that a place where nothing was collected still has its (missing) figure.
    """
    tables = {name: ibis.table(dict(schema), name=name) for name, schema in schemas.items()}
    columns = _columns(levels)
    return "\nUNION ALL\n".join(
        str(ibis.to_sql(_figure(indicator, tables, level, columns, covered_by), dialect=dialect))
        for indicator in indicators
        for level in levels
    )


def _columns(levels: Iterable[Level]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(column for level in levels for _fact, column in level.keys))


def _figure(
    indicator: Indicator,
    tables: Mapping[str, ir.Table],
    level: Level,
    columns: Sequence[str],
    covered_by: str,
) -> ir.Table:
    subjects = _coverage(tables[covered_by], indicator.coverage, level)
    amounts = _amounts(tables[indicator.facts], indicator, level)
    keys = [column for _fact, column in level.keys]
    joined = subjects.left_join(amounts, keys)
    return joined.select(
        ibis.literal(indicator.code).name("indicator"),
        *(
            (joined[column] if column in keys else ibis.null("int64")).name(column)
            for column in columns
        ),
        _.numerator.fill_null(0).cast(AMOUNT).name("numerator"),
        (
            ibis.null(AMOUNT)
            if indicator.denominator is None
            else _.denominator.fill_null(0).cast(AMOUNT)
        ).name("denominator"),
        _.known.fill_null(0).cast("int32").name("known"),
        _.total.fill_null(0).cast("int32").name("total"),
        _.contributors.fill_null(0).cast("int32").name("contributors"),
    )


def _grouped(table: ir.Table, level: Level) -> list[ir.Value]:
    return [table[fact].name(column) for fact, column in level.keys]


def _coverage(buildings: ir.Table, coverage: Coverage, level: Level) -> ir.Table:
    where = buildings[coverage.where] if coverage.where else None
    return buildings.group_by(_grouped(buildings, level)).agg(
        known=buildings[coverage.known].sum(where=where), total=buildings.count(where=where)
    )


def _amounts(facts: ir.Table, indicator: Indicator, level: Level) -> ir.Table:
    numerator = _aggregated(facts, indicator.numerator)
    amounts = {"numerator": numerator, "contributors": _contributors(facts, indicator.numerator)}
    if indicator.denominator is not None:
        amounts["denominator"] = _aggregated(facts, indicator.denominator)
    return facts.group_by(_grouped(facts, level)).agg(**amounts)


def _aggregated(facts: ir.Table, part: Part) -> ir.Value:
    where = facts[part.where] if part.where else None
    if part.aggregate is Aggregate.DISTINCT:
        return part.of(facts).nunique(where=where)
    return part.of(facts).sum(where=where)


def _contributors(facts: ir.Table, part: Part) -> ir.Value:
    """How many rows make the number up; of what is counted distinct, the number itself."""
    if part.aggregate is Aggregate.DISTINCT:
        return _aggregated(facts, part)
    counted = part.of(facts) != 0
    return (counted & facts[part.where] if part.where else counted).sum()
