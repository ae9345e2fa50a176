"""P6 匹配: pairs found, right and wrong, and the time, beside plain Splink in the same run.

`python -m bench.linking [SET…]`: the public sets need the folder of real data beside the
checkout; `million` is invented. Every figure is appended to docs/evidence/linking.json.
"""

import json
import os
import platform
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from bench import splink_settings as plain
from bench.corruptions import roster
from bench.registry import companies
from louyu.engines.linkage import Kind, Options, link
from louyu.engines.linkage.companies import places_of, read, rules

CHECKOUT = Path(__file__).resolve().parents[1]
REAL = Path(os.environ.get("LOUYU_REAL_DATA") or CHECKOUT.parent / "shared" / "data")
SETS = REAL / "bench"
EVIDENCE = CHECKOUT / "docs" / "evidence" / "linking.json"
Truth = set[tuple[int, int]]
Result = dict[str, Any]


def table(name: str, separator: str = ",") -> pl.DataFrame:
    """Every cell a text; headings of linked data by their last part."""
    if name.endswith(".parquet"):
        return pl.read_parquet(SETS / name).select(pl.all().cast(pl.String))
    frame = pl.read_csv(SETS / name, separator=separator, infer_schema=False)
    frame = frame.rename({column: column.strip().split("#")[-1] for column in frame.columns})
    return frame.select(pl.all().str.strip_chars())


def of_clusters(clusters: pl.Series) -> Truth:
    rows = pl.DataFrame({"cluster": clusters}).with_row_index("row")
    pairs = rows.join(rows, on="cluster").filter(pl.col("row") < pl.col("row_right"))
    return set(pairs.select("row", "row_right").rows())


def scored(pairs: pl.DataFrame, truth: Truth) -> Result:
    right = sum((a, b) in truth for a, b in pairs.select("left", "right").iter_rows())
    precision, recall = right / max(pairs.height, 1), right / max(len(truth), 1)
    both = 2 * precision * recall / max(precision + recall, 1e-9)
    return {"precision": precision, "recall": recall, "f1": both}


def ours(left: pl.DataFrame, right: pl.DataFrame, truth: Truth, **how: Any) -> Result:
    begin = time.perf_counter()
    linked = link(left, right, how.get("kinds"), how.get("options"))
    seconds = time.perf_counter() - begin
    taken = linked.pairs.filter(pl.col("decision") == "accept")
    return scored(taken, truth) | {"seconds": seconds}


def theirs(
    tables: list[pl.DataFrame], truth: Truth, settings: plain.Settings, *, above: float = 0.5
) -> Result:
    pairs, seconds = plain.predicted(tables, settings)
    pairs = pairs.filter(pl.col("score") >= above)
    taken = plain.best_of_each(pairs) if len(tables) > 1 else pairs
    return scored(taken, truth) | {"seconds": seconds}


def fake() -> dict[str, Result]:
    frame = table("fake_1000.csv")
    truth, columns = of_clusters(frame["cluster"]), frame.drop("unique_id", "cluster")
    within = Options(within=True, best=40)
    return {
        "ours": ours(columns, columns, truth, options=within),
        "splink": theirs([columns], truth, plain.PEOPLE),
    }


def historical() -> dict[str, Result]:
    frame = table("historical_figures_with_errors_50k.parquet")
    truth, columns = of_clusters(frame["cluster"]), frame.drop("unique_id", "cluster")
    both = columns.with_columns(both_names=pl.col("first_name") + " " + pl.col("surname"))
    within = Options(within=True, best=40)
    return {
        "ours": ours(columns, columns, truth, options=within),
        "splink": theirs([both], truth, plain.HISTORICAL),
    }


def febrl3() -> dict[str, Result]:
    frame = table("febrl_dataset3.csv")
    truth = of_clusters(frame["rec_id"].str.split("-").list.get(1))
    columns, within = frame.drop("rec_id"), Options(within=True, best=40)
    return {
        "ours": ours(columns, columns, truth, options=within),
        "splink": theirs([columns], truth, plain.FEBRL),
    }


def febrl4() -> dict[str, Result]:
    one, two = table("febrl_dataset4a.csv"), table("febrl_dataset4b.csv")
    of = [frame["rec_id"].str.split("-").list.get(1).to_list() for frame in (one, two)]
    place = {number: row for row, number in enumerate(of[0])}
    truth = {(place[number], row) for row, number in enumerate(of[1])}
    left, right = one.drop("rec_id"), two.drop("rec_id")
    return {
        "ours": ours(left, right, truth),
        "splink": theirs([left, right], truth, plain.FEBRL),
    }


def entities(left: str, right: str, truth: str, separator: str) -> dict[str, Result]:
    """Sets of products, papers and restaurants, for which Splink has no tutorial."""
    one, two = table(left, separator), table(right, separator)
    rows = [{key: row for row, key in enumerate(frame["id"])} for frame in (one, two)]
    pairs = table(truth, separator).iter_rows()
    known = {(rows[0][a], rows[1][b]) for a, b in pairs}
    return {"ours": ours(one.drop("id"), two.drop("id"), known)}


def million() -> dict[str, Result]:
    """20,000 roster rows, one in ten of them in no register, against 1,000,000 companies."""
    registered = list(companies(1_000_000, seed=1))
    rows = roster(registered, 20_000, seed=2)
    names = ("name", "uscc", "address", "phone")
    right = pl.DataFrame({name: [getattr(row, name) for row in registered] for name in names})
    left = pl.DataFrame({name: [getattr(row, name) for row in rows] for name in names})
    truth = {(at, row.truth) for at, row in enumerate(rows) if row.truth is not None}
    kinds = {
        "name": Kind.COMPANY,
        "uscc": Kind.CREDIT_CODE,
        "address": Kind.ADDRESS,
        "phone": Kind.CODE,
    }
    del registered, rows
    exact = _exact(left, right)
    return {
        "ours": ours(left, right, truth, kinds=kinds),
        "splink": theirs(_blocked(left, right), truth, plain.COMPANIES, above=0.9),
        "exact": scored(exact, truth),
    }


def _exact(left: pl.DataFrame, right: pl.DataFrame) -> pl.DataFrame:
    """Equal code, else equal name: what a spreadsheet's lookup finds."""
    numbered = right.with_row_index("right")
    rows = left.with_row_index("left")
    by_code = rows.join(numbered.unique("uscc"), on="uscc").select("left", "right")
    by_name = rows.join(numbered.unique("name", keep="first"), on="name").select("left", "right")
    return pl.concat([by_code, by_name.join(by_code, on="left", how="anti")])


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


RUNS: dict[str, Callable[[], dict[str, Result]]] = {
    "fake_1000": fake,
    "historical_50k": historical,
    "febrl3": febrl3,
    "febrl4": febrl4,
    "abt-buy": lambda: entities("abtbuy_abt.csv", "abtbuy_buy.csv", "abtbuy_gt.csv", "|"),
    "dblp-acm": lambda: entities("dblpacm_dblp.csv", "dblpacm_acm.csv", "dblpacm_gt.csv", "%"),
    "restaurants": lambda: entities(
        "restaurants_rest1.csv", "restaurants_rest2.csv", "restaurants_gt.csv", "|"
    ),
    "million": million,
}


def main(wanted: list[str]) -> None:
    figures = {}
    for name in wanted or RUNS:
        figures[name] = RUNS[name]()
        for who, result in figures[name].items():
            told = " ".join(f"{key} {value:.4f}" for key, value in result.items())
            print(f"{name:15} {who:7} {told}", flush=True)
    runs = json.loads(EVIDENCE.read_text(encoding="utf-8")) if EVIDENCE.exists() else []
    rounded = {
        name: {who: {k: round(v, 4) for k, v in each.items()} for who, each in pair.items()}
        for name, pair in figures.items()
    }
    machine = f"{platform.machine()}, {os.cpu_count()} cores, {platform.python_version()}"
    at = datetime.now(UTC).isoformat(timespec="seconds")
    load = [round(value, 1) for value in os.getloadavg()]
    runs.append({"at": at, "machine": machine, "load": load, "results": rounded})
    EVIDENCE.write_text(json.dumps(runs, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
