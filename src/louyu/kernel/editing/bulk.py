"""批量修改: one column of many rows set to one value, previewed row by row, saved together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from louyu.kernel.editing.form import ResourceForm, form_class, words
from louyu.kernel.editing.models import Submission
from louyu.kernel.editing.pages import LONGEST_REASON, STALE
from louyu.kernel.editing.sentences import broken_rule, sentence_of
from louyu.kernel.history import acting
from louyu.kernel.history.entries import versions
from louyu.kernel.requests import Request
from louyu.kernel.resource import Column, Resource, resource
from louyu.kernel.resource.choices import visible_rows
from louyu.kernel.resource.filters import filter_set
from louyu.kernel.resource.listing import annotated

LIMIT = 100
COLUMN, VALUE = "set", "to"
NOTHING_CHOSEN = "没有保存：一条也没有选中。请在要修改的各条前打勾。"
CHANGED = "没有保存：打勾的记录中有的已被别人改过，或不能这样改。请核对下面的新预览，再保存一次。"


@dataclass(frozen=True)
class Line:
    """One row of the preview; `refusal` says why it cannot be changed so."""

    row: Any
    version: int
    form: ResourceForm
    before: str
    after: str
    refusal: str

    @property
    def is_ready(self) -> bool:
        return not self.refusal and self.before != self.after


@dataclass(frozen=True)
class Bulk:
    """One request: the address says which rows, which column and which value."""

    request: Request
    declared: Resource

    @cached_property
    def columns(self) -> list[Column]:
        """What the actor may write, but for what tells one row from another."""
        own = {*self.declared.import_key, self.declared.search[0]}
        return [c for c in self.declared.written_by(self.request.actor) if c.name not in own]

    @property
    def offered(self) -> list[tuple[str, str]]:
        return [(column.name, self.declared.header_of(column)) for column in self.columns]

    @cached_property
    def column(self) -> Column | None:
        asked = self.request.GET.get(COLUMN)
        return next((column for column in self.columns if column.name == asked), None)

    @cached_property
    def rows(self) -> list[Any]:
        """As the list selects them, one more than may be changed at once."""
        model, actor = self.declared.model, self.request.actor
        rows = annotated(self.declared.key, visible_rows(model, actor), actor)
        filters = filter_set(self.declared)(self.request.GET, queryset=rows, request=self.request)
        # A filter that is not understood would select everything.
        found = filters.qs.order_by(*self.declared.order, "pk") if filters.is_valid() else ()
        return list(found[: LIMIT + 1])

    @property
    def field(self) -> forms.BoundField | None:
        """Where the new value is typed; filled in from the address."""
        if not self.column:
            return None
        actor = self.request.actor
        value = self._value(form_class(self.declared, actor)(actor=actor))
        blank = form_class(self.declared, actor)(
            actor=actor, prefix=VALUE, initial={self.column.name: value}
        )
        return blank[self.column.name]

    def _value(self, form: ResourceForm) -> Any:
        assert self.column
        field, name = form.fields[self.column.name], f"{VALUE}-{self.column.name}"
        return field.widget.value_from_datadict(self.request.GET, self.request.FILES, name)

    def line(self, row: Any, version: int) -> Line:
        """The row's own form with one field changed: the same rules as by hand."""
        assert self.column
        name, actor = self.column.name, self.request.actor
        made = form_class(self.declared, actor)
        stored = made(instance=row, actor=actor)
        told = {field: stored[field].value() for field in stored.fields}
        before = words(stored.fields[name], told[name])
        form = made(told | {name: self._value(stored)}, instance=row, actor=actor)
        refusal = "；".join(str(e) for errors in form.errors.values() for e in errors)
        if form.fields[name].disabled:
            refusal = refusal or "此项已经定下，不能批量修改。"
        return Line(
            row, version, form, before, words(form.fields[name], form[name].value()), refusal
        )

    def lines(self, rows: list[Any]) -> list[Line]:
        known = versions(self.declared.model, [row.pk for row in rows])
        return [self.line(row, known.get(row.pk, 0)) for row in rows]

    def answer(self) -> HttpResponse:
        return self._take() if self.request.method == "POST" else self._page()

    def _take(self) -> HttpResponse:
        """All rows ticked or none; a second sending finds what the first one did."""
        post, actor = self.request.POST, self.request.actor
        event = f"{self.declared.model._meta.model_name}_changed_in_bulk"
        try:
            key = UUID(post.get("key", ""))
            pairs = [pair.split(":") for pair in post.getlist("row")]
            chosen = {int(pk): int(version) for pk, version in pairs}
        except ValueError:
            return self._page(STALE)
        if not self.column or not 0 < len(chosen) <= LIMIT:
            return self._page(NOTHING_CHOSEN)
        sending: dict[str, Any] = {"owner_id": actor.user_id, "key": key}
        try:
            with (
                transaction.atomic(),
                acting(actor, event, why=post.get("why", "")[:LONGEST_REASON]),
            ):
                Submission.objects.create(**sending, link=self.back)
                self._save(chosen)
        except ValidationError as refusal:
            return self._page(str(refusal.message))
        except IntegrityError as refusal:
            if Submission.objects.filter(**sending).exists():
                return HttpResponseRedirect(self.back)
            return self._page(sentence_of(broken_rule(refusal)))
        messages.success(self.request, f"已修改 {len(chosen)} 条{self.declared.label}。")
        return HttpResponseRedirect(self.back)

    def _save(self, chosen: dict[int, int]) -> None:
        rows = visible_rows(self.declared.model, self.request.actor).filter(pk__in=chosen)
        held = list(rows.order_by("pk").select_for_update(of=("self",)))
        lines = self.lines(held)
        if len(lines) < len(chosen) or any(
            not line.is_ready or line.version != chosen[line.row.pk] for line in lines
        ):
            raise ValidationError(CHANGED)
        for line in lines:
            line.form.save()

    @property
    def back(self) -> str:
        """The list as it was selected."""
        kept = self.request.GET.copy()
        for name in [n for n in kept if n == COLUMN or n.startswith(f"{VALUE}-")]:
            del kept[name]
        return f"{reverse(self.declared.key)}?{kept.urlencode()}"

    def _page(self, error: str = "") -> HttpResponse:
        is_asked = bool(self.column) and f"{VALUE}-{self.column.name}" in self.request.GET  # type: ignore[union-attr]
        is_many = len(self.rows) > LIMIT
        context = {
            "resource": self.declared,
            "bulk": self,
            "error": error,
            "limit": LIMIT if is_many else 0,
            "lines": self.lines(self.rows) if is_asked and not is_many else [],
            "kept": [(k, v) for k, vs in self.request.GET.lists() for v in vs if k != COLUMN],
            "key": uuid4(),
        }
        return render(self.request, "editing/bulk.html", context, status=422 if error else 200)


@login_required
def change_many(request: Request, key: str) -> HttpResponse:
    declared = resource(key)
    if not declared.may_write(request.actor):
        raise PermissionDenied
    return Bulk(request, declared).answer()
