"""企业列表: the district's own industry as a column and a filter; the levels of the standard."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Case, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Length, StrIndex
from django.utils import timezone

from louyu.kernel.resource import Kind
from louyu.kernel.resource.listing import Extra, Listing, extend
from louyu.kernel.scope import Actor
from louyu.registers.enterprises.models import IndustryLevel, LocalIndustry


def local_industry(day: date) -> Subquery:
    """For an annotation of enterprises: the longest prefix in force wins, so there is one."""
    rules = LocalIndustry.objects.filter(during__contains=day).annotate(
        at=StrIndex(OuterRef("industry__code"), F("prefix"))
    )
    longest = rules.filter(at=1).order_by(Length("prefix").desc())
    return Subquery(longest.values("name")[:1])


def _names() -> Iterable[tuple[str, str]]:
    today = LocalIndustry.objects.filter(during__contains=timezone.localdate())
    names = today.order_by("name").values_list("name", flat=True).distinct()
    return [(name, name) for name in names]


def _annotated(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    found: QuerySet[Any] = rows.annotate(local_industry=local_industry(timezone.localdate()))
    return found


def _levels() -> Iterable[tuple[str, str]]:
    return [(str(level.label), str(level.label)) for level in IndustryLevel]


def _with_level(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    words = (When(level=level, then=Value(str(level.label))) for level in IndustryLevel)
    found: QuerySet[Any] = rows.annotate(level_name=Case(*words))
    return found


extend(
    "industries",
    Listing(
        extras=(Extra("level_name", "层级", Kind.TEXT, values=_levels),),
        annotate=_with_level,
        basis="层级由代码的长度确定。",
    ),
)
extend(
    "enterprises",
    Listing(
        extras=(
            Extra(
                "local_industry",
                "主导产业",
                Kind.TEXT,
                help="按今天有效的主导产业对照，由行业代码归类",
                values=_names,
            ),
        ),
        annotate=_annotated,
        basis="主导产业：按导出当天有效的对照，由 GB/T 4754 代码最长的开头归类。",
    ),
)
