"""编译: declared indicators turned into one SQL statement by ibis, which never executes it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import ibis
from ibis.expr import types as ir

from louyu.engines.measures.indicator import Aggregate, Indicator, Part

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
    figures = [
        _figure(indicator, subjects, level, columns)
        for level in levels
        for subjects in [_subjects(indicators, tables, level, covered_by)]
        for indicator in indicators
    ]
    return str(ibis.to_sql(ibis.union(*figures), dialect=dialect))


def _columns(levels: Iterable[Level]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(column for level in levels for _fact, column in level.keys))


def _subjects(
    indicators: Sequence[Indicator],
    tables: Mapping[str, ir.Table],
    level: Level,
    covered_by: str,
) -> ir.Table:
    """A row a subject with the parts of all indicators: each fact table is gone through once."""
    covered = tables[covered_by]
    known = [_coverage(covered, indicator) for indicator in indicators]
    subjects = covered.group_by(_grouped(covered, level)).agg(**_merged(known))
    keys = [column for _fact, column in level.keys]
    for name in dict.fromkeys(indicator.facts for indicator in indicators):
        facts = tables[name]
        parts = _merged(_amounts(facts, each) for each in indicators if each.facts == name)
        amounts = facts.group_by(_grouped(facts, level)).agg(**parts)
        joined = subjects.left_join(amounts, keys)
        subjects = joined.select(*(joined[column] for column in (*subjects.columns, *parts)))
    return subjects


def _merged(parts: Iterable[dict[str, ir.Value]]) -> dict[str, ir.Value]:
    return dict(item for part in parts for item in part.items())


def _figure(
    indicator: Indicator, subjects: ir.Table, level: Level, columns: Sequence[str]
) -> ir.Table:
    keys = [column for _fact, column in level.keys]
    part = {name: subjects[f"{indicator.code}_{name}"].fill_null(0) for name in _named(indicator)}
    if indicator.coverage.besides:
        part["known"] += part["known_besides"]
        part["total"] += part["total_besides"]
    return subjects.select(
        ibis.literal(indicator.code).name("indicator"),
        *(
            (subjects[column] if column in keys else ibis.null("int64")).name(column)
            for column in columns
        ),
        part["numerator"].cast(AMOUNT).name("numerator"),
        (part["denominator"] if "denominator" in part else ibis.null(AMOUNT))
        .cast(AMOUNT)
        .name("denominator"),
        *(part[name].cast("int32").name(name) for name in ("known", "total", "contributors")),
    )


def _named(indicator: Indicator) -> tuple[str, ...]:
    divided = ("denominator",) if indicator.denominator else ()
    besides = ("known_besides", "total_besides") if indicator.coverage.besides else ()
    return ("numerator", *divided, "known", "total", "contributors", *besides)


def _grouped(table: ir.Table, level: Level) -> list[ir.Value]:
    return [table[fact].name(column) for fact, column in level.keys]


def _coverage(buildings: ir.Table, indicator: Indicator) -> dict[str, ir.Value]:
    coverage = indicator.coverage
    where = buildings[coverage.where] if coverage.where else None
    return {
        f"{indicator.code}_known": buildings[coverage.known].sum(where=where),
        f"{indicator.code}_total": buildings.count(where=where),
    }


def _amounts(facts: ir.Table, indicator: Indicator) -> dict[str, ir.Value]:
    amounts = {
        f"{indicator.code}_numerator": _aggregated(facts, indicator.numerator),
        f"{indicator.code}_contributors": _contributors(facts, indicator.numerator),
    }
    if indicator.denominator:
        amounts[f"{indicator.code}_denominator"] = _aggregated(facts, indicator.denominator)
    coverage = indicator.coverage
    if coverage.besides:
        further = facts[coverage.besides]
        amounts[f"{indicator.code}_known_besides"] = facts[coverage.known].sum(where=further)
        amounts[f"{indicator.code}_total_besides"] = further.sum()
    return amounts


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
