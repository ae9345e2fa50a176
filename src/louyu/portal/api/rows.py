"""行: what the API reads and writes of a declared noun, by the selection and form of its pages."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404

from louyu.kernel.editing.form import ResourceForm, form_class
from louyu.kernel.history.entries import entries, version
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
        "items": [as_row(declared, row, request) for row in rows],
    }


def one(request: Request, declared: Resource, pk: int) -> Any:
    references = [c.name for c in declared.columns if declared.kind_of(c) is Kind.REFERENCE]
    rows = annotated(declared.key, visible_rows(declared.model, request.actor), request.actor)
    try:
        return get_object_or_404(rows.select_related(*references), pk=pk)
    except OverflowError:
        raise Http404 from None


def as_row(declared: Resource, row: Any, request: Request) -> dict[str, Any]:
    """References beyond the reader's scope have a number and no name."""
    told: dict[str, Any] = {"id": row.pk, "version": _version(row)}
    for column in declared.columns:
        field = declared.field_of(column)
        if declared.kind_of(column) is Kind.REFERENCE:
            told[column.name] = _reference(row, column.name, field, request)
        else:
            told[column.name] = getattr(row, field.attname)
    return told | {extra.name: getattr(row, extra.name) for extra in extras_of(declared.key)}


def _version(row: Any) -> int:
    return version(row) if hasattr(row, "pgh_event_model") else 0


def _reference(
    row: Any, name: str, field: models.Field[Any, Any], request: Request
) -> dict[str, Any] | None:
    number = getattr(row, field.attname)
    if number is None:
        return None
    target = getattr(row, name)
    seen = visible_rows(type(target), request.actor).filter(pk=target.pk).exists()
    return (
        {"id": target.pk, "name": str(target) if seen else ""}
        if isinstance(target.pk, int)
        else None
    )


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
