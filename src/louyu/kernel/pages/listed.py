"""列表: one page of a selection as a table, with its pager, its counts and its ways out."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.template import engines
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from louyu.kernel.pages.selection import WITHOUT, Selection
from louyu.kernel.requests import Request, asks_for
from louyu.kernel.resource import resource
from louyu.kernel.resource.cells import Shown
from louyu.kernel.resource.listing import bases_of
from louyu.kernel.views.saving import Views

SIZES = (20, 50, 100, 200)
DEFAULT_SIZE = 50


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


class Listed(Selection):
    """A selection cut into pages."""

    @cached_property
    def size(self) -> int:
        asked = self.request.GET.get("size", "")
        return int(asked) if asked in map(str, SIZES) else DEFAULT_SIZE

    @cached_property
    def page(self) -> Page[Any]:
        page = Paginator(self.found, self.size).get_page(self.request.GET.get("page"))
        part: Any = page.object_list
        page.object_list = self.filled(part)
        return page

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
    def column_choices(self) -> list[tuple[Shown, bool]]:
        """Every column but the one that names the row, and whether it is left out."""
        left_out = self.request.GET.getlist(WITHOUT)
        return [(column, column.name in left_out) for column in self.offered[1:]]

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

    def table(self) -> SafeString:
        """From Jinja2: 500 cells cost a tenth of what they cost in a Django template."""
        name, *others = self.columns
        attributes = [_attributes(column) for column in others]
        linked = hasattr(self.resource.model, "get_absolute_url")
        rows = (
            (
                row.get_absolute_url() if linked else "",
                name.text(row),
                zip(attributes, [column.text(row) for column in others], strict=True),
            )
            for row in self.page.object_list
        )
        context = {"headings": self.headings, "rows": rows, "label": self.resource.label}
        html = engines["jinja2"].get_template("pages/table.html").render(context)
        return mark_safe(html)  # noqa: S308 - the template escapes every cell


def _attributes(column: Shown) -> SafeString:
    return format_html('class="{}" data-label="{}"', column.css, column.header)


@login_required
def index(request: Request, key: str, form: str = "", create: str = "") -> HttpResponse:
    declared = resource(key).read_by(request.actor)
    views = Views(request, key)
    if request.method == "POST":
        return views.take()
    may_write = bool(form) and declared.may_write(request.actor)
    context = {
        "resource": declared,
        "listed": Listed(request, declared),
        "export": {end: reverse(f"{key}-export", args=[end]) for end in ("xlsx", "csv")},
        "views": views,
        "query": request.GET.urlencode(),
        "bases": bases_of(key),
        "today": timezone.localdate(),
        "create": reverse(form) if may_write else create,
        "bulk": reverse(f"{key}-bulk") if may_write else "",
    }
    fragment = asks_for(request, "results")
    name = "pages/_results.html" if fragment else "pages/list.html"
    response = render(request, name, context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response
