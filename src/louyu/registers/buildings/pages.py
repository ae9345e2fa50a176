"""发现页: one thing that cannot be right, what is stated around it, and the answer to it."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from louyu.kernel.requests import Request
from louyu.registers.buildings.models import DeclaredTotals, Finding, FindingState
from louyu.registers.buildings.scope import READ_RENTS
from louyu.registers.organizations.models import Role

ANSWERERS = (Role.OFFICE, Role.STREET, Role.LIAISON, Role.OPERATOR)


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label="情况说明",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="例如：两幢合报一个入驻率；以空置面积为准。数填错了请直接更正，不必说明。",
    )


@login_required
@require_http_methods(["GET", "POST"])
def finding(request: Request, pk: int) -> HttpResponse:
    rows = Finding.objects.visible_to(request.actor).select_related("building__place")
    found = get_object_or_404(rows, pk=pk)
    may_answer = request.actor.holds(*ANSWERERS) and found.state != FindingState.CORRECTED
    if request.method == "POST" and not may_answer:
        raise Http404
    form = AnswerForm(request.POST or None, initial={"answer": found.answer}, label_suffix="")
    if request.method == "POST" and form.is_valid():
        found.answer, found.state = form.cleaned_data["answer"], FindingState.ANSWERED
        found.save(update_fields=["answer", "state"])
        messages.success(request, "情况说明已登记。")
        return redirect(found)
    context = {
        "finding": found,
        "stated": _stated(found),
        "shows_rents": request.actor.holds(*READ_RENTS),
        "form": form if may_answer else None,
    }
    return render(request, "buildings/finding.html", context)


def _stated(found: Finding) -> DeclaredTotals | None:
    if found.period is None:
        return None
    return found.building.declared_totals.filter(period=found.period).first()
