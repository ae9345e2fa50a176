"""评分: what each step of each comparison is worth, learnt from the two files themselves.

Fellegi and Sunter's model: m is how often a step is seen on pairs that are one thing, u how often
on pairs that are not. u comes from pairs drawn at random, m by expectation maximisation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from louyu.engines.linkage.comparing import Comparison, Levels, Rows
from louyu.engines.linkage.isotonic import rising

Floats = NDArray[np.float64]
DRAWN = 200_000
ROUNDS = 30
# Fewer drawn pairs on which a column agrees do not show what it repeats.
TELLING = 50
_SEED = 20260701


@dataclass
class Pairs:
    """Candidate pairs with their levels, one column per comparison."""

    left: Rows
    right: Rows
    levels: list[Levels]
    rarity: list[Floats | None]


@dataclass
class Model:
    """`weights[i][k]`: natural logarithm of m/u of step k of comparison i, after shrinking."""

    comparisons: Sequence[Comparison]
    m: list[Floats]
    u: list[Floats]
    shrink: Floats
    prior: float
    weights: list[Floats] = field(default_factory=list)
    seen: list[Floats] = field(default_factory=list)

    def score(self, pairs: Pairs) -> Floats:
        """Natural logarithm of the odds that a pair is one thing, before its rivals are heard."""
        total = np.full(len(pairs.left), self.prior)
        for at in range(len(self.comparisons)):
            total += self.part(pairs, at)
        return total

    def part(self, pairs: Pairs, at: int) -> Floats:
        """What one comparison says for (above 0) or against each pair."""
        levels = pairs.levels[at]
        worth = np.append(self.weights[at], 0.0)[levels]
        rare = pairs.rarity[at]
        if rare is not None:
            worth = worth + np.where(levels == 0, rare, 0.0) * self.shrink[at]
        return worth


def pairs_of(comparisons: Sequence[Comparison], left: Rows, right: Rows) -> Pairs:
    levels = [each.levels(left, right) for each in comparisons]
    return Pairs(left, right, levels, [_rarity(each, right) for each in comparisons])


def _rarity(compared: Comparison, right: Rows) -> Floats | None:
    """A rare value says more when it is the same on both sides than a common one."""
    if not compared.rare_tells:
        return None
    usual = max(compared.same_by_chance(), 1e-12)
    common = np.log(np.maximum(compared.frequency(right), 1e-12))
    return np.asarray(np.clip(np.log(usual) - common, -5.0, 5.0), dtype=np.float64)


def learn(
    comparisons: Sequence[Comparison],
    pairs: Pairs,
    likely: NDArray[np.bool_],
    *,
    rows: tuple[int, int],
    within: bool,
    known: Floats | None = None,
) -> Model:
    """`likely`: pairs to begin with, the best of both their rows.

    `known`: 1 for pairs that are one thing by their code, 0 for two, nan for those to judge.
    """
    possible = rows[0] * (rows[0] - 1) / 2 if within else float(rows[0]) * rows[1]
    drawn = _drawn(comparisons, pairs, rows, within)
    beyond = max(possible - len(pairs.left), 0.0)
    others = [
        _others(each, levels, beyond)
        for each, levels in zip(comparisons, drawn.levels, strict=True)
    ]
    equal = [each.same_by_chance() for each in comparisons]
    model = Model(comparisons, [], [], np.ones(len(comparisons)), 0.0)
    belief = settled(likely.astype(np.float64), known)
    for turn in range(ROUNDS):
        before = belief
        _maximise(model, pairs, belief, possible, others, equal)
        if turn in (1, 4):
            model.shrink = _shrink(model, drawn)
        _weigh(model)
        score = model.score(pairs)
        belief = believed(score, pairs, rivals=False)
        if not within:
            belief = belief * mutual(score, pairs)
        belief = settled(belief, known)
        if np.abs(belief - before).sum() < 0.001 * max(belief.sum(), 1):
            break
    return model


def believed(score: Floats, pairs: Pairs, *, rivals: bool) -> Floats:
    """Probability of each pair; with `rivals`, a left row has at most one partner."""
    odds = np.exp(np.minimum(score, 60))
    if not rivals:
        return np.asarray(odds / (1 + odds))
    return np.asarray(odds / (1 + np.bincount(pairs.left, weights=odds)[pairs.left]))


def settled(belief: Floats, known: Floats | None) -> Floats:
    return belief if known is None else np.where(np.isnan(known), belief, known)


def mutual(score: Floats, pairs: Pairs) -> NDArray[np.bool_]:
    """Pairs that are the best of both their rows."""
    return np.asarray(_first_of(score, pairs.left) & _first_of(score, pairs.right))


def _first_of(score: Floats, rows: Rows) -> NDArray[np.bool_]:
    order = np.lexsort((-score, rows))
    first = np.ones(len(rows), dtype=bool)
    first[1:] = rows[order][1:] != rows[order][:-1]
    found = np.zeros(len(rows), dtype=bool)
    found[order[first]] = True
    return found


def _maximise(
    model: Model,
    pairs: Pairs,
    belief: Floats,
    possible: float,
    others: list[Floats],
    equal: list[float],
) -> None:
    """u of a step: candidates that are not believed, and what was drawn beyond the candidates."""
    share = min(max(belief.sum(), 1.0) / possible, 0.5)
    model.prior = float(np.log(share / (1 - share)))
    model.m, model.u, model.seen = [], [], []
    for at, levels in enumerate(pairs.levels):
        size = len(others[at])
        known = levels >= 0
        matched = np.bincount(levels[known], weights=belief[known], minlength=size)
        unmatched = np.bincount(levels[known], weights=1 - belief[known], minlength=size)
        rest = others[at] + unmatched + 1
        # Equal values beyond the candidates are counted: common values are left out of blocking.
        rest[0] = max(rest[0], equal[at] * rest.sum() - matched[0])
        start = np.linspace(2.0, 0.5, size)
        model.m.append((matched + start) / (matched.sum() + start.sum()))
        model.u.append(rest / rest.sum())
        model.seen.append(np.asarray(matched + 1, dtype=np.float64))


def _weigh(model: Model) -> None:
    """A better step never says less than a worse one."""
    model.weights = []
    for at, (m, u) in enumerate(zip(model.m, model.u, strict=True)):
        worth = np.log(m) - np.log(u)
        steady = rising(worth[::-1], model.seen[at][::-1])[::-1]
        model.weights.append(steady * model.shrink[at])


def _shrink(model: Model, drawn: Pairs) -> Floats:
    """Columns that repeat each other (a name and its parts) are not heard twice."""
    size = len(drawn.levels)
    together = np.zeros((size, size))
    for one in range(size):
        for two in range(one):
            known = (drawn.levels[one] >= 0) & (drawn.levels[two] >= 0)
            levels = [drawn.levels[at][known] for at in (one, two)]
            said = [np.log(model.m[at]) - np.log(model.u[at]) for at in (one, two)]
            agreed = [
                int((each < len(worth) - 1).sum()) for each, worth in zip(levels, said, strict=True)
            ]
            if min(agreed) >= TELLING:
                heard = [worth[each] for each, worth in zip(levels, said, strict=True)]
                together[one, two] = together[two, one] = max(_correlation(*heard), 0.0)
    return np.asarray(1 / (1 + together.sum(axis=1)))


def _correlation(one: Floats, two: Floats) -> float:
    return float(np.corrcoef(one, two)[0, 1]) if one.std() and two.std() else 0.0


def _drawn(
    comparisons: Sequence[Comparison], pairs: Pairs, rows: tuple[int, int], within: bool
) -> Pairs:
    """Random pairs that are no candidates: what two things have in common by chance."""
    generator = np.random.default_rng(_SEED)
    left = generator.integers(0, rows[0], DRAWN)
    right = generator.integers(0, rows[1], DRAWN)
    if within:
        left, right = np.minimum(left, right), np.maximum(left, right)
    known = np.isin(left * rows[1] + right, pairs.left * rows[1] + pairs.right)
    fresh = ~known & ((left != right) | (not within))
    return pairs_of(comparisons, left[fresh], right[fresh])


def _others(compared: Comparison, levels: Levels, beyond: float) -> Floats:
    """How many pairs beyond the candidates are on each step, by those drawn."""
    counts = np.bincount(levels[levels >= 0], minlength=len(compared.steps)).astype(np.float64)
    return counts * (beyond / max(len(levels), 1))
