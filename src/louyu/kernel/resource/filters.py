"""筛选: a django-filter set generated from a resource's declared filters, choices scoped."""

from collections.abc import Callable
from functools import cache, reduce
from operator import or_
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.forms.renderers import Jinja2

from louyu.kernel.resource.choices import occurring
from louyu.kernel.resource.declaration import Kind, Resource
from louyu.kernel.resource.listing import Extra, extras_of

SEARCH = "q"
ALL = "全部"
Apply = Callable[[QuerySet[Any], str, str], QuerySet[Any]]


def matching(resource: Resource, text: str) -> Q:
    """Every word of the text occurs in one of the searched fields; two characters suffice."""
    condition = Q()
    for word in text.split():
        found = (Q(**{f"{field}__icontains": word}) for field in resource.search)
        condition &= reduce(or_, found)
    return condition


def _search(resource: Resource) -> Apply:
    def apply(rows: QuerySet[Any], name: str, text: str) -> QuerySet[Any]:
        # As a subquery: through a one-to-many the same row may be found twice.
        found = rows.order_by().filter(matching(resource, text))
        return rows.filter(pk__in=found.values("pk"))

    return apply


def _by_column(resource: Resource, name: str) -> django_filters.Filter:
    column = resource.by_name[name]
    told = {"field_name": name, "label": resource.label_of(column), "empty_label": ALL}
    if resource.kind_of(column) is Kind.CHOICE:
        return django_filters.ChoiceFilter(choices=resource.field_of(column).choices, **told)
    return django_filters.ModelChoiceFilter(
        queryset=lambda request: occurring(resource, name, request.actor), **told
    )


def _by_band(extra: Extra) -> django_filters.Filter:
    conditions = {band.value: band.condition for band in extra.bands}

    def apply(rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(conditions[value])

    return django_filters.ChoiceFilter(
        label=extra.label,
        choices=[(band.value, band.label) for band in extra.bands],
        empty_label=ALL,
        method=apply,
    )


def _by_value(extra: Extra) -> django_filters.Filter:
    return django_filters.ChoiceFilter(
        field_name=extra.name, label=extra.label, choices=extra.values, empty_label=ALL
    )


class FilterForm(forms.Form):
    """A list's filters hold hundreds of options: drawn by the faster of Django's renderers."""

    default_renderer = Jinja2()


@cache
def filter_set(declared: Resource) -> type[django_filters.FilterSet]:
    """Made once per resource; which rows its choices offer is asked at every request."""
    search = django_filters.CharFilter(
        label="搜索",
        method=_search(declared),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    filters: dict[str, Any] = {SEARCH: search}
    filters |= {name: _by_column(declared, name) for name in declared.filters}
    extras = extras_of(declared.key)
    filters |= {extra.name: _by_band(extra) for extra in extras if extra.bands}
    filters |= {extra.name: _by_value(extra) for extra in extras if extra.values}
    filters["Meta"] = type("Meta", (), {"form": FilterForm})
    return type(f"{declared.key}_filters", (django_filters.FilterSet,), filters)
