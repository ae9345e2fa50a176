"""通报表单: which quarter of which place; what 发文稿纸 carries and who countersigns."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from louyu.engines.measures import Period, Quarter
from louyu.journey.publication.models import Bulletin
from louyu.registers.organizations.models import Organization
from louyu.registers.places.models import MANAGING_LEVELS, Place, PlaceLevel

QUARTERS_BACK = 8


def ended_quarters(today: date) -> list[Quarter]:
    """The latest first; a quarter that still runs has no bulletin."""
    found = [Period.of(today).quarter.previous]
    while len(found) < QUARTERS_BACK:
        found.append(found[-1].previous)
    return found


class NewBulletin(forms.Form):
    period = forms.ChoiceField(label="季度")
    place = forms.ModelChoiceField(
        label="范围",
        queryset=Place.objects.filter(Q(level=PlaceLevel.DISTRICT) | Q(level__in=MANAGING_LEVELS)),
        to_field_name="code",
        empty_label=None,
    )

    letterhead = forms.BooleanField(
        label="套红头",
        required=False,
        help_text="版头约占三分之一页，正文顺延到第二页。版头的文字在“版头”中设置。",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(quarter), quarter.words) for quarter in ended_quarters(today)]
        period = self.fields["period"]
        assert isinstance(period, forms.ChoiceField)
        period.choices = choices

    @property
    def choices(self) -> list[forms.BoundField]:
        return [self["period"], self["place"]]

    @property
    def quarter(self) -> Quarter:
        return Quarter(self.cleaned_data["period"])


class Particulars(forms.ModelForm):  # type: ignore[type-arg]
    """发文要素; frozen with the bulletin when it is issued."""

    bodies = forms.ModelMultipleChoiceField(
        label="会签单位",
        queryset=Organization.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Bulletin
        fields = ["main_to", "copy_to", "secrecy", "urgency", "copies"]
        help_texts = {
            "main_to": "如“各街道、园区，区直有关部门”。填了就印在标题之下；留空不印",
            "copy_to": "填了就印在版记里，仅套红头的有版记",
            "secrecy": "一般留空。涉密文件不得在本系统办理",
            "copies": "份，印在发文稿纸上",
        }

    def __init__(self, *args: Any, bodies: QuerySet[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["bodies"]
        assert isinstance(chosen, forms.ModelMultipleChoiceField)
        chosen.queryset = bodies

    @property
    def lines(self) -> list[forms.BoundField]:
        return [self[name] for name in self.Meta.fields]
