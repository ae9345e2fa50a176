"""楼宇与房源: what their forms say and offer beyond the declaration."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from louyu.kernel.editing.form import ResourceForm, use_form
from louyu.kernel.editing.sentences import tell
from louyu.kernel.resource import Column
from louyu.kernel.resource.choices import limit_choices
from louyu.kernel.scope import Actor
from louyu.registers.buildings.floors import beyond
from louyu.registers.buildings.models import Building, Floor
from louyu.registers.organizations.queries import administered
from louyu.registers.places.models import Place, PlaceLevel

LOWEST, HIGHEST = -10, 200


def communities(actor: Actor) -> QuerySet[Place]:
    """The communities of the streets where this actor may put a building."""
    return Place.objects.filter(level=PlaceLevel.COMMUNITY, parent__in=administered(actor))


class UnitForm(ResourceForm):
    """The floor is typed; one that does not exist yet is made. A unit keeps its building."""

    floor = forms.IntegerField(
        min_value=LOWEST,
        max_value=HIGHEST,
        error_messages={
            "min_value": f"地下楼层最低写到 {LOWEST}。",
            "max_value": f"楼层最高写到 {HIGHEST}。",
            "invalid": "楼层请填整数：地上为 1、2、3，地下为 -1、-2。",
        },
    )

    def dress(self, column: Column, field: forms.Field) -> None:
        super().dress(column, field)
        if self.instance.pk and column.name == "building":
            field.disabled = True
        if self.instance.pk and column.name == "floor":
            self.initial["floor"] = self.instance.floor.number

    def clean_floor(self) -> int:
        number: int = self.cleaned_data["floor"]
        if number == 0:
            raise forms.ValidationError("没有 0 层：地面一层填 1，地下一层填 -1。")
        return number

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        tower, storey = told.get("building"), told.get("floor")
        if isinstance(tower, Building) and storey:
            why = beyond(storey, tower.floors_above, tower.floors_below)
            if why and not tower.floors.filter(number=storey).exists():
                self.add_error("floor", f"{why}。")
        return told

    def _get_validation_exclusions(self) -> set[str]:
        # The floor itself is found when all else is right, in `save`.
        return {*super()._get_validation_exclusions(), "floor"}  # type: ignore[misc]

    def _post_clean(self) -> None:
        number = self.cleaned_data.pop("floor", None)
        super()._post_clean()
        self.cleaned_data["floor"] = number

    def save(self, commit: bool = True) -> Any:
        self.instance.floor, _ = Floor.objects.visible_to(self.actor).get_or_create(
            building=self.instance.building, number=self.cleaned_data["floor"]
        )
        return super().save(commit)


use_form("units", UnitForm)
limit_choices("buildings", "place", administered)
limit_choices("buildings", "community", communities)
tell("building_name_once_per_place", "该街道/园区已有同名楼宇，请核对是否重复登记。")
tell("building_areas_not_negative", "面积不能是负数。")
tell("building_managed_by_subdistrict_or_park", "楼宇只能由街道或园区管理，请重新选择。")
tell("unit_once_per_building", "该楼宇已有这个房号，请核对是否重复登记。")
