"""来文概貌: what of a file is compared with the next one, and what is only looked at once.

Of amounts nothing is kept but sums and medians of whole columns; of payers and buildings only
keyed digests of a sample, which lead back to nobody.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from django.utils.crypto import salted_hmac

from louyu.engines.measures import Period
from louyu.engines.tables import ROW, SHEET, ColumnSpec, Kind, Table, cast
from louyu.kernel.intake import importer
from louyu.kernel.scope import Actor
from louyu.registers.deliveries.models import Import
from louyu.registers.deliveries.pipeline import lay_out
from louyu.registers.taxation.months import span_of

SAMPLED = 500
MONTHS = frozenset({"month", "period"})
# Signs that stand where an encoding was mistaken or bytes were lost.
_BROKEN = "[\ufffd\ue000-\uf8ff]|锟斤拷|Ã|â€"


@dataclass(frozen=True)
class ColumnProfile:
    """Stored with the label people read; `sum` and `median` per month, of numbers alone."""

    label: str
    filled: float
    sum: float | None = None
    median: float | None = None


@dataclass(frozen=True)
class Profile:
    """`keys`: how many payers, buildings or places; `sample`: digests of the lowest of them."""

    rows: int
    headers: list[str]
    columns: dict[str, ColumnProfile]
    keys: int
    sample: list[str]

    @classmethod
    def stored(cls, told: Mapping[str, Any]) -> Profile | None:
        if not told:
            return None
        columns = {name: ColumnProfile(**one) for name, one in told["columns"].items()}
        return cls(**{**told, "columns": columns})

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Look:
    """A file as it was read: its profile, and what only concerns itself."""

    profile: Profile
    doubled: int = 0
    broken_cells: int = 0
    # Months the lines, the titles above them and the name speak of.
    months: frozenset[date] = field(default_factory=frozenset)
    titled: frozenset[date] = field(default_factory=frozenset)
    cut_short: bool = False


def look(path: Path, row: Import, actor: Actor) -> Look:
    """Raises Refused for what cannot be read."""
    kind = importer(row.kind).for_file(row.about | {"file": row.file_id, "sha256": row.file.sha256})
    layout = lay_out(path, kind, actor, row.mapping)
    specs = kind.specs(actor)
    values = cast(layout.table, layout.match, specs).frame
    period = Period(row.about["period"])
    found = {spec.field: spec for spec in specs if spec.field in values.columns}
    texts = layout.table.frame.drop(SHEET, ROW)
    # What counts from January on is compared by the month.
    months = period.month if row.about.get("cumulative") else 1
    keys, sample = _keys(values, found)
    return Look(
        profile=Profile(
            rows=values.height,
            headers=sorted(layout.table.headers),
            columns={name: _column(values[name], spec, months) for name, spec in found.items()},
            keys=keys,
            sample=sample,
        ),
        doubled=int(texts.is_duplicated().sum() - texts.filter(texts.is_duplicated()).n_unique())
        if texts.height
        else 0,
        broken_cells=_broken(texts),
        months=_months(values, found, period),
        titled=_titled(layout.table, period),
        cut_short=_cut_short(texts),
    )


def _column(values: pl.Series, spec: ColumnSpec, months: int) -> ColumnProfile:
    told = values.drop_nulls()
    filled = len(told) / len(values) if len(values) else 0.0
    if not spec.kind.is_number or not len(told):
        return ColumnProfile(spec.label, round(filled, 4))
    numbers = told.cast(pl.Float64)
    middle = float(numbers.median() or 0)  # type: ignore[arg-type]
    return ColumnProfile(
        spec.label,
        round(filled, 4),
        round(float(numbers.sum()) / months, 2),
        round(middle / months, 2),
    )


def _keys(values: pl.DataFrame, found: Mapping[str, ColumnSpec]) -> tuple[int, list[str]]:
    """Whom the lines are of: codes, else what must stand in every line, else any text."""
    texts = [spec for spec in found.values() if spec.kind in {Kind.CODE, Kind.TEXT}]
    chosen = (
        [spec for spec in texts if spec.kind is Kind.CODE]
        or [spec for spec in texts if spec.required]
        or texts
    )
    names = [spec.field for spec in chosen]
    if not names:
        return 0, []
    joined = values.select(pl.concat_str(names, separator="\x1f", ignore_nulls=True)).to_series()
    known = {text for text in joined.drop_nulls().unique() if text.strip("\x1f")}
    digests = sorted(
        salted_hmac("louyu.sources", key, algorithm="sha256").hexdigest()[:24] for key in known
    )
    return len(known), digests[:SAMPLED]


def _broken(texts: pl.DataFrame) -> int:
    found = texts.select(pl.all().cast(pl.String).str.contains(_BROKEN).sum())
    return int(sum(value or 0 for value in found.row(0))) if texts.width else 0


def _months(
    values: pl.DataFrame, found: Mapping[str, ColumnSpec], period: Period
) -> frozenset[date]:
    told: set[date] = set()
    for name in MONTHS & found.keys():
        for text in values[name].drop_nulls().unique():
            span = span_of(str(text), period.year)
            told |= {span.last} if span else set()
    return frozenset(told)


def _titled(table: Table, period: Period) -> frozenset[date]:
    texts = [text for one in table.layouts for text in (one.name, *one.titles)]
    return frozenset(day for text in texts for day in months_in(text, period.year))


_SPAN = r"(?:0?1月?份?[-—~～至])?"
_WRITTEN = re.compile(
    rf"(?<!\d)(20\d\d)[-_./年 ]?{_SPAN}(0[1-9]|1[0-2]|[1-9](?=月|\D|$))(?!\d)"
    r"|(?<!\d)(1[0-2]|0?[1-9])月(?!\d+日)"
)


def months_in(text: str, year: int) -> set[date]:
    """Months a name or a title speaks of; whole days, such as of an export, are none."""
    found = set()
    for match in _WRITTEN.finditer(text):
        month = int(match[2] or match[3])
        found.add(date(int(match[1] or year), month, 1))
    return found


def _cut_short(texts: pl.DataFrame) -> bool:
    """The last line ends before its last cells, which every other line has."""
    if texts.height < 3:
        return False
    last, others = texts.tail(1), texts.head(texts.height - 1)
    always = [n for n in texts.columns if others[n].null_count() == 0]
    trailing = texts.columns[-1]
    return trailing in always and last[trailing][0] is None
