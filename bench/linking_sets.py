"""名单: tables with known pairs, public and invented, and how plain Splink is set for them."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from bench import splink_settings as plain
from bench.corruptions import roster
from bench.registry import companies
from louyu.engines.linkage import Kind, Options
from louyu.engines.linkage.companies import places_of, read, rules

CHECKOUT = Path(__file__).resolve().parents[1]
REAL = Path(os.environ.get("LOUYU_REAL_DATA") or CHECKOUT.parent / "shared" / "data")
FOLDER = REAL / "bench"
Truth = set[tuple[int, int]]
WITHIN = Options(within=True, best=40)
REGISTERED, ROSTER = 1_000_000, 20_000


@dataclass(frozen=True)
class Task:
    """Two tables (one table twice: pairs within it) and the pairs of rows that are one thing.

    `theirs`: the tables as Splink takes them, and its settings; None: it has no tutorial for them.
    """

    left: pl.DataFrame
    right: pl.DataFrame
    truth: Truth
    theirs: Callable[[], tuple[list[pl.DataFrame], plain.Settings]] | None = None
    above: float = 0.5
    kinds: dict[str, Kind] = field(default_factory=dict)
    options: Options = field(default_factory=Options)


def table(name: str, separator: str = ",") -> pl.DataFrame:
    """Every cell a text; headings of linked data by their last part."""
    if name.endswith(".parquet"):
        return pl.read_parquet(FOLDER / name).select(pl.all().cast(pl.String))
    frame = pl.read_csv(FOLDER / name, separator=separator, infer_schema=False)
    frame = frame.rename({column: column.strip().split("#")[-1] for column in frame.columns})
    return frame.select(pl.all().str.strip_chars())


def of_clusters(clusters: pl.Series) -> Truth:
    rows = pl.DataFrame({"cluster": clusters}).with_row_index("row")
    pairs = rows.join(rows, on="cluster").filter(pl.col("row") < pl.col("row_right"))
    return set(pairs.select("row", "row_right").rows())


def fake() -> Task:
    frame = table("fake_1000.csv")
    truth, columns = of_clusters(frame["cluster"]), frame.drop("unique_id", "cluster")
    return Task(columns, columns, truth, lambda: ([columns], plain.PEOPLE), options=WITHIN)


def historical() -> Task:
    frame = table("historical_figures_with_errors_50k.parquet")
    truth, columns = of_clusters(frame["cluster"]), frame.drop("unique_id", "cluster")
    both = columns.with_columns(both_names=pl.col("first_name") + " " + pl.col("surname"))
    return Task(columns, columns, truth, lambda: ([both], plain.HISTORICAL), options=WITHIN)


def febrl3() -> Task:
    frame = table("febrl_dataset3.csv")
    truth = of_clusters(frame["rec_id"].str.split("-").list.get(1))
    columns = frame.drop("rec_id")
    return Task(columns, columns, truth, lambda: ([columns], plain.FEBRL), options=WITHIN)


def febrl4() -> Task:
    one, two = table("febrl_dataset4a.csv"), table("febrl_dataset4b.csv")
    of = [frame["rec_id"].str.split("-").list.get(1).to_list() for frame in (one, two)]
    place = {number: row for row, number in enumerate(of[0])}
    truth = {(place[number], row) for row, number in enumerate(of[1])}
    left, right = one.drop("rec_id"), two.drop("rec_id")
    return Task(left, right, truth, lambda: ([left, right], plain.FEBRL))


def entities(left: str, right: str, truth: str, separator: str) -> Task:
    """Sets of products, papers and restaurants, for which Splink has no tutorial."""
    one, two = table(left, separator), table(right, separator)
    rows = [{key: row for row, key in enumerate(frame["id"])} for frame in (one, two)]
    pairs = table(truth, separator).iter_rows()
    known = {(rows[0][a], rows[1][b]) for a, b in pairs}
    return Task(one.drop("id"), two.drop("id"), known)


def write_million(folder: str) -> None:
    """20,000 roster rows, one in ten of them in no register, against 1,000,000 companies."""
    registered = list(companies(REGISTERED, seed=1))
    rows = roster(registered, ROSTER, seed=2)
    names = ("name", "uscc", "address", "phone")
    right = pl.DataFrame({name: [getattr(row, name) for row in registered] for name in names})
    left = pl.DataFrame({name: [getattr(row, name) for row in rows] for name in (*names, "truth")})
    right.write_parquet(Path(folder) / "register.parquet")
    left.write_parquet(Path(folder) / "roster.parquet")


def million(folder: str) -> Task:
    right = pl.read_parquet(Path(folder) / "register.parquet")
    left = pl.read_parquet(Path(folder) / "roster.parquet").with_row_index()
    truth = set(left.select("index", "truth").drop_nulls().rows())
    left = left.drop("index", "truth")
    kinds = {
        "name": Kind.COMPANY,
        "uscc": Kind.CREDIT_CODE,
        "address": Kind.ADDRESS,
        "phone": Kind.CODE,
    }
    theirs = lambda: (_blocked(left, right), plain.COMPANIES)  # noqa: E731
    return Task(left, right, truth, theirs, above=0.9, kinds=kinds)


def _blocked(left: pl.DataFrame, right: pl.DataFrame) -> list[pl.DataFrame]:
    """Both tables with the engine's keys as columns: one key for each row and rule."""
    told = [side[column] for side in (left, right) for column in ("name", "address")]
    places = places_of(told)
    sides = [read(side["name"], side["address"], places) for side in (left, right)]
    frames = [side.with_row_index("row") for side in (left, right)]
    # Splink joins on one value of a row: the names with a character left out are not for it.
    for at, rule in enumerate(rules(*sides)[:-1]):
        for side, keys in enumerate((rule.left, rule.right)):
            keyed = keys.rename({"key": f"key{at}"})
            frames[side] = frames[side].join(keyed, on="row", how="left", maintain_order="left")
    nothing = [pl.col(name).replace("", None) for name in ("uscc", "phone", "address")]
    return [frame.drop("row").with_columns(nothing) for frame in frames]


PUBLIC: dict[str, Callable[[], Task]] = {
    "fake_1000": fake,
    "historical_50k": historical,
    "febrl3": febrl3,
    "febrl4": febrl4,
    "abt-buy": lambda: entities("abtbuy_abt.csv", "abtbuy_buy.csv", "abtbuy_gt.csv", "|"),
    "dblp-acm": lambda: entities("dblpacm_dblp.csv", "dblpacm_acm.csv", "dblpacm_gt.csv", "%"),
    "restaurants": lambda: entities(
        "restaurants_rest1.csv", "restaurants_rest2.csv", "restaurants_gt.csv", "|"
    ),
}
