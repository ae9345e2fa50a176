"""通报表单: which quarter or month of which place; what 发文稿纸 carries and who countersigns."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from louyu.engines.measures import Period
from louyu.journey.publication.models import Bulletin
from louyu.journey.publication.spans import Span, span_of
from louyu.registers.organizations.models import Organization
from louyu.registers.places.models import MANAGING_LEVELS, Place, PlaceLevel

QUARTERS_BACK, MONTHS_BACK = 8, 12


def ended(today: date, *, monthly: bool) -> list[Span]:
    """The latest first; a quarter or month that still runs has no bulletin."""
    now = Period.of(today)
    found: list[Span] = [now.previous if monthly else now.quarter.previous]
    while len(found) < (MONTHS_BACK if monthly else QUARTERS_BACK):
        found.append(found[-1].previous)
    return found


class NewBulletin(forms.Form):
    period = forms.ChoiceField()
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

    ranked = forms.BooleanField(
        label="街道（园区）按按时填报率排名",
        required=False,
        help_text="不勾选时按区划代码排列，不印名次。",
    )

    def __init__(self, *args: Any, today: date, monthly: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        period = self.fields["period"]
        assert isinstance(period, forms.ChoiceField)
        period.label = "月份" if monthly else "季度"
        period.choices = [(str(span), span.words) for span in ended(today, monthly=monthly)]
        if not monthly:
            del self.fields["ranked"]

    @property
    def choices(self) -> list[forms.BoundField]:
        return [self["period"], self["place"]]

    @property
    def ticks(self) -> list[forms.BoundField]:
        return [self[name] for name in ("letterhead", "ranked") if name in self.fields]

    @property
    def span(self) -> Span:
        return span_of(self.cleaned_data["period"])


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
