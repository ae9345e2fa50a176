"""来源表单: a file together with its data-use record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile

from louyu.engines.measures import Period, PeriodError
from louyu.engines.tables import Limits
from louyu.kernel.intake import Importer
from louyu.kernel.scope import Actor
from louyu.registers.deliveries.models import DataClass
from louyu.registers.deliveries.source import UNITS, USERS, USUAL
from louyu.registers.organizations.models import DISTRICT_WIDE, Organization, Role
from louyu.registers.organizations.models import OrganizationKind as Kind

_MOST_BYTES = Limits().file_bytes
PROVIDERS = (Kind.DEPARTMENT, Kind.OFFICE, Kind.SUBDISTRICT, Kind.PARK)


class NewDelivery(forms.Form):
    """`parts` groups the fields as the page shows them."""

    kind = forms.ChoiceField(label="哪种表")
    period = forms.CharField(label="所属期", max_length=7, help_text="写作 2026-09。")
    file = forms.FileField(
        label="文件",
        help_text="xlsx 或 csv；同一份文件传两次不会重复，更正后的文件会代替原来的一份。",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.gz"}),
        error_messages={"required": "请选择文件。", "empty": "文件是空的，请重新选择。"},
    )
    unit = forms.ChoiceField(
        label="金额单位", required=False, help_text="表头已写明单位的列以表头为准。"
    )
    cumulative = forms.BooleanField(
        label="金额是 1 月起的累计数",
        required=False,
        help_text="系统减去之前各月得出本月数，之前各月要先导入。",
    )
    provider = forms.ModelChoiceField(
        label="提供单位", queryset=Organization.objects.none(), empty_label="请选择"
    )
    basis = forms.CharField(
        label="法律依据", max_length=200, help_text="文件名称和条款，或数据共享协议。"
    )
    purpose = forms.CharField(label="使用目的", max_length=200)
    application_number = forms.CharField(label="目录或申请编号", max_length=80, required=False)
    data_class = forms.TypedChoiceField(
        label="数据级别", choices=DataClass, coerce=int, initial=DataClass.GUARDED
    )
    allowed_roles = forms.MultipleChoiceField(
        label="可使用的岗位", choices=list(USERS.items()), widget=forms.CheckboxSelectMultiple
    )
    valid_until = forms.DateField(
        label="使用期限",
        required=False,
        help_text="过了这一天，这份数据不再显示。",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    # One sending of the form is one delivery, however often the button is pressed.
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(
        self, actor: Actor, kinds: Sequence[Importer], data: Any = None, files: Any = None
    ) -> None:
        super().__init__(data, files, label_suffix="")
        self.initial.update(key=uuid4().hex, allowed_roles=[*USUAL])
        self.fields["kind"].choices = [(kind.key, kind.label) for kind in kinds]  # type: ignore[attr-defined]
        units = [("", "表头已写明"), *UNITS.items()]
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
        seen = Organization.objects.visible_to(actor).filter(kind__in=PROVIDERS)
        if not actor.holds(Role.OFFICE):
            seen = seen.filter(pk__in=actor.bodies(*DISTRICT_WIDE))
        self.fields["provider"].queryset = seen  # type: ignore[attr-defined]

    @property
    def parts(self) -> list[tuple[str, list[forms.BoundField]]]:
        names = ("kind", "period", "file", "unit", "cumulative")
        record = [n for n in self.fields if n not in {*names, "key"}]
        return [
            ("文件", [self[name] for name in names]),
            ("数据使用授权", [self[name] for name in record]),
        ]

    def clean_period(self) -> str:
        try:
            return str(Period(self.cleaned_data["period"].strip()))
        except PeriodError as wrong:
            raise forms.ValidationError(str(wrong)) from wrong

    def clean_file(self) -> UploadedFile[Any]:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if file.size and file.size > _MOST_BYTES:
            raise forms.ValidationError("文件过大，请分成几个文件再上传。")
        return file

    @property
    def about(self) -> dict[str, Any]:
        """As Import.about keeps it."""
        told = {k: v for k, v in self.cleaned_data.items() if k not in {"file", "kind", "key"}}
        until: date | None = told["valid_until"]
        plain = {"provider": told["provider"].pk, "valid_until": until and until.isoformat()}
        return told | plain | {"by_person": True}
