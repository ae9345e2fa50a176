"""上架的表单: a room is typed by its number; what is refused says what to do first."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from louyu.kernel.editing.form import ResourceForm
from louyu.kernel.resource import Column
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Building, BuildingParty, PartyKind, Unit
from louyu.registers.occupancy.offers.standing import OfferRefused, Room, room_to_offer
from louyu.registers.occupancy.scope import reports_on
from louyu.registers.organizations.models import Organization, OrganizationKind

# Who may be named to the public as the one to ask.
CONTACTS = (
    OrganizationKind.OFFICE,
    OrganizationKind.SUBDISTRICT,
    OrganizationKind.PARK,
    OrganizationKind.OPERATOR,
    OrganizationKind.OWNER,
    OrganizationKind.PROPERTY_MANAGER,
)
# Of a building's own bodies, who is suggested first.
RANK = (PartyKind.OPERATOR, PartyKind.PROPERTY_MANAGER, PartyKind.OWNER)
NO_ROOMS = "这幢楼宇没有分户，请留空房号、填写楼层。"


def offered_buildings(actor: Actor) -> QuerySet[Building]:
    """Where this actor may report what has changed, rooms may be offered as well."""
    return Building.objects.visible_to(actor).filter(reports_on(actor, ""))


def contacts(actor: Actor) -> QuerySet[Organization]:
    return Organization.objects.visible_to(actor).filter(kind__in=CONTACTS, end=None)


class OfferForm(ResourceForm):
    """An offer keeps its building and room: another room is another offer."""

    unit = forms.CharField(max_length=40, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self._suggest()

    def dress(self, column: Column, field: forms.Field) -> None:
        super().dress(column, field)
        if column.name == "unit" and self.instance.unit:
            self.initial["unit"] = self.instance.unit.number
        if self.instance.pk and column.name in ("building", "unit", "storey", "listed_on"):
            field.disabled = True

    def _suggest(self) -> None:
        """What the room and its building already say, so that listing is a look and one tap."""
        given = {name: value for name, value in self.initial.items() if value is not None}
        for name in ("listed_on", "available_from"):
            self.initial.setdefault(name, timezone.localdate())
        tower = offered_buildings(self.actor).filter(pk=_number(given.get("building"))).first()
        if tower is None:
            return
        unit = tower.units.filter(number=given.get("unit", "")).first()
        if unit and (room := _room_of(unit, self.initial["listed_on"])):
            self.initial.update({"area": room.area, "available_from": room.free_from} | given)
        if body := _asked(tower, self.fields["contact"]):
            self.initial.update({"contact": body.pk, "contact_phone": body.phone} | given)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        tower, number = told.get("building"), told.get("unit")
        told["unit"] = None
        if not isinstance(tower, Building):
            return told
        unit = tower.units.filter(number=number).first() if number else None
        if number and unit is None:
            self.add_error("unit", f"“{tower}”没有房号“{number}”，请核对。")
        elif unit is None and told.get("storey") is None:
            self.add_error("unit", "请填写房号。" if tower.units.exists() else NO_ROOMS)
        elif unit is None and tower.units.exists():
            self.add_error("unit", "这幢楼宇已经分户，请填写房号，不填楼层。")
        elif unit and self.instance.pk is None:
            self._must_be_to_be_had(unit, told)
        told["unit"] = unit
        return told

    def _must_be_to_be_had(self, unit: Unit, told: dict[str, Any]) -> None:
        day: date = told.get("listed_on") or timezone.localdate()
        try:
            room = room_to_offer(unit, day)
        except OfferRefused as refusal:
            self.add_error("unit", str(refusal))
            return
        if told.get("area") and told["area"] > room.area:
            self.add_error("area", f"此房源可招商的面积为 {room.area} ㎡，请核对。")
        if told.get("available_from") and told["available_from"] < room.free_from:
            self.add_error(
                "available_from",
                f"现租约到 {room.free_from - timedelta(days=1):%Y-%m-%d}，可入驻日期应在其后。",
            )

    def clean_listed_on(self) -> date:
        day: date = self.cleaned_data["listed_on"]
        if self.instance.pk is None and day > timezone.localdate():
            raise forms.ValidationError("上架日期不能晚于今天。")
        return day


def _room_of(unit: Unit, day: date) -> Room | None:
    try:
        return room_to_offer(unit, day)
    except OfferRefused:
        return None


def _asked(tower: Building, field: Any) -> Organization | None:
    parties = BuildingParty.objects.unscoped("parties of a building already seen").filter(
        building=tower, during__contains=timezone.localdate(), organization__in=field.queryset
    )
    ranked = sorted(
        parties.select_related("organization"), key=lambda one: RANK.index(PartyKind(one.kind))
    )
    return ranked[0].organization if ranked else None


def _number(text: Any) -> int:
    """Of a building named in the address; 0 is nobody's."""
    return int(text) if str(text).isascii() and str(text).isdigit() else 0
