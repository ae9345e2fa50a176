"""随机区: invented districts with payers, from which the tables under attack are made."""

import random
from collections import defaultdict
from decimal import Decimal

from louyu.engines.disclosure import Cell, Month, Table

Payers = dict[str, Decimal]


def table_of(parents: dict[str, str | None], months: list[dict[str, Payers]]) -> Table:
    """From what each payer paid in each lowest row and month."""
    so_far: dict[str, Payers] = defaultdict(lambda: defaultdict(Decimal))
    columns = []
    for paid in months:
        amounts: dict[str, Payers] = defaultdict(lambda: defaultdict(Decimal))
        for leaf, payers in paid.items():
            row: str | None = leaf
            while row is not None:
                for payer, amount in payers.items():
                    amounts[row][payer] += amount
                    so_far[row][payer] += amount
                row = parents[row]
        columns.append(Month(_cells(amounts), _cells(so_far)))
    return Table(parents, columns)


def _cells(rows: dict[str, Payers]) -> dict[str, Cell]:
    return {row: Cell.of(payers.values()) for row, payers in rows.items()}


def district(seed: int, *, months: int = 4) -> Table:
    """Streets of one to five buildings, most with many payers of very unequal size."""
    chance = random.Random(seed)
    parents: dict[str, str | None] = {"district": None}
    for street in range(chance.randint(1, 4)):
        parents[f"s{street}"] = "district"
        for building in range(chance.randint(1, 5)):
            parents[f"s{street}b{building}"] = f"s{street}"
    leaves = [row for row in parents if "b" in row]
    sizes = {
        f"{leaf}p{n}": chance.lognormvariate(10, chance.choice((0.5, 1.5)))
        for leaf in leaves
        for n in range(chance.choice((0, 1, 2, 3, 6, 12, 20)))
    }
    return table_of(parents, [_month(chance, leaves, sizes) for _ in range(months)])


def _month(chance: random.Random, leaves: list[str], sizes: dict[str, float]) -> dict[str, Payers]:
    paid: dict[str, Payers] = {leaf: {} for leaf in leaves}
    for payer, size in sizes.items():
        if chance.random() < 0.9:
            amount = Decimal(round(size * chance.uniform(0.6, 1.5)))
            paid[payer.rsplit("p", 1)[0]][payer] = amount
    return paid
