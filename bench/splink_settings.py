"""对照: plain Splink, with the comparisons and blocking rules of its own tutorials."""

import logging
import time
from dataclasses import dataclass
from typing import Any

import duckdb
import polars as pl
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, block_on

FOUND = ("unique_id_l", "unique_id_r", "match_probability")
THREADS, MEMORY = 2, "4GB"


@dataclass(frozen=True)
class Settings:
    comparisons: list[Any]
    blocks: list[Any]
    certain: list[Any]  # rules that are nearly always right, by which the prior is estimated
    recall: float
    training: list[Any]


def predicted(tables: list[pl.DataFrame], settings: Settings) -> tuple[pl.DataFrame, float]:
    """Columns left, right, score; and the seconds from tables in memory to scored pairs."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    begin = time.perf_counter()
    database = DuckDBAPI(duckdb.connect(config={"threads": THREADS, "memory_limit": MEMORY}))
    numbered = [table.with_row_index("unique_id").to_arrow() for table in tables]
    registered = [database.register(table) for table in numbered]
    linker = Linker(
        registered if len(registered) > 1 else registered[0],
        {
            "link_type": "link_only" if len(registered) > 1 else "dedupe_only",
            "unique_id_column_name": "unique_id",
            "comparisons": settings.comparisons,
            "blocking_rules_to_generate_predictions": settings.blocks,
        },
        log_level=None,
    )
    linker.training.estimate_probability_two_random_records_match(
        settings.certain, recall=settings.recall
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    for rule in settings.training:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=0.05)
    frame = found.as_duckdbpyrelation().select(*FOUND).pl()
    spent = time.perf_counter() - begin
    return frame.rename(dict(zip(FOUND, ("left", "right", "score"), strict=True))), spent


def best_of_each(pairs: pl.DataFrame) -> pl.DataFrame:
    """One right row for each left row, as a user of Splink would take."""
    return pairs.sort("score", descending=True).unique("left", keep="first", maintain_order=True)


PEOPLE = Settings(
    comparisons=[
        cl.NameComparison("first_name"),
        cl.NameComparison("surname"),
        cl.LevenshteinAtThresholds("dob", 1),
        cl.ExactMatch("city").configure(term_frequency_adjustments=True),
        cl.EmailComparison("email"),
    ],
    blocks=[block_on("first_name", "city"), block_on("surname")],
    certain=[
        block_on("first_name", "dob"),
        "l.first_name = r.first_name and levenshtein(r.surname, l.surname) <= 2",
        "l.email = r.email",
    ],
    recall=0.7,
    training=[block_on("first_name", "surname"), block_on("dob")],
)
HISTORICAL = Settings(
    comparisons=[
        cl.ForenameSurnameComparison(
            "first_name", "surname", forename_surname_concat_col_name="both_names"
        ),
        cl.DateOfBirthComparison("dob", input_is_string=True),
        cl.PostcodeComparison("postcode_fake"),
        cl.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
        cl.ExactMatch("occupation").configure(term_frequency_adjustments=True),
    ],
    blocks=[
        block_on("first_name", "surname"),
        block_on("surname", "dob"),
        block_on("first_name", "dob"),
        block_on("postcode_fake", "first_name"),
        block_on("postcode_fake", "surname"),
        block_on("dob", "birth_place"),
        block_on("substr(postcode_fake,1,3)", "dob"),
        block_on("substr(postcode_fake,1,3)", "first_name"),
        block_on("substr(postcode_fake,1,3)", "surname"),
        block_on("substr(first_name,1,2)", "substr(surname,1,2)", "substr(dob,1,4)"),
    ],
    certain=[
        "l.first_name = r.first_name and l.surname = r.surname and l.dob = r.dob",
        "substr(l.first_name,1,2) = substr(r.first_name,1,2) and l.surname = r.surname"
        " and substr(l.postcode_fake,1,2) = substr(r.postcode_fake,1,2)",
        "l.dob = r.dob and l.postcode_fake = r.postcode_fake",
    ],
    recall=0.6,
    training=[block_on("first_name", "surname"), block_on("dob")],
)
FEBRL = Settings(
    comparisons=[
        cl.NameComparison("given_name"),
        cl.NameComparison("surname"),
        cl.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d"),
        cl.LevenshteinAtThresholds("soc_sec_id", [1, 2]),
        cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
        cl.LevenshteinAtThresholds("postcode", [1, 2]).configure(term_frequency_adjustments=True),
    ],
    blocks=[
        block_on("given_name", "surname"),
        block_on("soc_sec_id"),
        block_on("date_of_birth"),
        block_on("postcode", "substr(given_name,1,2)"),
        block_on("substr(surname,1,4)", "substr(given_name,1,1)"),
    ],
    certain=[
        block_on("soc_sec_id"),
        block_on("given_name", "surname", "date_of_birth"),
        block_on("given_name", "postcode"),
    ],
    recall=0.9,
    training=[block_on("date_of_birth"), block_on("given_name", "postcode")],
)
COMPANIES = Settings(
    comparisons=[
        cl.JaroWinklerAtThresholds("name", [0.95, 0.88]),
        cl.LevenshteinAtThresholds("uscc", [1, 2]),
        cl.JaroWinklerAtThresholds("address", [0.95, 0.88]),
        cl.LevenshteinAtThresholds("phone", [1]),
    ],
    # The keys by which the engine finds its pairs, made for both before the clock starts.
    blocks=[
        block_on(key)
        for key in ("uscc", "phone", "key0", "key1", "key2", "key3", "key4", "key5", "key6", "key7")
    ],
    certain=[block_on("uscc"), block_on("name", "address")],
    recall=0.7,
    training=[block_on("uscc"), block_on("phone")],
)
