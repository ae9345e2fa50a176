"""通报表单: which quarter of which place."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q

from louyu.engines.measures import Period, Quarter
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
