"""预览: what an import would do or has done, in one sentence and as pages of rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Func, IntegerField, QuerySet
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast

from louyu.portal.imports.queries import changes, created
from louyu.registers.deliveries.models import Import

PER_PAGE = 50
NUMBERS = ("rows", "created", "updated", "unchanged")


@dataclass(frozen=True)
class Counts:
    rows: int
    created: int
    updated: int
    unchanged: int
    refused: int
    same: int

    @property
    def sentence(self) -> str:
        return (
            f"新增 {self.created:,}，修改 {self.updated:,}，不变 {self.unchanged:,}，"
            f"拒绝 {self.refused:,}，疑似同一 {self.same:,}"
        )

    @property
    def writes(self) -> bool:
        return bool(self.created or self.updated)


def with_counts(rows: QuerySet[Import]) -> QuerySet[Import]:
    """For lists: the few numbers of each report, not its thousands of cells."""
    numbers = {
        f"{name}_told": Cast(KeyTextTransform(name, "report"), IntegerField()) for name in NUMBERS
    }
    same = Func(
        KeyTransform("possible_same", "report"),
        function="jsonb_array_length",
        output_field=IntegerField(),
    )
    return rows.defer("report").annotate(**numbers, same_told=same)


def listed_counts(row: Any) -> Counts | None:
    """`row` comes from with_counts; what is neither taken nor held back was refused."""
    if row.rows_told is None:
        return None
    numbers = {name: getattr(row, f"{name}_told") for name in NUMBERS}
    taken = sum(numbers.values()) - row.rows_told
    return Counts(**numbers, refused=row.rows_told - taken - row.same_told, same=row.same_told)


def counts(row: Import) -> Counts | None:
    """None while the file has not been looked at."""
    report = row.report
    if not report:
        return None
    refused = {(cell["sheet"], cell["row"]) for cell in report["refused"]}
    return Counts(
        **{name: report[name] for name in NUMBERS},
        refused=len(refused),
        same=len(report["possible_same"]),
    )


@dataclass(frozen=True)
class Part:
    """One kind of rows, behind one tab."""

    key: str
    label: str
    count: int
    rows: Callable[[Import], Sequence[Any]]


def parts(row: Import, told: Counts) -> list[Part]:
    """What needs a decision stands first; kinds without rows are left out."""
    found = [
        Part("refused", "拒绝", told.refused, lambda row: row.report["refused"]),
        Part("same", "疑似同一", told.same, _same),
        Part("updated", "修改", told.updated, changes),
        Part("created", "新增", told.created, created),
        Part("kept", "没有撤销", len(row.undo.get("kept", ())), lambda row: row.undo["kept"]),
        Part("left", "没有读入", len(row.report["notes"]), lambda row: row.report["notes"]),
    ]
    return [part for part in found if part.count]


def page_of(part: Part, row: Import, number: str | None) -> Page[Any]:
    return Paginator(part.rows(row), PER_PAGE).get_page(number)


def _same(row: Import) -> list[dict[str, Any]]:
    pairs = zip(row.report["held"], row.report["possible_same"], strict=True)
    return [{**same, "sheet": cell["sheet"]} for cell, same in pairs]


def unused_headers(row: Import) -> list[str]:
    return [header for header in row.headers if not row.mapping.get(header)]
