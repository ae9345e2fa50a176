"""表单: what an administrator writes about an account and a grant."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from louyu.kernel.scope import Actor
from louyu.registers.organizations.models import (
    AREA_BOUND,
    BODY_BOUND,
    ClearanceKind,
    GrantAct,
    Organization,
    Role,
)
from louyu.registers.organizations.services import KIND_OF_BODY
from louyu.registers.places.models import Place


def _day(label: str, required: bool = True) -> forms.DateField:
    picker = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=required, widget=picker)


class TermForm(forms.Form):
    """From when until when, and by what document."""

    start = _day("开始日期")
    end = _day("结束日期", required=False)
    basis = forms.CharField(
        label="依据文件", max_length=200, help_text="例如 授权书或任职文件的文号"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["start"].initial = timezone.localdate

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        start, end = given.get("start"), given.get("end")
        if start and end and end < start:
            self.add_error("end", "结束日期不能早于开始日期。")
        return given


class DutyForm(TermForm):
    role = forms.ChoiceField(label="岗位", choices=[("", "请选择"), *Role.choices])
    place = forms.ModelChoiceField(
        Place.objects.none(), label="辖区", required=False, help_text="街道/园区和社区岗位必填"
    )
    organization = forms.CharField(
        label="单位",
        max_length=120,
        required=False,
        help_text="楼宇联络员、运营方、企业岗位必填；没有登记过的单位将同时登记",
    )
    field_order = ["role", "place", "organization", "start", "end", "basis"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["place"]
        field.queryset, field.empty_label = Place.objects.filter(end=None), "请选择"

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        role = given.get("role")
        if role in AREA_BOUND and not given.get("place"):
            self.add_error("place", "这个岗位需要辖区，请选择。")
        if role in BODY_BOUND and not given.get("organization"):
            self.add_error("organization", "这个岗位需要单位，请填写单位全称。")
        return given

    def asked(self, actor: Actor) -> dict[str, Any]:
        """As `grants.propose` takes it."""
        given = self.cleaned_data
        return {
            "act": GrantAct.DUTY,
            "role": given["role"],
            "place": given["place"] if given["role"] in AREA_BOUND else None,
            "organization": _body(given["role"], given["organization"]),
            "start": given["start"],
            "end": given["end"],
            "basis": given["basis"],
        }


class ClearanceForm(TermForm):
    kind = forms.ChoiceField(label="查阅授权", choices=[("", "请选择"), *ClearanceKind.choices])
    field_order = ["kind", "start", "end", "basis"]

    def asked(self, actor: Actor) -> dict[str, Any]:
        return {"act": GrantAct.CLEARANCE} | self.cleaned_data


class ResetForm(forms.Form):
    basis = forms.CharField(label="重置原因", max_length=200)

    def asked(self, actor: Actor) -> dict[str, Any]:
        return {"act": GrantAct.FACTOR} | self.cleaned_data


class ChangeForm(forms.Form):
    """Of the person, not of what they may do."""

    name = forms.CharField(label="姓名", max_length=40)
    phone = forms.CharField(label="手机号", max_length=11, required=False)
    why = forms.CharField(label="更正的原因", max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""


class AccountForm(DutyForm):
    username = forms.CharField(label="账号", max_length=60)
    name = forms.CharField(label="姓名", max_length=40)
    phone = forms.CharField(label="手机号", max_length=11, required=False)
    field_order = ["name", "username", "phone", *DutyForm.field_order]


def _body(role: str, name: str) -> Organization | None:
    kind = KIND_OF_BODY.get(Role(role))
    if not name or kind is None:
        return None
    # By its full name and kind: which body a person acts for, nothing of what it owns.
    rows = Organization.objects.unscoped("an administrator names a body")
    return rows.get_or_create(kind=kind, name=name)[0]
