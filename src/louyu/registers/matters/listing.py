"""事项增列: who has it now, whose it is for the reader, and whether it is late."""

from typing import Any

from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.functions import Concat, TruncDate
from django.utils import timezone

from louyu.kernel.resource import Kind
from louyu.kernel.resource.listing import Band, Extra, Listing, extend
from louyu.kernel.scope import Actor
from louyu.registers.matters.kinds import apart
from louyu.registers.matters.models import OFFICE, Level, MatterState
from louyu.registers.matters.queries import asked_by, joint_turn_of, turn_of

OPEN = Q(state=MatterState.OPEN)


def with_turns(rows: Any, actor: Actor) -> Any:
    """Without the kinds that an app lists on a page of its own."""
    late = OPEN & Q(due__lt=timezone.localdate())
    return rows.exclude(kind__in=apart()).annotate(
        holder=_holder(),
        waits=_whether(turn_of(actor) | joint_turn_of(actor)),
        asked=_whether(asked_by(actor)),
        whose=Case(When(waits=True, then=Value("mine")), When(asked=True, then=Value("asked"))),
        late=Case(When(late, then=Value("late"))),
        opened=TruncDate("opened_at"),
    )


def _whether(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False))


def _holder() -> Case:
    """As Matter.owner tells it, for sorting and export."""
    return Case(
        When(~OPEN, then=None),
        When(owner_user__isnull=False, then=F("owner_user__name")),
        When(owner_body__isnull=False, then=F("owner_body__name")),
        When(level=Level.BUILDING, then=Concat("building__name", Value("联络员"))),
        When(level=Level.STREET, then=F("place__name")),
        default=Value(OFFICE),
        output_field=CharField(),
    )


extend(
    "matters",
    Listing(
        extras=(
            Extra("holder", "现由谁办", Kind.TEXT),
            Extra(
                "whose",
                "谁的",
                Kind.CHOICE,
                bands=(
                    Band("mine", "等我办", Q(waits=True)),
                    Band("asked", "我提的", Q(asked=True)),
                ),
            ),
            Extra(
                "late", "限期", Kind.CHOICE, bands=(Band("late", "已超期", Q(late__isnull=False)),)
            ),
            Extra("opened", "提出", Kind.DATE),
        ),
        annotate=with_turns,
        basis="限办日期按工作日计算，节假日以导入的放假安排为准；没有导入的年份只除去周六周日",
    ),
)
