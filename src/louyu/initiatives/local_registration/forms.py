"""服务活动的表单: a campaign, and the steps that say more than a day."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from louyu.initiatives.local_registration.models import Campaign, Way
from louyu.registers.places.models import MANAGING_LEVELS, Place, PlaceLevel

LONGEST = 1000
DAY_ERRORS = {"required": "请填写日期。", "invalid": "日期请写成 2026-09-30 的样子。"}


def _day(label: str) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, error_messages=DAY_ERRORS)


def _text(label: str, *, required: bool = False, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST})
    errors = {"required": f"请填写{label}。"}
    return forms.CharField(
        label=label,
        widget=widget,
        required=required,
        max_length=LONGEST,
        error_messages=errors,
        **more,
    )


class CampaignForm(forms.ModelForm):  # type: ignore[type-arg]
    start, end = _day("开始日期"), _day("结束日期")

    class Meta:
        model = Campaign
        fields = ("name", "basis", "place", "start", "end")
        error_messages = {
            "name": {"required": "请填写名称。", "unique": "已有同名的活动，请换一个名称。"},
            "basis": {"required": "请填写依据文件。"},
            "place": {"required": "请选择范围。"},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        place: Any = self.fields["place"]
        levels = (PlaceLevel.DISTRICT, *MANAGING_LEVELS)
        place.queryset = Place.objects.filter(level__in=levels, end=None).order_by("path")
        place.empty_label = "请选择"
        self.fields["basis"].help_text = "文件名和文号"
        self.fields["place"].help_text = "全区，或一个街道、园区"

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        start, end = told.get("start"), told.get("end")
        if start and end and end < start:
            self.add_error("end", "结束日期不能早于开始日期。")
        return told


class StepForm(forms.Form):
    """With the day, today unless it is told otherwise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{type(self).__name__.lower()}-%s")
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        if "day" in self.fields:
            self.initial.setdefault("day", timezone.localdate())


class VisitForm(StepForm):
    day = _day("走访日期")
    text = _text("情况和需求", help_text="可以不填；照片、位置不作要求")


class AskForm(StepForm):
    day = _day("询问日期")
    text = _text("说明了什么，企业怎么说", help_text="可以不填")


class AnswerForm(StepForm):
    agrees = forms.TypedChoiceField(
        label="企业的意愿",
        choices=(("yes", "同意"), ("no", "不同意")),
        coerce=lambda word: word == "yes",
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "请选择同意或不同意。"),
    )
    person = forms.CharField(
        label="答复人", max_length=40, error_messages={"required": "请填写答复人姓名。"}
    )
    position = forms.CharField(label="职务", max_length=40, required=False)
    way = forms.ChoiceField(
        label="方式", choices=Way, error_messages={"required": "请选择答复的方式。"}
    )
    day = _day("答复日期")


class DeclineForm(AnswerForm):
    """Before anybody explained anything there is only a no to be taken down."""

    agrees = None  # type: ignore[assignment]


class GuideForm(StepForm):
    day = _day("指导日期")
    helper = forms.CharField(
        label="帮办人",
        max_length=80,
        error_messages={"required": "请填写由谁帮办。"},
        help_text="姓名和单位",
    )
    text = _text("指导了什么", required=True)
    materials = _text("材料清单", help_text="一行一件")


class SettleForm(StepForm):
    text = _text("企业的说法", help_text="可以不填")


class RemoveForm(StepForm):
    reason = forms.CharField(
        label="移出原因",
        max_length=200,
        error_messages={"required": "请填写移出原因，例如已搬走、名单有误。"},
    )
