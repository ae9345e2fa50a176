"""列表: one page of a resource's rows, searched, filtered, sorted, within the actor's scope."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.template import engines
from django.utils.cache import patch_vary_headers

from louyu.kernel.resource.cells import Shown, related, shown
from louyu.kernel.resource.choices import visible_rows
from louyu.kernel.resource.filters import filter_set
from louyu.kernel.resource.listing import annotated
from louyu.kernel.pages.requests import Request, asks_for
from louyu.kernel.resource import Kind, Resource, resource

SIZES = (20, 50, 100, 200)
DEFAULT_SIZE = 50
FILTERS = lru_cache(maxsize=None)(filter_set)


@dataclass(frozen=True)
class Step:
    """One entry of the pager; without a link it is the page shown or an omission."""

    label: str
    link: str = ""
    current: bool = False


@dataclass(frozen=True)
class Heading:
    """One column header: where a click on it leads and how it is sorted now."""

    column: Shown
    link: str
    sorted: str


class Selection:
    """The rows a request asks for; list and export read the same one."""

    def __init__(self, request: Request, declared: Resource) -> None:
        self.request = request
        self.resource = declared
        self.actor = request.actor
        self.columns = shown(declared, listed_only=True)
        rows = annotated(declared.key, visible_rows(declared.model, self.actor), self.actor)
        self.filters = FILTERS(declared)(request.GET, queryset=rows, request=request)

    @cached_property
    def sort(self) -> str:
        """The column asked for, if it is one that is shown; never a free field path."""
        asked = self.request.GET.get("sort", "")
        return asked if asked.removeprefix("-") in {c.name for c in self.columns} else ""

    @cached_property
    def rows(self) -> QuerySet[Any]:
        names = [column.name for column in self.columns]
        found = self.filters.qs.select_related(*related(self.resource, names))
        return found.order_by(*self._order(), *self.resource.order)

    def _order(self) -> list[Any]:
        name = self.sort.removeprefix("-")
        if not name:
            return []
        descending = self.sort.startswith("-")
        column = self.resource.by_name.get(name)
        if column and self.resource.kind_of(column) is Kind.REFERENCE:
            return [self.sort]  # by the order of the rows referred to
        fields = {field.name for field in self.resource.model._meta.get_fields()}
        path = F(f"{name}_sort" if f"{name}_sort" in fields else name)
        return [path.desc(nulls_last=True) if descending else path.asc(nulls_last=True)]

    @cached_property
    def size(self) -> int:
        asked = self.request.GET.get("size", "")
        return int(asked) if asked in map(str, SIZES) else DEFAULT_SIZE

    @cached_property
    def page(self) -> Page[Any]:
        return Paginator(self.rows, self.size).get_page(self.request.GET.get("page"))

    def link(self, **changed: Any) -> str:
        """This selection's address with some parameters changed, empty ones left out."""
        kept = {k: v for k, v in self.request.GET.items() if v and k not in {"page", *changed}}
        query = urlencode(kept | {k: v for k, v in changed.items() if v})
        return f"?{query}" if query else self.request.path

    @property
    def steps(self) -> list[Step]:
        page = self.page
        numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
        steps = [
            Step(str(n), self.link(page=n) if isinstance(n, int) else "", n == page.number)
            for n in numbers
        ]
        if page.has_previous():
            steps.insert(0, Step("上一页", self.link(page=page.previous_page_number())))
        if page.has_next():
            steps.append(Step("下一页", self.link(page=page.next_page_number())))
        return steps

    @property
    def size_steps(self) -> list[Step]:
        return [Step(str(n), self.link(size=n), n == self.size) for n in SIZES]

    @property
    def headings(self) -> list[Heading]:
        return [self._heading(column) for column in self.columns]

    def _heading(self, column: Shown) -> Heading:
        up, down = column.name, f"-{column.name}"
        # Numbers are looked at from the largest down, words from the first on.
        first, second = (down, up) if column.kind.is_number else (up, down)
        link = self.link(sort=second if self.sort == first else first)
        state = {up: "ascending", down: "descending"}.get(self.sort, "none")
        return Heading(column, link, state)

    @property
    def is_narrowed(self) -> bool:
        return any(self.request.GET.get(name) for name in self.filters.filters)

    def narrowed_by(self) -> list[tuple[str, str]]:
        """(label, value) of every filter in force, as words."""
        bound = self.filters.form
        return [
            (str(bound[name].label), _words(bound.fields[name], bound.cleaned_data[name]))
            for name in self.filters.filters
            if bound.is_valid() and bound.cleaned_data.get(name)
        ]


def _words(field: Any, value: Any) -> str:
    return str(dict(getattr(field, "choices", ())).get(value, value))


def table(selection: Selection) -> str:
    """The table itself comes from Jinja2: 500 cells cost a tenth of what they cost elsewhere."""
    name = selection.resource.search[0]
    context = {
        "headings": selection.headings,
        "columns": selection.columns,
        "rows": selection.page.object_list,
        "name": name,
        "label": selection.resource.label,
    }
    return engines["jinja2"].get_template("pages/table.html").render(context)


@login_required
def index(request: Request, key: str) -> HttpResponse:
    declared = resource(key)
    selection = Selection(request, declared)
    context = {
        "resource": declared,
        "selection": selection,
        "page": selection.page,
        "table": table(selection),
        "export": f"{request.path}export",
        "query": request.GET.urlencode(),
        "may_create": declared.may_write(request.actor),
    }
    fragment = asks_for(request, "results")
    name = "pages/_results.html" if fragment else "pages/list.html"
    response = render(request, name, context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response
