"""入驻办理的表单: what a departure, a vacancy and a withdrawal are asked for."""

from typing import Any

from django import forms
from django.utils import timezone

from louyu.kernel.editing.form import use_form
from louyu.kernel.editing.pages import LONGEST_REASON
from louyu.kernel.editing.sentences import tell
from louyu.kernel.resource.choices import limit_choices
from louyu.registers.occupancy.models import EndReason, VacancyState, WithdrawalReason
from louyu.registers.occupancy.offers.forms import OfferForm, contacts, offered_buildings

# More people than work in any building; a slipped zero is asked about, not stored.
MOST_PEOPLE = 100_000
NOT_A_HEADCOUNT = {
    "invalid": "从业人数请填整数。",
    "min_value": "从业人数不能是负数。",
    "max_value": "从业人数不能超过 100000 人，请核对是否多填了。",
}


def _day() -> forms.DateField:
    return forms.DateField(
        initial=timezone.localdate,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": "日期请写成 2026-09-30 的样子。", "required": "请填写日期。"},
    )


class Report(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        # Last on the page, beneath what is told.
        self.fields["why"] = forms.CharField(
            label="说明",
            max_length=LONGEST_REASON,
            required=False,
            help_text="可不填；写在变更记录里，例如“联络员 9 月上门核实”",
        )


class DepartureForm(Report):
    day = _day()
    day.label, day.help_text = "最后在驻日期", "这一天仍算在驻，次日起不算"
    reason = forms.ChoiceField(label="迁出原因", choices=EndReason, initial=EndReason.UNKNOWN)
    destination = forms.CharField(
        label="迁往", max_length=200, required=False, help_text="知道多少写多少，可以不填"
    )
    leaves_vacant = forms.BooleanField(
        label="房源已空出，同时登记为空置",
        required=False,
        initial=True,
        help_text="不勾选时，房源记为未采集，等有人核实后再报",
    )


class VacancyForm(Report):
    state = forms.ChoiceField(label="状态", choices=VacancyState)
    since = _day()
    since.label, since.help_text = "空置自", "已登记空置的房源再报一次，只更新确认日期和状态"


class WithdrawalForm(Report):
    reason = forms.ChoiceField(label="下架原因", choices=WithdrawalReason)


use_form("offers", OfferForm)
limit_choices("offers", "building", offered_buildings)
limit_choices("offers", "contact", contacts)
tell("offer_of_a_business_room_of_its_building", "请填写该楼宇的商务用房。")
tell("offer_within_its_room", "招商面积不能大于房源面积，请核对。")
tell("offer_of_an_empty_room", "此房源不是空置，也不在 90 天内空出，不能上架。")
tell("offer_storey_zero_does_not_exist", "没有 0 层：地面一层填 1，地下一层填 -1。")
