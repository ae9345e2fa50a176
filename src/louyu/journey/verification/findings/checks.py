"""对检查的检查: fields that nobody ever fills, and checks that never or always find something."""

from collections.abc import Iterator
from typing import Any

from django.db.models import CharField, Count, Q, TextField
from django.urls import reverse

from louyu.engines.checks import Doubt, Extent, Severity, checks, integrity
from louyu.journey.verification.findings.trends import of_runs
from louyu.kernel.resource import all_resources

WHOLE = "whether a field is used at all"
ENOUGH = 20  # rows: of fewer it says nothing
# What has not ended has no last day; where tax is filed is nobody's to be asked for.
MAY_STAY_EMPTY = {"end", "tax_authority"}


@integrity(
    "field-never-filled",
    Severity.HINT,
    "登记了很多条，这一栏一条也没有填",
    "请区楼宇办决定：需要的布置街道补填或随表导入，用不着的告诉开发方去掉，不要让人对着空栏填报。",
)
def field_never_filled(extent: Extent) -> Iterator[Doubt]:
    """Of the columns people fill in lists, one question for each noun."""
    for noun in all_resources():
        fields = {
            column.name: field
            for column in noun.columns
            if not column.required
            and column.name not in MAY_STAY_EMPTY
            and (field := _field(noun.model, column.name))
        }
        counts = {f"n_{name}": Count("pk", filter=_filled(f)) for name, f in fields.items()}
        manager: Any = noun.model._meta.default_manager
        rows = manager.unscoped(WHOLE) if hasattr(manager, "unscoped") else manager
        told = rows.aggregate(n=Count("pk"), **counts)
        for name, field in fields.items():
            if told["n"] >= ENOUGH and not told[f"n_{name}"]:
                yield Doubt(
                    subject=f"field:{noun.key}.{name}",
                    label=f"{noun.model._meta.verbose_name}·{field.verbose_name}",
                    words="没有一条填过",
                    link=reverse(noun.key),
                )


def _field(model: Any, name: str) -> Any:
    """The model's own field of this name that may stay empty."""
    found = {field.name: field for field in model._meta.concrete_fields}.get(name)
    return found if found is not None and (found.null or found.blank) else None


def _filled(field: Any) -> Q:
    empty = Q(**{f"{field.name}__isnull": True})
    if isinstance(field, CharField | TextField):
        empty |= Q(**{field.name: ""})
    return ~empty


@integrity(
    "check-says-nothing",
    Severity.HINT,
    "一项检查长期一条都查不到，或长期没有减少",
    "从不查到的，看条件是否定得太宽；总是查到、没有人办的，看是不是误报，或没有落实到人。",
)
def check_says_nothing(extent: Extent) -> Iterator[Doubt]:
    for line in of_runs(checks(), extent.day):
        words = "从未查到" if line.never_fires else "没有减少" if line.always_fires else ""
        if words and line.check.code != "check-says-nothing":
            yield Doubt(
                subject=f"check:{line.check.code}",
                label=line.check.message,
                words=f"近 {len(line.found)} 次{words}",
                link=reverse("integrity"),
            )
