"""接入表单: one source as it is set up, with the fields of its transport."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone

from louyu.engines.measures import Period, PeriodError
from louyu.engines.tables import Limits
from louyu.journey.matching.sources.columns import fields_of, remember
from louyu.journey.matching.sources.models import Every, FeedSource, Via
from louyu.journey.matching.sources.transports.contract import FeedFailed, Setting, Transport
from louyu.journey.matching.sources.transports.registry import TRANSPORTS
from louyu.kernel.intake import Importer, all_kinds
from louyu.kernel.scope import Actor
from louyu.registers.deliveries.forms import PROVIDERS
from louyu.registers.deliveries.models import DataClass
from louyu.registers.deliveries.source import UNITS, USERS, USUAL
from louyu.registers.organizations.models import Organization

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
PREFIX = "via_"


def sourced_kinds() -> list[Importer]:
    return [kind for kind in all_kinds() if kind.sourced]


class SourceForm(forms.ModelForm):  # type: ignore[type-arg]
    """`parts` groups the fields as the page shows them."""

    kind = forms.ChoiceField(label="哪种表")
    unit = forms.ChoiceField(
        label="金额单位", required=False, help_text="表头已写明单位的列以表头为准。"
    )
    allowed_roles = forms.MultipleChoiceField(
        label="可使用的岗位", choices=list(USERS.items()), widget=forms.CheckboxSelectMultiple
    )
    every = forms.ChoiceField(label="频率", initial=Every.MONTH)
    data_class = forms.TypedChoiceField(
        label="数据级别", choices=DataClass, coerce=int, initial=DataClass.GUARDED
    )

    class Meta:
        model = FeedSource
        fields = (
            *("name", "kind", "unit", "cumulative"),
            *("every", "on_day", "hour", "covers", "due_day", "active_from", "active_to"),
            *("provider", "basis", "purpose", "catalogue_number", "application_number"),
            *("data_class", "allowed_roles", "valid_until"),
        )
        widgets = {"active_from": DAY, "active_to": DAY, "valid_until": DAY}
        help_texts = {
            "name": "如：税务局税收明细。",
            "on_day": "每周的填 1（周一）至 7；每月的填 1 至 28；每天的不用改。",
            "hour": "0 至 23 点，北京时间。",
            "due_day": "最迟几号到（取上月数据的指次月），1 至 28；到时没有就提醒。",
            "basis": "文件名称和条款，或数据共享协议。",
            "catalogue_number": "政务数据共享平台上该数据目录的编号。",
            "application_number": "在平台上申请使用时的编号。",
            "valid_until": "过了这一天不再取数，已取的也不再显示。",
        }

    def __init__(
        self, actor: Actor, via: str, data: Any = None, instance: FeedSource | None = None
    ) -> None:
        row = instance or FeedSource(transport=via)
        super().__init__(data, instance=row, label_suffix="")
        self.transport: Transport = TRANSPORTS[via]
        self.via = Via(via)
        if instance is None:
            self.initial.update(allowed_roles=[*USUAL], active_from=timezone.localdate())
        self._offer("every", [*Every.choices])
        self._offer("kind", [(kind.key, kind.label) for kind in sourced_kinds()])
        self._offer("unit", [("", "表头已写明"), *UNITS.items()])
        provider: Any = self.fields["provider"]
        provider.queryset = Organization.objects.visible_to(actor).filter(kind__in=PROVIDERS)
        provider.empty_label = "请选择"
        for one in self.transport.settings:
            self.fields[PREFIX + one.name] = _field(one, row.settings.get(one.name, ""))

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    @property
    def parts(self) -> list[tuple[str, list[forms.BoundField]]]:
        groups = (
            ("来源和表格", ("name", "kind", "unit", "cumulative")),
            (str(self.via.label), tuple(PREFIX + one.name for one in self.transport.settings)),
            ("取数时间", self.Meta.fields[4:11]),
            ("数据使用授权", self.Meta.fields[11:]),
        )
        return [(title, [self[name] for name in names]) for title, names in groups if names]

    @property
    def told(self) -> dict[str, Any]:
        names = [one.name for one in self.transport.settings]
        return {name: self.cleaned_data.get(PREFIX + name) or "" for name in names}

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        asked = {PREFIX + one.name for one in self.transport.settings}
        if not asked & self.errors.keys():
            for sentence in self.transport.check_config(self.told):
                self.add_error(None, sentence)
            self._check_columns(told.get("kind") or "")
        if told.get("every") == "week" and (told.get("on_day") or 0) > 7:
            self.add_error("on_day", "每周的请填 1（周一）至 7（周日）。")
        for name, least, most in (("on_day", 1, 28), ("due_day", 1, 28), ("hour", 0, 23)):
            value = told.get(name)
            if value is not None and not least <= value <= most:
                self.add_error(name, f"请填 {least} 至 {most}。")
        return told

    def _check_columns(self, kind: str) -> None:
        if kind and self.instance.is_of_files:
            try:
                fields_of(kind, self.told["columns"])
            except FeedFailed as fault:
                self.add_error(PREFIX + "columns", str(fault))

    def save(self, commit: bool = True) -> FeedSource:
        self.instance.settings = self.told
        with transaction.atomic():
            row: FeedSource = super().save(commit)
            remember(row)
        return row


def _field(one: Setting, value: str) -> forms.Field:
    told: dict[str, Any] = {"label": one.label, "help_text": one.help, "required": one.required}
    told["initial"] = value
    if one.choices:
        return forms.ChoiceField(choices=[*one.choices], **told)
    widget = forms.Textarea(attrs={"rows": 5}) if one.long else forms.TextInput()
    return forms.CharField(max_length=4000 if one.long else 500, widget=widget, **told)


class BringForm(forms.Form):
    period = forms.CharField(label="所属期", max_length=7, help_text="写作 2026-09。")
    file = forms.FileField(
        label="文件",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv,.gz"}),
        error_messages={"required": "请选择文件。", "empty": "文件是空的，请重新选择。"},
    )

    def clean_period(self) -> str:
        try:
            return str(Period(self.cleaned_data["period"].strip()))
        except PeriodError as wrong:
            raise forms.ValidationError(str(wrong)) from wrong

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size and file.size > Limits().file_bytes:
            raise forms.ValidationError("文件过大，请分成几个文件再上传。")
        return file
