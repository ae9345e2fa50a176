"""筛选: a django-filter set generated from a resource's declared filters, choices scoped."""

from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from louyu.kernel.resource.choices import occurring
from louyu.kernel.resource.listing import extras_of
from louyu.kernel.resource import Kind, Resource

SEARCH = "q"


def matching(resource: Resource, text: str) -> Q:
    """Every word of the text occurs in one of the searched fields; two characters suffice."""
    condition = Q()
    for word in text.split():
        found = (Q(**{f"{field}__icontains": word}) for field in resource.search)
        condition &= reduce(or_, found)
    return condition


def _search(resource: Resource) -> Callable[[QuerySet[Any], str, str], QuerySet[Any]]:
    def apply(rows: QuerySet[Any], name: str, text: str) -> QuerySet[Any]:
        # As a subquery: through a one-to-many the same row may be found twice.
        found = rows.order_by().filter(matching(resource, text))
        return rows.filter(pk__in=found.values("pk"))

    return apply


def _filter(resource: Resource, name: str) -> django_filters.Filter:
    column = resource.by_name[name]
    label = resource.label_of(column)
    if resource.kind_of(column) is Kind.CHOICE:
        choices = resource.field_of(column).choices
        return django_filters.ChoiceFilter(
            field_name=name, label=label, choices=choices, empty_label="全部"
        )
    return django_filters.ModelChoiceFilter(
        field_name=name,
        label=label,
        empty_label="全部",
        queryset=lambda request: occurring(resource, name, request.actor),
    )


def filter_set(resource: Resource) -> type[django_filters.FilterSet]:
    """Built once per resource at start-up; the choices are read per request."""
    declared: dict[str, Any] = {
        SEARCH: django_filters.CharFilter(
            label="搜索",
            method=_search(resource),
            widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        )
    }
    for name in resource.filters:
        declared[name] = _filter(resource, name)
    for extra in extras_of(resource.key):
        if extra.choices:
            declared[extra.name] = django_filters.ChoiceFilter(
                label=extra.label, choices=extra.choices, empty_label="全部"
            )
    meta = type("Meta", (), {"model": resource.model, "fields": []})
    return type(f"{resource.key}_filters", (django_filters.FilterSet,), declared | {"Meta": meta})
