"""补充问题的设置: the office puts a question or ends one; none is changed, none is deleted."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db import transaction

from louyu.engines.measures import Period
from louyu.journey.collection.models import ExtraField, ExtraKind
from louyu.kernel.history import acting
from louyu.kernel.scope import Actor

MOST = 10
MONTHS_AHEAD = 3
FEWEST_OPTIONS, MOST_OPTIONS, LONGEST_OPTION = 2, 12, 20
TOO_MANY = f"最多同时问 {MOST} 项，请先结束一项，再加新的。"


class NewExtra(forms.ModelForm):  # type: ignore[type-arg]
    since = forms.ChoiceField(label="从哪个月起问")

    class Meta:
        model = ExtraField
        fields = ["label", "kind", "help", "options", "since"]
        widgets = {"options": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "label": "联络员看到的问题，例如“充电桩数量（个）”",
            "help": "写清口径和怎么填，显示在填写框旁边",
            "options": f"种类选“选项”时填写，一行一个，{FEWEST_OPTIONS} 至 {MOST_OPTIONS} 个",
        }
        error_messages = {
            "label": {"required": "请写问题。"},
            "kind": {"required": "请选种类。", "invalid_choice": "请从列出的种类里选一个。"},
            "help": {"required": "请写说明：口径是什么、怎么填。"},
        }

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this = Period.of(today)
        months = [this.shifted(ahead) for ahead in range(MONTHS_AHEAD + 1)]
        since: Any = self.fields["since"]
        kind: Any = self.fields["kind"]
        kind.choices = [("", "请选择"), *ExtraKind.choices]
        since.choices = [(str(month), month.words) for month in months]
        since.initial = str(months[1])

    def clean_label(self) -> str:
        label: str = self.cleaned_data["label"]
        rows = ExtraField.objects.unscoped("a label is asked once at a time")
        if rows.filter(label=label, ended=None).exists():
            raise forms.ValidationError(f"“{label}”已经在问。")
        return label

    def clean_since(self) -> date:
        return Period(self.cleaned_data["since"]).first

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        lines = [line.strip() for line in told.get("options", "").splitlines()]
        options = list(dict.fromkeys(filter(None, lines)))
        if told.get("kind") != ExtraKind.CHOICE:
            options = []
        elif not FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS:
            self.add_error("options", f"请写 {FEWEST_OPTIONS} 至 {MOST_OPTIONS} 个选项，一行一个。")
        elif max(map(len, options)) > LONGEST_OPTION:
            self.add_error("options", f"每个选项最多 {LONGEST_OPTION} 字。")
        return told | {"options": "\n".join(options)}


class ExtraRefused(Exception):
    """It cannot be asked; the message is a Chinese sentence."""


def define(form: NewExtra, actor: Actor) -> ExtraField:
    """Raises ExtraRefused when as many are asked as may be."""
    with transaction.atomic(), acting(actor, "extra_defined"):
        rows = ExtraField.objects.visible_to(actor).filter(ended=None).order_by("pk")
        if len(rows.select_for_update()) >= MOST:
            raise ExtraRefused(TOO_MANY)
        made: ExtraField = form.save()
        return made


def end(field: ExtraField, today: date, actor: Actor) -> None:
    """From the month that runs on it is not asked; what was answered stays. Safe to repeat."""
    with transaction.atomic(), acting(actor, "extra_ended"):
        rows = ExtraField.objects.visible_to(actor).filter(pk=field.pk, ended=None)
        rows.update(ended=max(field.since, Period.of(today).first))
