"""匹配: two tables in, their pairs out: candidates, comparison, learning, decision, reasons.

Files, columns' Chinese names and what becomes of the pairs belong to the caller.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from louyu.engines.linkage import columns, credit_codes
from louyu.engines.linkage.blocking import Counted, candidates
from louyu.engines.linkage.columns import Kind
from louyu.engines.linkage.explaining import explained
from louyu.engines.linkage.model import (
    Floats,
    Model,
    Pairs,
    believed,
    learn,
    mutual,
    pairs_of,
    settled,
)
from louyu.engines.linkage.preparing import Prepared, prepare
from louyu.engines.linkage.resolving import (
    Decision,
    accept_above,
    accept_surely,
    one_to_one,
    repeats,
    rivals,
)


@dataclass(frozen=True)
class Options:
    """`accept`: probability from which a pair is taken; None: where expected F1 is highest.

    `ask`: from which a person is asked. `best`: candidates kept per left row. `cap`: pairs one
    blocking rule may make; None: by the size of the files. `within`: the second table is the
    first one, and rows of one thing are looked for within it.
    """

    accept: float | None = None
    ask: float = 0.1
    best: int = 30
    cap: int | None = None
    within: bool = False


@dataclass(frozen=True)
class Linked:
    """`pairs`: columns left, right (row numbers from 0), decision, score, evidence."""

    pairs: pl.DataFrame
    rules: list[Counted]
    kinds: dict[str, Kind]
    accept: float


_SAMPLE = 20_000
# A pair that only a person may take is believed no more than this.
DOUBTED = 0.45


def link(
    left: pl.DataFrame,
    right: pl.DataFrame,
    kinds: Mapping[str, Kind] | None = None,
    options: Options | None = None,
) -> Linked:
    """Pairs of rows that are one thing, by the columns that both tables have.

    `kinds` says what a column holds; others are read from their values.
    """
    options = options or Options()
    known = _kinds(left, right, kinds or {})
    prepared = prepare(left, right, known)
    cap = options.cap or min(max(100 * (left.height + right.height), 300_000), 3_000_000)
    found, counts = candidates(
        prepared.rules, rows=right.height, cap=cap, best=options.best, within=options.within
    )
    if found.is_empty() or not prepared.comparisons:
        return Linked(_answer(_NONE, _NONE, [], np.array([]), []), counts, known, 0.5)
    sides = _numbers(found["l"]), _numbers(found["r"])
    pairs = pairs_of(prepared.comparisons, *sides)
    sure = _sure(prepared, pairs)
    likely = mutual(found["weight"].to_numpy().astype(np.float64), pairs)
    rows = (left.height, right.height)
    model = learn(prepared.comparisons, pairs, likely, rows=rows, within=options.within, known=sure)
    belief = believed(model.score(pairs), pairs, rivals=not options.within)
    belief = np.where(prepared.doubtful(pairs), np.minimum(belief, DOUBTED), belief)
    belief = settled(belief, sure)
    accept = options.accept
    if accept is None:
        accept = (accept_surely if prepared.of_companies else accept_above)(belief)
    answer = _decided(model, pairs, belief, prepared, accept, options)
    return Linked(answer, counts, known, accept)


def _kinds(left: pl.DataFrame, right: pl.DataFrame, told: Mapping[str, Kind]) -> dict[str, Kind]:
    """Of the columns that both have, in the order of the left table."""
    kinds = {}
    for name in (name for name in left.columns if name in right.columns):
        both = pl.concat([side[name].cast(pl.String).head(_SAMPLE) for side in (left, right)])
        kinds[name] = told.get(name) or columns.kind_of(columns.plain(both))
    return kinds


def _sure(prepared: Prepared, pairs: Pairs) -> Floats | None:
    """By valid codes: 1 for equal ones, 0 for different ones, nan where a code is missing."""
    if prepared.codes is None:
        return None
    left, right = prepared.codes
    good = credit_codes.valid(left)[pairs.left] & credit_codes.valid(right)[pairs.right]
    equal = (left.gather(pairs.left) == right.gather(pairs.right)).fill_null(False).to_numpy()
    return np.where(good, equal.astype(np.float64), np.nan)


def _decided(
    model: Model,
    pairs: Pairs,
    belief: Floats,
    prepared: Prepared,
    accept: float,
    options: Options,
) -> pl.DataFrame:
    ask = min(options.ask, accept)
    if options.within:
        kept = belief >= ask
    else:
        many = None if repeats(belief, pairs) else prepared.same
        kept = one_to_one(belief, pairs, ask=ask, many=many)
    chosen = np.flatnonzero(kept)
    chosen = chosen[np.lexsort((-belief[chosen], pairs.left[chosen]))]
    evidence = explained(model, pairs, chosen)
    if not options.within:
        others = rivals(belief, pairs)[chosen]
        evidence = [
            text + (f"；另有 {count} 行也相近" if count else "")
            for text, count in zip(evidence, others, strict=True)
        ]
    decisions = [Decision.ACCEPT if each >= accept else Decision.ASK for each in belief[chosen]]
    return _answer(pairs.left[chosen], pairs.right[chosen], decisions, belief[chosen], evidence)


_NONE: NDArray[np.int64] = np.array([], dtype=np.int64)


def _answer(
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    decisions: list[Decision],
    score: Floats,
    evidence: list[str],
) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "left": pl.Series(left, dtype=pl.Int64),
            "right": pl.Series(right, dtype=pl.Int64),
            "decision": pl.Series([str(each) for each in decisions], dtype=pl.String),
            "score": pl.Series(score, dtype=pl.Float64).round(4),
            "evidence": pl.Series(evidence, dtype=pl.String),
        }
    )


def _numbers(rows: pl.Series) -> NDArray[np.int64]:
    return rows.to_numpy().astype(np.int64)
