"""准备: columns of two tables made into blocking rules and comparisons, by what they hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from louyu.engines.linkage import columns, companies, credit_codes
from louyu.engines.linkage.blocking import Rule
from louyu.engines.linkage.columns import Kind
from louyu.engines.linkage.comparing import Comparison, comparison, numbered
from louyu.engines.linkage.keys import keyed, rules_of
from louyu.engines.linkage.model import Pairs


@dataclass
class Prepared:
    """`codes`: credit codes of both sides; `same`: a number per left row, equal for equal names."""

    same: NDArray[np.int64]
    rules: list[Rule] = field(default_factory=list)
    comparisons: list[Comparison] = field(default_factory=list)
    codes: tuple[pl.Series, pl.Series] | None = None
    of_companies: bool = False
    # Columns that hold neither names, addresses nor credit codes.
    others: list[str] = field(default_factory=list)

    def doubtful(self, pairs: Pairs) -> NDArray[np.bool_]:
        """Pairs that no machine takes, whatever else speaks for them."""
        if not self.of_companies:
            return np.zeros(len(pairs.left), dtype=bool)
        levels = {each.name: pairs.levels[at] for at, each in enumerate(self.comparisons)}
        by_law = companies.doubtful(levels)
        # A sign of the 字号 may be a slip of the pen, but not where another column says no.
        slip = levels["字号"] > 0
        for name in self.others:
            by_law |= slip & (levels[name] == self._last(name))
        return by_law

    def _last(self, name: str) -> int:
        """The level of values that differ."""
        (steps,) = (each.steps for each in self.comparisons if each.name == name)
        return len(steps) - 1


def prepare(left: pl.DataFrame, right: pl.DataFrame, kinds: Mapping[str, Kind]) -> Prepared:
    prepared = Prepared(np.arange(left.height))
    of_kind = {kind: name for name, kind in kinds.items()}
    special = {
        name
        for kind in (Kind.COMPANY, Kind.ADDRESS, Kind.CREDIT_CODE)
        if (name := of_kind.get(kind)) is not None
    }
    _companies(prepared, left, right, of_kind.get(Kind.COMPANY), of_kind.get(Kind.ADDRESS))
    if code := of_kind.get(Kind.CREDIT_CODE):
        _codes(prepared, left[code], right[code])
    for name, kind in kinds.items():
        if name not in special:
            alike = [
                columns.written_alike(columns.plain(side[name]), kind) for side in (left, right)
            ]
            prepared.rules += rules_of(name, kind, *alike)
            prepared.comparisons.append(comparison(name, kind, *alike))
            prepared.others.append(name)
    return prepared


def _companies(
    prepared: Prepared,
    left: pl.DataFrame,
    right: pl.DataFrame,
    name: str | None,
    address: str | None,
) -> None:
    if not name and not address:
        return
    told = [side[column] for side in (left, right) for column in (name, address) if column]
    places = companies.places_of(told)
    one, two = (
        companies.read(side[name] if name else None, side[address] if address else None, places)
        for side in (left, right)
    )
    prepared.rules += companies.rules(one, two)
    prepared.comparisons += companies.comparisons(one, two)
    if name:
        prepared.same = numbered(one.part("name"), one.part("name"))[0]
        prepared.of_companies = True


def _codes(prepared: Prepared, left: pl.Series, right: pl.Series) -> None:
    prepared.codes = credit_codes.written(left), credit_codes.written(right)
    prepared.rules.append(Rule("信用代码", *(keyed(each) for each in prepared.codes)))
    one, two, values = numbered(*prepared.codes)
    steps, measure = credit_codes.STEPS, credit_codes.measure
    prepared.comparisons.append(Comparison("信用代码", steps, one, two, values, measure))
