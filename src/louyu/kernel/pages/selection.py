"""选取: the rows a request asks for by search, filters and sort; list and export read the same."""

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, F, Model, QuerySet, Value, When

from louyu.kernel.requests import Request
from louyu.kernel.resource import Kind, Resource
from louyu.kernel.resource.cells import Shown, naming, related, shown
from louyu.kernel.resource.choices import visible_rows
from louyu.kernel.resource.filters import filter_set
from louyu.kernel.resource.listing import annotated, extras_of

WITHOUT = "without"


class Selection:
    """Within the actor's scope, whatever the address says.

    What other apps add is worked out for all rows only where the address sorts or filters
    by it, or `whole` is asked for; otherwise `filled` adds it to the rows of one page.
    """

    def __init__(self, request: Request, declared: Resource, *, whole: bool = False) -> None:
        self.request = request
        self.resource = declared
        first = naming(declared)
        columns = shown(declared, listed_only=True)
        self.offered = sorted(columns, key=lambda column: column.name != first)
        rows = visible_rows(declared.model, request.actor)
        self.is_annotated = whole or self._asks_for_extras()
        if self.is_annotated:
            rows = annotated(declared.key, rows, request.actor)
        self.filters = filter_set(declared)(request.GET, queryset=rows, request=request)

    def _asks_for_extras(self) -> bool:
        names = {extra.name for extra in extras_of(self.resource.key)}
        asked = {name for name, value in self.request.GET.items() if value}
        return self.sort.removeprefix("-") in names or not names.isdisjoint(asked)

    @cached_property
    def columns(self) -> list[Shown]:
        """The address names what is left out, so that a column added later is seen."""
        naming_row, *others = self.offered
        left_out = self.request.GET.getlist(WITHOUT)
        return [naming_row, *(column for column in others if column.name not in left_out)]

    @cached_property
    def sort(self) -> str:
        """The column asked for, if the list has it; never a free field path."""
        asked = self.request.GET.get("sort", "")
        return asked if asked.removeprefix("-") in {c.name for c in self.offered} else ""

    @cached_property
    def found(self) -> QuerySet[Any]:
        """The rows to count, to cut into pages or to export, in order."""
        found: QuerySet[Any] = self.filters.qs
        return found.order_by(*self._order())

    def filled(self, part: QuerySet[Any]) -> QuerySet[Any]:
        """A part of the rows found, with all that their cells need."""
        if not self.is_annotated:
            rows = visible_rows(self.resource.model, self.request.actor)
            rows = rows.filter(pk__in=part.values("pk"))
            part = annotated(self.resource.key, rows, self.request.actor).order_by(*self._order())
        return part.select_related(*related(self.columns))

    def _order(self) -> list[Any]:
        return [*self._first_order(), *self.resource.order, "pk"]

    def _first_order(self) -> list[Any]:
        if not self.sort:
            return []
        column = next(c for c in self.offered if c.name == self.sort.removeprefix("-"))
        if column.kind is Kind.REFERENCE:
            return [self.sort]  # in the order of the rows referred to
        key = self._key(column)
        if self.sort.startswith("-"):
            return [key.desc(nulls_last=True)]
        return [key.asc(nulls_last=True)]

    def _key(self, column: Shown) -> Any:
        """Names by their pinyin, choices in their declared order, all else by value."""
        if column.labels:
            places = [
                When(**{column.name: v, "then": Value(i)}) for i, v in enumerate(column.labels)
            ]
            return Case(*places)
        pinyin = f"{column.name}_sort"
        fields = {field.name for field in self.resource.model._meta.get_fields()}
        return F(pinyin if pinyin in fields else column.name)

    def link(self, **changed: Any) -> str:
        """This selection's address with some parameters changed, empty ones left out."""
        given, dropped = self.request.GET.lists(), {"page", *changed}
        kept: dict[str, Any] = {k: [v for v in vs if v] for k, vs in given if k not in dropped}
        query = urlencode(kept | {k: v for k, v in changed.items() if v}, doseq=True)
        return f"?{query}" if query else self.request.path

    @property
    def is_narrowed(self) -> bool:
        return any(self.request.GET.get(name) for name in self.filters.filters)

    def narrowed_by(self) -> list[tuple[str, str]]:
        """(label, value) of every filter in force, as words."""
        form = self.filters.form
        given = form.cleaned_data if form.is_valid() else {}
        return [
            (str(form.fields[name].label), _words(form.fields[name], value))
            for name, value in given.items()
            if value
        ]


def _words(field: Any, value: Any) -> str:
    if isinstance(value, Model):
        return str(value)
    return str(dict(getattr(field, "choices", ())).get(value, value))
