"""补充情况: what buildings answered to the office's questions in a month, as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from louyu.journey.collection.models import Cycle, ExtraField, Submission
from louyu.kernel.scope import Actor


@dataclass(frozen=True)
class Column:
    """A question as it was put when it was answered."""

    field: int
    label: str
    kind: str


@dataclass(frozen=True)
class Cell:
    """What one building said to one question; empty where it did not answer."""

    column: Column
    words: str


@dataclass(frozen=True)
class Line:
    """One building, its `cells` in the order of the columns."""

    submission: Submission
    cells: list[Cell]


@dataclass(frozen=True)
class Answered:
    columns: list[Column]
    lines: list[Line]


def answered_in(cycle: Cycle, asked: list[ExtraField], actor: Actor) -> Answered:
    """Of each building the actor sees what was handed in last, where it answers anything."""
    rows = Submission.objects.visible_to(actor).filter(duty__cycle=cycle)
    last = rows.order_by("duty_id", "-number").distinct("duty_id")
    told = [one for one in last.select_related("duty__building", "duty__place") if one.extras]
    told.sort(key=_as_listed)
    put = {Column(one.pk, one.label, one.kind) for one in asked}
    put |= {_column(answer) for one in told for answer in one.extras}
    columns = sorted(put, key=lambda one: one.field)
    return Answered(columns, [Line(one, _cells(one, columns)) for one in told])


def _as_listed(one: Submission) -> tuple[str, str, int]:
    duty = one.duty
    return duty.place.code, duty.building.name_sort, duty.pk


def _column(answer: dict[str, Any]) -> Column:
    return Column(answer["field"], answer["label"], answer["kind"])


def _cells(one: Submission, columns: list[Column]) -> list[Cell]:
    answers = zip(one.extras, one.told, strict=True)
    said = {_column(answer): told.words for answer, told in answers}
    return [Cell(column, said.get(column, "")) for column in columns]
