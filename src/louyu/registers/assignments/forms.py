"""分工与走访的表单: whom and what they offer, and what they refuse beyond the tables' rules."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from louyu.kernel.editing.form import ResourceForm, use_form
from louyu.kernel.resource.choices import limit_choices
from louyu.kernel.scope import Actor
from louyu.registers.assignments.queries import administered_q, assignable
from louyu.registers.assignments.services import STREETS_OWN, unfit
from louyu.registers.buildings.models import Building
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.organizations.models import Role

OFFICES_OWN = "联系领导、包联部门和指导员由区楼宇办安排，请选其他分工。"
NOT_YOURS = "只有登记人本人可以修改走访记录。"


def _buildings(actor: Actor) -> QuerySet[Building]:
    return Building.objects.visible_to(actor).filter(administered_q(actor))


def _enterprises(actor: Actor) -> QuerySet[Enterprise]:
    return Enterprise.objects.visible_to(actor).filter(administered_q(actor))


class AssignmentForm(ResourceForm):
    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        capacity, person = told.get("capacity"), told.get("user")
        if capacity and not self.actor.holds(Role.OFFICE) and capacity not in STREETS_OWN:
            self.add_error("capacity", OFFICES_OWN)
        elif capacity and person and (reason := unfit(person.pk, capacity)):
            self.add_error("user", reason)
        return told


class VisitForm(ResourceForm):
    """A few taps: the day is today, the visitor whoever is signed in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.initial.setdefault("day", timezone.localdate())
            self.instance.visitor_id = self.actor.user_id
        for name in ("building", "enterprise"):
            field = self.fields.get(name)
            if isinstance(field, forms.ModelChoiceField) and not self.instance.pk:
                self._narrow(name, field)

    def _narrow(self, name: str, field: forms.ModelChoiceField[Any]) -> None:
        """From a building's or an enterprise's own page there is nothing left to choose."""
        given = str(self.initial.get(name, ""))
        if given.isdecimal() and field.queryset is not None:
            field.queryset = field.queryset.filter(pk=int(given))

    def save(self, commit: bool = True) -> Any:
        if self.instance.visitor_id != self.actor.user_id:
            raise ValidationError(NOT_YOURS)
        return super().save(commit)


limit_choices("assignments", "building", _buildings)
limit_choices("assignments", "enterprise", _enterprises)
limit_choices("assignments", "user", assignable)
use_form("assignments", AssignmentForm)
use_form("visits", VisitForm)
