"""行: what the API reads and writes of a declared noun, by the selection and form of its pages."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404

from louyu.kernel.editing.form import ResourceForm, form_class
from louyu.kernel.history.entries import entries, versions
from louyu.kernel.pages.selection import Selection
from louyu.kernel.requests import Request
from louyu.kernel.resource import Kind, Resource
from louyu.kernel.resource.choices import visible_rows
from louyu.kernel.resource.listing import annotated, extras_of


class Refused(Exception):
    """`problems`: (code, message, field)."""

    def __init__(self, status: int, *problems: tuple[str, str, str], **more: Any) -> None:
        super().__init__(status)
        self.status, self.problems, self.more = status, problems, more


def listed(request: Request, declared: Resource, asked: dict[str, Any]) -> dict[str, Any]:
    """The rows the list page shows for the same words, in the same order."""
    size, number = asked.pop("size"), asked.pop("page")
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in asked.items() if value != ""})
    request.GET = query  # type: ignore[assignment]
    selection = Selection(request, declared)
    form = selection.filters.form
    if not form.is_valid():
        raise Refused(
            422, *(("filter", " ".join(map(str, told)), name) for name, told in form.errors.items())
        )
    page = Paginator(selection.found, size).get_page(number)
    rows = list(selection.filled(page.object_list))  # type: ignore[arg-type]
    return {
        "count": page.paginator.count,
        "page": page.number,
        "size": size,
        "items": as_rows(declared, rows, request),
    }


def one(request: Request, declared: Resource, pk: int) -> Any:
    references = [c.name for c in declared.columns if declared.kind_of(c) is Kind.REFERENCE]
    visible = visible_rows(declared.model, request.actor).filter(pk=pk)
    try:
        rows = annotated(declared.key, visible, request.actor)
        return get_object_or_404(rows.select_related(*references))
    except OverflowError:
        raise Http404 from None


def as_row(declared: Resource, row: Any, request: Request) -> dict[str, Any]:
    return as_rows(declared, [row], request)[0]


def as_rows(declared: Resource, rows: list[Any], request: Request) -> list[dict[str, Any]]:
    """References beyond the reader's scope have a number and no name."""
    seen = {
        column.name: _seen(
            declared.target_of(column.name), declared.field_of(column).attname, rows, request
        )
        for column in declared.columns
        if declared.kind_of(column) is Kind.REFERENCE
    }
    has_history = hasattr(declared.model, "pgh_event_model")
    now = versions(declared.model, [row.pk for row in rows]) if has_history else {}
    return [_as_row(declared, row, now.get(row.pk, 0), seen) for row in rows]


def _seen(model: type[models.Model], attname: str, rows: list[Any], request: Request) -> set[Any]:
    """Of the rows these refer to, the ones the reader may see."""
    referred = {getattr(row, attname) for row in rows} - {None}
    shown = visible_rows(model, request.actor).filter(pk__in=referred)
    return set(shown.values_list("pk", flat=True))


def _as_row(
    declared: Resource, row: Any, version: int, seen: dict[str, set[Any]]
) -> dict[str, Any]:
    told: dict[str, Any] = {"id": row.pk, "version": version}
    for column in declared.columns:
        value = getattr(row, declared.field_of(column).attname)
        if column.name in seen and value is not None:
            name = str(getattr(row, column.name)) if value in seen[column.name] else ""
            value = {"id": value, "name": name} if isinstance(value, int) else None
        told[column.name] = value
    return told | {extra.name: getattr(row, extra.name) for extra in extras_of(declared.key)}


def history(request: Request, declared: Resource, pk: int, number: int) -> dict[str, Any]:
    row = one(request, declared, pk)
    query = QueryDict(mutable=True)
    query["page"] = str(number)
    request.GET = query  # type: ignore[assignment]
    page = entries(declared, row, request.actor, request)
    return {
        "count": page.paginator.count,
        "page": page.number,
        "items": [
            {"at": e.at, "who": e.who, "act": e.act, "changes": [vars(c) for c in e.changes]}
            for e in page.object_list
        ],
    }


def save(request: Request, declared: Resource, row: Any, sent: dict[str, Any]) -> Any:
    """Through the form of the page: the same rules, the same sentences."""
    if not declared.may_write(request.actor):
        raise Refused(403, ("forbidden", f"您的岗位不能登记{declared.label}。", ""))
    writable = {column.name for column in declared.written_by(request.actor)}
    foreign = sorted(set(sent) - writable)
    if foreign:
        raise Refused(422, *(("not_yours", "您的岗位不能填写这一项。", name) for name in foreign))
    form = _form(request, declared, row, sent)
    if not form.is_valid():
        told = [
            ("invalid", str(message), "" if name == "__all__" else name)
            for name, messages in form.errors.items()
            for message in messages
        ]
        raise Refused(422, *told)
    return form.save()


def _form(request: Request, declared: Resource, row: Any, sent: dict[str, Any]) -> ResourceForm:
    made = form_class(declared, request.actor)
    kept = made(instance=row, actor=request.actor) if row else None
    data = QueryDict(mutable=True)
    for column in declared.written_by(request.actor):
        if column.name in sent:
            value = sent[column.name]
        elif kept is not None:
            value = kept[column.name].value()
        else:
            value = kept if (default := _default(declared, column.name)) is None else default
        if value is not None:
            data[column.name] = _written(value)
    return made(data, instance=row, actor=request.actor)


def _default(declared: Resource, name: str) -> Any:
    field = declared.field_of(declared.by_name[name])
    return field.get_default() if field.has_default() else None


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else ""
    return str(value)
