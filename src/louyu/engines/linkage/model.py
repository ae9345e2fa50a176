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
    # How many right rows hold the value of the pair's right row.
    held: list[Floats]


@dataclass
class Model:
    """`weights[i][k]`: natural logarithm of m/u of step k of comparison i, after shrinking."""

    comparisons: Sequence[Comparison]
    shrink: Floats
    prior: float = 0.0
    m: list[Floats] = field(default_factory=list)
    u: list[Floats] = field(default_factory=list)
    weights: list[Floats] = field(default_factory=list)
    seen: list[Floats] = field(default_factory=list)
    # Of the other rows that hold the value of a pair, the share that is nothing of it.
    strange: list[float] = field(default_factory=list)

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
        if self.comparisons[at].rare_tells:
            worth = worth + np.where(levels == 0, self._rarity(pairs.held[at], at), 0.0)
        return worth

    def holding(self, at: int) -> int:
        """Rows of the right file that hold any value in a column."""
        return max(int((self.comparisons[at].right >= 0).sum()), 1)

    def _rarity(self, held: Floats, at: int) -> Floats:
        """Equality on a common value says less: by the rows that hold it beside the partner."""
        rows, usual = self.holding(at), self.u[at][0]
        others = np.maximum(held - 1, 0.0) * self.strange[at] / rows + min(1 / rows, usual)
        rare = np.clip(np.log(usual) - np.log(others), -5.0, 5.0) * self.shrink[at]
        return np.asarray(rare, dtype=np.float64)


def pairs_of(comparisons: Sequence[Comparison], left: Rows, right: Rows) -> Pairs:
    levels = [each.levels(left, right) for each in comparisons]
    return Pairs(left, right, levels, [each.held(right) for each in comparisons])


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
    drawn = _drawn(comparisons, pairs, rows, within)
    chance = _chance(comparisons, pairs, drawn, rows, within)
    model = Model(comparisons, np.ones(len(comparisons)))
    belief = settled(likely.astype(np.float64), known)
    for turn in range(ROUNDS):
        before = belief
        _maximise(model, pairs, belief, chance)
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


@dataclass(frozen=True)
class _Chance:
    """`possible` pairs of rows; of those that are no candidates, how many are on each step
    (`others`); the share of pairs that are equal in each column (`equal`)."""

    possible: float
    within: bool
    others: list[Floats]
    equal: list[float]


def _chance(
    comparisons: Sequence[Comparison],
    pairs: Pairs,
    drawn: Pairs,
    rows: tuple[int, int],
    within: bool,
) -> _Chance:
    possible = rows[0] * (rows[0] - 1) / 2 if within else float(rows[0]) * rows[1]
    beyond = max(possible - len(pairs.left), 0.0) / max(len(drawn.left), 1)
    others = [
        np.bincount(levels[levels >= 0], minlength=len(each.steps)).astype(np.float64) * beyond
        for each, levels in zip(comparisons, drawn.levels, strict=True)
    ]
    equal = [each.same_by_chance(within=within) for each in comparisons]
    return _Chance(possible, within, others, equal)


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


def _maximise(model: Model, pairs: Pairs, belief: Floats, chance: _Chance) -> None:
    """u of a step: candidates that are not believed, and what was drawn beyond the candidates."""
    share = min(max(belief.sum(), 1.0) / chance.possible, 0.5)
    model.prior = float(np.log(share / (1 - share)))
    model.m, model.u, model.seen, model.strange = [], [], [], []
    for at, levels in enumerate(pairs.levels):
        size = len(chance.others[at])
        known = levels >= 0
        matched = np.bincount(levels[known], weights=belief[known], minlength=size)
        unmatched = np.bincount(levels[known], weights=1 - belief[known], minlength=size)
        rest = chance.others[at] + unmatched + 1
        # Equal values beyond the candidates are counted: common values are left out of blocking.
        rest[0] = max(rest[0], chance.equal[at] * rest.sum() - matched[0])
        start = _usual(size)
        model.m.append((matched + start) / (matched.sum() + start.sum()))
        model.u.append(rest / rest.sum())
        model.seen.append(np.asarray(matched + 1, dtype=np.float64))
        strange = float(rest[0] / (rest[0] + matched[0])) if chance.within else 1.0
        model.strange.append(strange)


def _usual(size: int) -> Floats:
    """Ten pairs as they usually are, so that a handful of pairs does not teach the opposite."""
    between = np.linspace(2.0, 1.0, max(size - 2, 0))
    return np.concatenate([[6.5], between / max(between.sum(), 1.0) * 2.0, [1.5]])


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
