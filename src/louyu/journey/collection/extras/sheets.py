"""补充情况表: the table as a workbook has it, numbers as numbers."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import polars as pl

from louyu.journey.collection.extras.answers import Answered
from louyu.journey.collection.extras.asking import PLACES
from louyu.journey.collection.models import ExtraKind


def frame_of(told: Answered) -> pl.DataFrame:
    words = {
        "街道/园区": [line.submission.duty.place.name for line in told.lines],
        "楼宇": [line.submission.duty.building.name for line in told.lines],
        "状态": [line.submission.duty.get_state_display() for line in told.lines],
        "提交人": [line.submission.by_words for line in told.lines],
    }
    frame = pl.DataFrame(words, schema=dict.fromkeys(words, pl.String))
    seen = Counter(frame.columns)
    columns = []
    for at, column in enumerate(told.columns):
        seen[column.label] += 1
        # Asked again under the same words after an end, it is another question.
        times = seen[column.label]
        label = column.label if times == 1 else f"{column.label}（{times}）"
        said = [line.cells[at].words for line in told.lines]
        columns.append(_series(label, said, column.kind))
    return frame.with_columns(columns)


def _series(label: str, said: list[str], kind: str) -> pl.Series:
    if kind == ExtraKind.NUMBER:
        numbers = [Decimal(value) if value else None for value in said]
        return pl.Series(label, numbers, dtype=pl.Decimal(None, PLACES))
    return pl.Series(label, said, dtype=pl.String)
