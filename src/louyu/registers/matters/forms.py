"""事项表单: asking for something in a few taps; what may be done with a thread."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet

from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Building
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.matters.kinds import MatterKind, all_kinds
from louyu.registers.matters.models import Level
from louyu.registers.matters.queries import askable_buildings
from louyu.registers.organizations.models import Role

CHOOSES_LEVEL = (Role.OFFICE, Role.STREET, Role.LEADER, Role.DEPARTMENT)
NO_PLACE = "这一级需要先选楼宇或企业。"


def kinds_for(actor: Actor) -> list[MatterKind]:
    return [kind for kind in all_kinds() if actor.holds(*kind.roles)]


class MatterForm(forms.Form):
    """Opened from a building's or enterprise's page, or where there is one only, all is filled."""

    kind = forms.ChoiceField(label="种类", widget=forms.RadioSelect)
    text = forms.CharField(
        label="什么事",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "请写清是什么事，一两句话即可。"},
    )
    building = forms.ModelChoiceField(
        label="楼宇", queryset=Building.objects.none(), required=False, empty_label="不涉及某幢楼"
    )
    enterprise = forms.ModelChoiceField(
        label="企业",
        queryset=Enterprise.objects.none(),
        required=False,
        empty_label="不涉及某家企业",
    )
    level = forms.ChoiceField(
        label="交给", required=False, choices=[("", "按顺序逐级"), *Level.choices]
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.initial["key"] = str(uuid4())
        kinds = kinds_for(actor)
        self._choose("kind", [(kind.key, kind.label) for kind in kinds])
        self.initial.setdefault("kind", kinds[0].key if kinds else "")
        if len(kinds) == 1:
            self.fields["kind"].widget = forms.HiddenInput()
        self._offer("building", askable_buildings(actor))
        enterprises = Enterprise.objects.visible_to(actor)
        given = str(self.initial.get("enterprise", "")) if not self.is_bound else None
        if not actor.holds(Role.ENTERPRISE) and not (given or self.data.get("enterprise")):
            # Thousands are no list to choose from: opened from its own page it is there.
            enterprises = enterprises.none()
        self._offer("enterprise", enterprises)
        if not actor.holds(*CHOOSES_LEVEL):
            del self.fields["level"]

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def _offer(self, name: str, rows: QuerySet[Any]) -> None:
        """What the address names, or the only one there is, is no question any more."""
        given = str(self.initial.get(name) or self.data.get(name) or "")
        if given.isdecimal():
            rows = rows.filter(pk=int(given))
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows
        if not rows.exists():
            del self.fields[name]
        elif len(first := rows[:2]) == 1:
            self.initial[name], field.empty_label = first[0].pk, None
            if name == "enterprise":
                field.widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        building, level = told.get("building"), told.get("level")
        placed = building or getattr(told.get("enterprise"), "place", None)
        if (level == Level.BUILDING and not building) or (level == Level.STREET and not placed):
            self.add_error("level", NO_PLACE)
        return told
