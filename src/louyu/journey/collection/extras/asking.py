"""补充问题: which are asked in a month, and the form of their answers on the page of a building."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q

from louyu.journey.collection.models import Cycle, CycleKind, ExtraField, ExtraKind

LONGEST = 200
DIGITS, PLACES = 14, 2
YES, NO = "yes", "no"
EVERY_BUILDING = "what every building of a month is asked"


def asked_in(cycle: Cycle) -> list[ExtraField]:
    """None in the census: it is about what the registers hold."""
    if cycle.kind != CycleKind.MONTH:
        return []
    rows = ExtraField.objects.unscoped(EVERY_BUILDING).filter(since__lte=cycle.month)
    return list(rows.filter(Q(ended=None) | Q(ended__gt=cycle.month)))


def _text(one: ExtraField) -> forms.Field:
    said = f"{one.label}最多写 {LONGEST} 字，请写短一些。"
    return forms.CharField(max_length=LONGEST, error_messages={"max_length": said})


def _number(one: ExtraField) -> forms.Field:
    too_long = f"{one.label}太大了，请核对。"
    return forms.DecimalField(
        max_digits=DIGITS,
        decimal_places=PLACES,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={
            "invalid": f"{one.label}只填数字，例如 12.5，不写单位。",
            "max_decimal_places": f"{one.label}最多两位小数。",
            "max_digits": too_long,
            "max_whole_digits": too_long,
        },
    )


def _yes_no(one: ExtraField) -> forms.Field:
    return forms.ChoiceField(
        choices=[(YES, "是"), (NO, "否"), ("", "不填")],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": f"{one.label}请选“是”或“否”。"},
    )


def _choice(one: ExtraField) -> forms.Field:
    options = one.options.split("\n")
    return forms.ChoiceField(
        choices=[("", "（不填）"), *((option, option) for option in options)],
        error_messages={"invalid_choice": f"{one.label}请从列出的选项里选一个。"},
    )


_FIELDS: Mapping[str, Callable[[ExtraField], forms.Field]] = {
    ExtraKind.TEXT: _text,
    ExtraKind.NUMBER: _number,
    ExtraKind.YES_NO: _yes_no,
    ExtraKind.CHOICE: _choice,
}


class ExtrasForm(forms.Form):
    """Nothing of it has to be answered."""

    def __init__(
        self, typed: Any = None, *, asked: Sequence[ExtraField], before: Sequence[dict[str, Any]]
    ) -> None:
        super().__init__(typed, prefix="x", initial=_initial(asked, before))
        self.asked = asked
        for one in asked:
            field = _FIELDS[one.kind](one)
            field.required, field.label, field.help_text = False, one.label, one.help
            self.fields[f"{one.pk}"] = field

    @property
    def said(self) -> list[dict[str, Any]]:
        """As a submission keeps it: each with the label and the kind it was asked with."""
        told = ((one, self.cleaned_data.get(f"{one.pk}")) for one in self.asked)
        return [
            {"field": one.pk, "label": one.label, "kind": one.kind, "value": _kept(value)}
            for one, value in told
            if value not in (None, "")
        ]


def _kept(value: Any) -> str:
    """JSON has no decimals: a number is its digits."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _initial(asked: Sequence[ExtraField], before: Sequence[dict[str, Any]]) -> dict[str, str]:
    said = {one["field"]: one["value"] for one in before}
    return {f"{one.pk}": said.get(one.pk, "") for one in asked}
