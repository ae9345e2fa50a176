"""代办: handing what waits for oneself to a colleague for a time, and taking it back."""

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from louyu.kernel.editing.sending import NotAKey, once
from louyu.kernel.inbox import sources
from louyu.kernel.requests import Request
from louyu.registers.assignments.models import Delegation
from louyu.registers.assignments.queries import colleagues
from louyu.registers.assignments.services import DelegationRefused, delegate, take_back
from louyu.registers.organizations.models import User


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "请填写日期。", "invalid": "日期请写成 2026-09-30 的样子。"},
    )


class DelegationForm(forms.Form):
    receiver = forms.ModelChoiceField(
        label="交给",
        queryset=User.objects.none(),
        empty_label="请选择同事",
        error_messages={"required": "请选择同事。"},
    )
    start = _day("自")
    end = _day("至")

    def __init__(self, *args: Any, giver: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        receiver = self.fields["receiver"]
        assert isinstance(receiver, forms.ModelChoiceField)
        receiver.queryset = colleagues(giver)
        self.initial["start"] = timezone.localdate()


@login_required
def delegations(request: Request) -> HttpResponse:
    """Everything, or with `item` and `kind` in the address one thing that waits for oneself."""
    giver = get_object_or_404(User, pk=request.actor.user_id)
    source, item = _one(request)
    told = request.POST if request.method == "POST" else None
    form = DelegationForm(told, giver=giver)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def act() -> str:
            delegate(giver=giver, source=source, items=(item,), actor=request.actor, **data)
            messages.success(
                request, f"已交{data['receiver'].name}代办，{data['end']:%Y-%m-%d} 后自动收回。"
            )
            return reverse("delegations")

        try:
            return redirect(once(act, key=request.POST.get("key", ""), actor=request.actor))
        except (DelegationRefused, NotAKey) as refusal:
            form.add_error(None, str(refusal))
    rows = Delegation.objects.visible_to(request.actor).select_related("giver", "receiver")
    today = timezone.localdate()
    context = {
        "form": form,
        "key": uuid4(),
        "rows": [(row, row.end is not None and row.end >= today) for row in rows[:50]],
        "source": source,
        "item": item,
        "alone": not colleagues(giver).exists(),
    }
    return render(request, "inbox/delegations.html", context, status=422 if form.errors else 200)


def _one(request: Request) -> tuple[str, int | None]:
    """The item named in the address or the form, if it waits for this person."""
    told = request.POST if request.method == "POST" else request.GET
    key, number = told.get("kind", ""), told.get("item", "")
    source = next((one for one in sources() if one.key == key and one.by_name), None)
    if source is None or not number.isdecimal():
        return "", None
    waits = source.rows(request.actor).filter(pk=int(number)).exists()
    return (key, int(number)) if waits else ("", None)


@login_required
@require_POST
def end(request: Request, pk: int) -> HttpResponse:
    rows = Delegation.objects.visible_to(request.actor).filter(giver_id=request.actor.user_id)
    row = get_object_or_404(rows, pk=pk)
    take_back(delegation=row, actor=request.actor)
    messages.success(request, "已收回，从下一次打开页面起生效。")
    return redirect("delegations")
