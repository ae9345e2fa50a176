"""登记与修改: the pages of a resource's form; one sending makes at most one change."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from louyu.kernel.editing.form import ResourceForm, form_class
from louyu.kernel.editing.models import Submission
from louyu.kernel.editing.sentences import broken_rule, sentence_of
from louyu.kernel.history import acting
from louyu.kernel.history.entries import version
from louyu.kernel.requests import Request
from louyu.kernel.resource import Resource, resource
from louyu.kernel.resource.choices import visible_rows

CHANGED_MEANWHILE = (
    "您打开本页之后，有人改过这条记录。请核对下面的不同之处，再保存一次即以您填的为准。"
)
LONGEST_REASON = 200
STALE = "本页已失效，没有保存。请核对后再保存一次。"


class Unsaved(Exception):
    """Undoes the transaction: the form has errors, or the row has changed meanwhile."""

    def __init__(self, form: ResourceForm, stale: bool) -> None:
        super().__init__()
        self.form, self.stale = form, stale


@dataclass(frozen=True)
class Editing:
    """One request to create (`row` None) or change a row."""

    request: Request
    declared: Resource
    row: Any

    def answer(self) -> HttpResponse:
        if self.request.method == "POST":
            return self._take()
        given = {k: v for k, v in self.request.GET.items() if k in self.declared.by_name}
        return self._page(self._form(initial=given))

    def _form(self, *args: Any, **kwargs: Any) -> ResourceForm:
        actor = self.request.actor
        made = form_class(self.declared, actor)
        return made(*args, instance=self.row, actor=actor, **kwargs)

    def _take(self) -> HttpResponse:
        """Saved together with its submission: a second sending finds the first one's result."""
        event = f"{self.declared.model._meta.model_name}_{'changed' if self.row else 'created'}"
        try:
            key = UUID(self.request.POST.get("key", ""))
        except ValueError:
            return self._refuse(STALE)
        sending: dict[str, Any] = {"owner_id": self.request.actor.user_id, "key": key}
        why = self.request.POST.get("why", "")[:LONGEST_REASON]
        try:
            with transaction.atomic(), acting(self.request.actor, event, why=why):
                saved = self._save(sending)
        except Unsaved as unsaved:
            return self._conflict(unsaved.form) if unsaved.stale else self._page(unsaved.form)
        except ValidationError as refusal:
            return self._refuse(str(refusal.message))
        except IntegrityError as refusal:
            earlier = Submission.objects.filter(**sending).first()
            if earlier:
                return HttpResponseRedirect(self._way_back(earlier.link))
            return self._refuse(sentence_of(broken_rule(refusal)))
        done = "已保存修改" if self.row else f"已新增{self.declared.label}"
        messages.success(self.request, f"{done}：{saved}")
        return HttpResponseRedirect(self._way_back(saved.get_absolute_url()))

    def _way_back(self, otherwise: str) -> str:
        """Whoever came from a work list goes on there; the address of another site is none."""
        asked = self.request.GET.get("next", "")
        return asked if url_has_allowed_host_and_scheme(asked, allowed_hosts=None) else otherwise

    def _save(self, sending: dict[str, Any]) -> Any:
        # First of all: of two sendings at once the second waits here for the first.
        sent = Submission.objects.create(**sending)
        if self.row:
            rows = visible_rows(self.declared.model, self.request.actor).order_by()
            get_object_or_404(rows.select_for_update(of=("self",)), pk=self.row.pk)
        form = self._form(self.request.POST)
        stale = bool(self.row) and self.request.POST.get("version") != str(version(self.row))
        if stale or not form.is_valid():
            raise Unsaved(form, stale)
        saved = form.save()
        sent.link = saved.get_absolute_url()
        sent.save(update_fields=["link"])
        return saved

    def _conflict(self, form: ResourceForm) -> HttpResponse:
        """What was entered stays in the form; sending it again is a choice made knowingly."""
        now = visible_rows(self.declared.model, self.request.actor).get(pk=self.row.pk)
        form.add_error(None, CHANGED_MEANWHILE)
        return self._page(form, differences=form.conflicts(now))

    def _refuse(self, sentence: str) -> HttpResponse:
        form = self._form(self.request.POST)
        form.add_error(None, sentence)
        return self._page(form)

    def _page(self, form: ResourceForm, **more: Any) -> HttpResponse:
        """A fresh key each time: a page shown again is a new sending."""
        listed = reverse(self.declared.key)
        context = {
            "resource": self.declared,
            "row": self.row,
            "form": form,
            "key": uuid4(),
            "version": version(self.row) if self.row else 0,
            "list": listed,
            "back": self._way_back(self.row.get_absolute_url() if self.row else listed),
        }
        status = 422 if form.errors else 200
        return render(self.request, "editing/form.html", context | more, status=status)


@login_required
def create(request: Request, key: str) -> HttpResponse:
    declared = resource(key)
    if not declared.may_write(request.actor):
        raise PermissionDenied
    return Editing(request, declared, None).answer()


@login_required
def change(request: Request, key: str, pk: int) -> HttpResponse:
    declared = resource(key)
    row = get_object_or_404(visible_rows(declared.model, request.actor), pk=pk)
    if not declared.may_write(request.actor):
        raise PermissionDenied
    return Editing(request, declared, row).answer()
