"""找空间: what a visitor asks for, as the address says it; a condition not understood is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Count, F, Q
from django.http import QueryDict
from django.utils import timezone

from louyu.registers.buildings.models import BuildingUse
from louyu.registers.buildings.published import public_buildings
from louyu.registers.occupancy.models import FitOut, Offer
from louyu.registers.occupancy.offers.published import listed, offers_on_show
from louyu.registers.places.models import Place

ALL = "不限"
SEARCH = {"type": "search", "placeholder": "楼宇名、道路"}
AREAS = {
    "100-": ("100 ㎡以下", Q(area__lt=100)),
    "100-300": ("100—300 ㎡", Q(area__gte=100, area__lt=300)),
    "300-1000": ("300—1,000 ㎡", Q(area__gte=300, area__lt=1000)),
    "1000+": ("1,000 ㎡以上", Q(area__gte=1000)),
}
RENTS = {
    "30-": ("30 元以下", Q(rent_yuan__lt=30)),
    "30-50": ("30—50 元", Q(rent_yuan__gte=30, rent_yuan__lt=50)),
    "50-70": ("50—70 元", Q(rent_yuan__gte=50, rent_yuan__lt=70)),
    "70+": ("70 元以上", Q(rent_yuan__gte=70)),
    "talk": ("面议", Q(rent_yuan=None)),
}
SORTS: dict[str, tuple[str, tuple[Any, ...]]] = {
    "": ("最新核实", (F("verified_on").desc(nulls_last=True), "-listed_on", "pk")),
    "rent": ("租金低到高", (F("rent_yuan").asc(nulls_last=True), "pk")),
    "area": ("面积大到小", ("-area", "pk")),
}


def _bands(bands: Mapping[str, tuple[str, Q]]) -> list[tuple[str, str]]:
    return [("", ALL), *((value, label) for value, (label, _) in bands.items())]


class SpaceForm(forms.Form):
    q = forms.CharField(
        label="楼宇名或道路", max_length=40, required=False, widget=forms.TextInput(attrs=SEARCH)
    )
    area = forms.ChoiceField(label="面积", choices=_bands(AREAS), required=False)
    rent = forms.ChoiceField(label="租金（元/㎡·月）", choices=_bands(RENTS), required=False)
    street = forms.ModelChoiceField(
        Place.objects.none(),
        label="街道/园区",
        to_field_name="code",
        empty_label=ALL,
        required=False,
    )
    fit_out = forms.ChoiceField(label="装修", choices=[("", ALL), *FitOut.choices], required=False)
    now = forms.BooleanField(label="现在可入驻", required=False)


@dataclass(frozen=True)
class Space:
    """What a tally and a mark on the map need of one offer."""

    pk: int
    building: int
    area: Any
    rent_yuan: Any


@dataclass(frozen=True)
class Totals:
    spaces: int
    buildings: int
    area: Any


class Finding:
    """The spaces one request asks for, among all that are on show today."""

    def __init__(self, given: QueryDict) -> None:
        self.given = given
        self.day = timezone.localdate()
        self.shown = offers_on_show(self.day)
        self.form = SpaceForm(given, auto_id="find-%s", label_suffix="")
        # Whether each still stands is asked for the spaces found, not for the choice of streets.
        places = Place.objects.filter(pk__in=listed(self.day).values("building__place"))
        street: Any = self.form.fields["street"]
        street.queryset = places.order_by("code")
        self.form.is_valid()

    @property
    def sort(self) -> str:
        asked = self.given.get("sort", "")
        return asked if asked in SORTS else ""

    @property
    def sorts(self) -> list[tuple[str, str]]:
        return [(value, label) for value, (label, _) in SORTS.items()]

    @cached_property
    def spaces(self) -> list[Space]:
        """All that was found, in the order asked for: whether a space stands is worked out once."""
        found = self.shown.filter(self._condition).order_by(*SORTS[self.sort][1])
        told = found.values_list("pk", "building", "area", "rent_yuan")
        return [Space(*values) for values in told]

    @property
    def _condition(self) -> Q:
        told = self.form.cleaned_data
        condition = Q()
        for word in told.get("q", "").split():
            condition &= Q(building__name__icontains=word) | Q(building__address__icontains=word)
        for name, bands in (("area", AREAS), ("rent", RENTS)):
            if told.get(name):
                condition &= bands[told[name]][1]
        if told.get("street"):
            condition &= Q(building__place=told["street"])
        if told.get("fit_out"):
            condition &= Q(fit_out=told["fit_out"])
        if told.get("now"):
            condition &= Q(available_from__lte=self.day)
        return condition

    @cached_property
    def totals(self) -> Totals:
        spaces = self.spaces
        towers = {space.building for space in spaces}
        return Totals(len(spaces), len(towers), sum(space.area for space in spaces))

    def offers(self, spaces: Sequence[Space]) -> list[Offer]:
        """The offers themselves of some of the spaces found, in their order."""
        rows = self.shown.filter(pk__in=[space.pk for space in spaces])
        read = {row.pk: row for row in rows.select_related("building__place", "unit__floor")}
        return [read[space.pk] for space in spaces if space.pk in read]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the address says, but for the page: that of another selection is another page."""
        return [
            (name, str(value)) for name, value in self.given.items() if value and name != "page"
        ]

    @property
    def narrowed_by(self) -> Iterator[tuple[str, str]]:
        """(name, words) of every condition that holds, for the chips that take it away."""
        for name, value in self.form.cleaned_data.items():
            if not value:
                continue
            field = self.form.fields[name]
            if isinstance(field, forms.BooleanField):
                yield name, str(field.label)
            elif isinstance(field, forms.ModelChoiceField):
                yield name, str(value.name)
            else:
                choices = dict(getattr(field, "choices", ()))
                yield name, str(choices.get(value, f"“{value}”"))


class DirectoryForm(forms.Form):
    q = forms.CharField(
        label="楼宇名或道路", max_length=40, required=False, widget=forms.TextInput(attrs=SEARCH)
    )
    street = forms.ModelChoiceField(
        Place.objects.none(),
        label="街道/园区",
        to_field_name="code",
        empty_label=ALL,
        required=False,
    )
    use = forms.ChoiceField(
        label="主要用途", choices=[("", ALL), *BuildingUse.choices], required=False
    )
    offers = forms.BooleanField(label="有在招空间", required=False)


class Directory:
    """The public buildings one request asks for, with how much each has on show."""

    def __init__(self, given: QueryDict) -> None:
        self.shown = offers_on_show(timezone.localdate())
        self.form = DirectoryForm(given, auto_id="find-%s", label_suffix="")
        street: Any = self.form.fields["street"]
        street.queryset = Place.objects.filter(
            pk__in=public_buildings().order_by().values("place")
        ).order_by("code")
        self.form.is_valid()

    @cached_property
    def rows(self) -> Any:
        told = self.form.cleaned_data
        rows = public_buildings().select_related("place")
        for word in told.get("q", "").split():
            rows = rows.filter(Q(name__icontains=word) | Q(address__icontains=word))
        if told.get("street"):
            rows = rows.filter(place=told["street"])
        if told.get("use"):
            rows = rows.filter(use=told["use"])
        if told.get("offers"):
            rows = rows.filter(pk__in=self.shown.order_by().values("building"))
        return rows.order_by("name_sort", "pk")

    @property
    def is_narrowed(self) -> bool:
        return any(self.form.cleaned_data.values())

    def on_show(self, buildings: Any) -> dict[int, int]:
        """Number of the building → how many spaces it has on show."""
        counted = self.shown.filter(building__in=[row.pk for row in buildings]).order_by()
        return dict(counted.values("building").annotate(n=Count("pk")).values_list("building", "n"))
