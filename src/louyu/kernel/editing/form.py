"""表单: a resource's row created or changed by hand; rules are told at the field they concern."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import BaseConstraint, Model, UniqueConstraint
from django.forms.models import construct_instance

from louyu.kernel.editing.sentences import fields_of, sentence_of
from louyu.kernel.resource import Column, Kind, Resource
from louyu.kernel.resource.choices import visible_rows, writable
from louyu.kernel.scope import Actor, everything

OUT_OF_SIGHT = "保存后将不在您的范围内，不能这样登记。请核对所属街道/园区或楼宇。"


class ResourceForm(forms.ModelForm):  # type: ignore[type-arg]
    """Made per resource by `form_class`; an app's forms.py may subclass it for one of its own."""

    resource: Resource

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.actor = actor
        for column in self.resource.columns:
            if column.name in self.fields:
                self.dress(column, self.fields[column.name])

    def dress(self, column: Column, field: forms.Field) -> None:
        """Choices within the actor's scope; header, help and example as declared."""
        kind = self.resource.kind_of(column)
        field.required = field.required or column.required
        if isinstance(field, forms.ModelChoiceField):
            self._offer(column.name, field)
        elif isinstance(field, forms.ChoiceField):
            choices: Any = field.choices
            field.choices = [(value, label if value else "请选择") for value, label in choices]
        if kind.is_number and kind is not Kind.INTEGER:
            field.widget.attrs["inputmode"] = "decimal"
        field.label = self.resource.header_of(column)
        shows_example = column.example and kind not in {Kind.CHOICE, Kind.REFERENCE, Kind.DATE}
        example = f"例如 {column.example}" if shows_example else ""
        field.help_text = "；".join(filter(None, (column.help, example)))

    def _offer(self, name: str, field: forms.ModelChoiceField[Any]) -> None:
        """What the actor may write; somebody else's choice stays; an only choice is made."""
        field.queryset, field.empty_label = writable(self.resource, name, self.actor), "请选择"
        current = getattr(self.instance, f"{name}_id")
        if current and not field.queryset.filter(pk=current).exists():
            rows = visible_rows(self.resource.target_of(name), self.actor)
            field.queryset, field.disabled = rows.filter(pk=current), True
        elif not current and field.required:
            first = field.queryset[:2]
            self.initial.setdefault(name, first[0].pk if len(first) == 1 else None)

    def _post_clean(self) -> None:
        """Like Django's, but each constraint speaks at the first field it is about."""
        exclude = self._get_validation_exclusions()  # type: ignore[attr-defined]
        self.instance = construct_instance(self, self.instance, self._meta.fields)
        try:
            self.instance.clean_fields(exclude=exclude)
            self.instance.clean()
        except ValidationError as refusal:
            self._update_errors(refusal)  # type: ignore[attr-defined]
        self.validate_unique()
        with everything("constraints are rules over all rows"):
            for constraint in self.instance._meta.constraints:
                self._hold_to(constraint, exclude)

    def _hold_to(self, constraint: BaseConstraint, exclude: set[str]) -> None:
        names = [name for name in fields_of(constraint) if name in self.fields]
        if any(name in self.errors for name in names):
            return  # said already
        try:
            constraint.validate(type(self.instance), self.instance, exclude=exclude)
        except ValidationError:
            place = names[-1 if isinstance(constraint, UniqueConstraint) else 0] if names else None
            self.add_error(place, sentence_of(constraint.name, constraint))

    def save(self, commit: bool = True) -> Any:
        """Nobody writes a row out of their own sight, nor into somebody else's."""
        saved = super().save(commit)
        visible = visible_rows(self.resource.model, self.actor)
        if not visible.filter(pk=saved.pk).exists():
            raise ValidationError(OUT_OF_SIGHT)
        return saved

    def conflicts(self, now: Model) -> list[tuple[str, str, str]]:
        """(label, value now stored, value entered) of what both people changed to differ."""
        stored = type(self)(instance=now, actor=self.actor)
        found = []
        for name, field in self.fields.items():
            entered, kept = self[name].value(), stored[name].value()
            if field.has_changed(kept, entered):
                found.append((str(field.label), words(field, kept), words(field, entered)))
        return found

    def titled(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        for section in self.resource.sections:
            bound = [self[name] for name in section.columns if name in self.fields]
            if bound:
                yield section.title, bound


def words(field: forms.Field, value: Any) -> str:
    """A field's value as people read it."""
    if value in (None, ""):
        return "（空）"
    if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
        return str(field.queryset.filter(pk=value).first() or value)
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    return f"{value:%Y-%m-%d}" if isinstance(value, date) else str(value)


def _widget(resource: Resource, column: Column) -> forms.Widget | None:
    if resource.kind_of(column) is Kind.DATE:
        return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    if resource.field_of(column).get_internal_type() == "TextField":
        return forms.Textarea(attrs={"rows": 4})
    return None


_special: dict[str, type[ResourceForm]] = {}


def use_form(key: str, form: type[ResourceForm]) -> None:
    """A form of the app's own for this resource, e.g. to type a floor instead of choosing it."""
    _special[key] = form


def form_class(resource: Resource, actor: Actor) -> type[ResourceForm]:
    """Only the columns this actor may write; the others never reach the form."""
    columns = resource.written_by(actor)
    widgets = {c.name: _widget(resource, c) for c in columns}
    made: type[ResourceForm] = forms.modelform_factory(  # type: ignore[assignment]
        resource.model,
        form=_special.get(resource.key, ResourceForm),
        fields=[c.name for c in columns],
        widgets={name: widget for name, widget in widgets.items() if widget},
    )
    made.resource = resource
    return made
