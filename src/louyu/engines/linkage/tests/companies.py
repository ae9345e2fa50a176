"""虚构企业: a small register and rosters drawn from it, for the tests of this engine."""

import random

import polars as pl
from stdnum.cn import uscc

_SIGNS = "虚构假设甲乙丙丁子丑寅卯辰巳午未申酉戌亥金木水火土"
_TRADES = ("商贸", "科技", "物流", "餐饮管理", "建筑工程", "广告")
COLUMNS = ("name", "uscc", "address", "phone")


def code(chance: random.Random) -> str:
    body = "91370602MA" + "".join(chance.choice("0123456789ABCDEFGH") for _ in range(7))
    return body + uscc.calc_check_digit(body)


def register(count: int, seed: int = 7) -> pl.DataFrame:
    chance = random.Random(seed)
    rows: dict[str, tuple[str, ...]] = {}
    while len(rows) < count:
        brand = "".join(chance.sample(_SIGNS, 3))
        name = f"烟台市{brand}{chance.choice(_TRADES)}有限公司"
        road, number = chance.choice(("虚构", "假设", "示例")), chance.randint(1, 400)
        address = f"烟台市芝罘区{road}路{number}号{chance.randint(101, 999)}室"
        rows[name] = (name, code(chance), address, f"1{chance.randint(10**9, 10**10 - 1)}")
    return pl.DataFrame(list(rows.values()), schema=COLUMNS, orient="row")


def roster(registered: pl.DataFrame, **changes: pl.Expr) -> pl.DataFrame:
    """The register with some columns written otherwise, in another order."""
    return registered.with_columns(**changes).reverse()
