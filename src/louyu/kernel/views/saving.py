"""保存的筛选: named, replaced under the same name, and thrown away, by their owner alone."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404

from louyu.kernel.requests import Request
from louyu.kernel.scope import ScopedQuerySet
from louyu.kernel.views.models import LONGEST_NAME, LONGEST_QUERY, SavedView

NOT_NAMED = f"没有保存。请给这个筛选起一个不超过 {LONGEST_NAME} 个字的名称。"
TOO_LONG = "没有保存：筛选条件太长。请减少条件后再保存。"


class NameForm(forms.Form):
    name = forms.CharField(max_length=LONGEST_NAME)


@dataclass(frozen=True)
class Views:
    """What one person has saved of one list."""

    request: Request
    key: str

    @cached_property
    def query(self) -> str:
        """The address as it is saved: without the page and without what was left empty."""
        kept = QueryDict(mutable=True)
        for name, values in sorted(self.request.GET.lists()):
            if name != "page" and any(values):
                kept.setlist(name, [value for value in values if value])
        return kept.urlencode()

    @property
    def current(self) -> SavedView | None:
        return next((view for view in self.saved if view.query == self.query), None)

    @cached_property
    def saved(self) -> list[SavedView]:
        return list(self._rows())

    def _rows(self) -> ScopedQuerySet[SavedView]:
        return SavedView.objects.visible_to(self.request.actor).filter(resource=self.key)

    def take(self) -> HttpResponse:
        """Posted to the list's own address, whose query is what is saved."""
        forget = self.request.POST.get("forget", "")
        messages.info(self.request, self._forget(forget) if forget else self._save())
        return HttpResponseRedirect(f"{self.request.path}?{self.query}")

    def _forget(self, pk: str) -> str:
        view = get_object_or_404(self._rows(), pk=int(pk) if pk.isdecimal() else 0)
        view.delete()
        return f"已删除保存的筛选“{view}”。"

    def _save(self) -> str:
        form = NameForm(self.request.POST)
        if not form.is_valid():
            return NOT_NAMED
        if len(self.query) > LONGEST_QUERY:
            return TOO_LONG
        told: dict[str, Any] = {"owner_id": self.request.actor.user_id, "resource": self.key}
        view, is_new = self._rows().update_or_create(
            {"query": self.query}, **told, name=form.cleaned_data["name"]
        )
        return f"已保存筛选“{view}”。" if is_new else f"筛选“{view}”已换成现在的条件。"
