"""表单: a resource's row created or changed by hand; rules are told at the field they concern."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import BaseConstraint, Model, Q, UniqueConstraint
from django.forms.models import construct_instance

from louyu.kernel.resource.choices import writable
from louyu.kernel.resource import Column, Kind, Resource
from louyu.kernel.scope import Actor, everything

GENERAL_RULE = "所填内容不符合登记规则，请核对此项。"
TWICE = "已有同样的一条，请核对是否重复登记。"
_sentences: dict[str, str] = {}


def tell(constraint: str, sentence: str) -> None:
    """What people read when this rule of the database refuses a row."""
    _sentences[constraint] = sentence


def sentence_of(name: str, constraint: BaseConstraint | None = None) -> str:
    own = constraint.violation_error_message if constraint else None
    if own == BaseConstraint.default_violation_error_message:
        own = TWICE if isinstance(constraint, UniqueConstraint) else None
    return _sentences.get(name) or str(own or GENERAL_RULE)


class ResourceForm(forms.ModelForm[Any]):
    """Made per resource by `form_class`; an app's forms.py may subclass it for one of its own."""

    resource: Resource

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.label_suffix = ""
        for column in self.resource.columns:
            if column.name in self.fields:
                self._dress(column, self.fields[column.name])

    def _dress(self, column: Column, field: forms.Field) -> None:
        """Choices within the actor's scope; header, help and example as declared."""
        kind = self.resource.kind_of(column)
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = writable(self.resource, column.name, self.actor)
            field.empty_label = "请选择"
        if kind.is_number and kind is not Kind.INTEGER:
            field.widget.attrs["inputmode"] = "decimal"
        field.label = self.resource.header_of(column)
        field.required = field.required or column.required
        example = f"例如 {column.example}" if column.example and kind is not Kind.CHOICE else ""
        field.help_text = "；".join(filter(None, (column.help, example)))

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

    def conflicts(self, now: Model) -> list[tuple[str, str, str]]:
        """(label, value now stored, value entered) of what both people changed to differ."""
        stored = type(self)(instance=now, actor=self.actor)
        found = []
        for name, field in self.fields.items():
            entered, kept = self[name].value(), stored[name].value()
            if field.has_changed(field.to_python(kept) if kept else kept, entered):
                found.append((str(field.label), _words(field, kept), _words(field, entered)))
        return found

    def titled(self) -> Iterable[tuple[str, list[forms.BoundField]]]:
        for section in self.resource.sections:
            bound = [self[name] for name in section.columns if name in self.fields]
            if bound:
                yield section.title, bound


def _words(field: forms.Field, value: Any) -> str:
    if value in (None, ""):
        return "（空）"
    if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
        return str(field.queryset.filter(pk=value).first() or value)
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    return f"{value:%Y-%m-%d}" if isinstance(value, date) else str(value)


def fields_of(constraint: Any) -> list[str]:
    """The fields a constraint is about, in the order it names them."""
    condition = getattr(constraint, "condition", None)
    named = list(getattr(constraint, "fields", ()))
    return named or (list(_names_in(condition)) if isinstance(condition, Q) else [])


def _names_in(condition: Any) -> Iterable[str]:
    if isinstance(condition, Q):
        for child in condition.children:
            yield from _names_in(child)
    elif isinstance(condition, tuple):
        yield str(condition[0]).split("__")[0]
    elif hasattr(condition, "get_source_expressions"):
        for source in condition.get_source_expressions():
            yield getattr(source, "name", "") or ""


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
    base = _special.get(resource.key, ResourceForm)
    made = forms.modelform_factory(
        resource.model,
        form=base,
        fields=[c.name for c in columns],
        widgets={name: widget for name, widget in widgets.items() if widget},
    )
    made.resource = resource
    return made
