"""涉税页面: totals by place and month; one enterprise's payments, after a purpose was given."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from louyu.kernel.requests import Request
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.taxation.exports import payments_file
from louyu.registers.taxation.lookup import Payments, own_payments, payments_of
from louyu.registers.taxation.readers import (
    is_own,
    may_send_package,
    reads_payments,
    reads_whole_district,
)
from louyu.registers.taxation.reconciling import gap_sentences, reconciled
from louyu.registers.taxation.selection import select

PAGE_SIZE = 50


@login_required
@require_GET
def index(request: Request) -> HttpResponse:
    selection = select(request)
    page = Paginator(selection.display.lines, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"selection": selection, "display": selection.display, "page": page}
    context["parts"] = reconciled(selection.display)
    context["gaps"] = gap_sentences(selection.display)
    # The work around the totals, for whoever may do it.
    context["unidentified"] = reads_whole_district(request.actor)
    context["package"] = may_send_package(request.actor)
    return render(request, "taxation/index.html", context)


class PurposeForm(forms.Form):
    purpose = forms.CharField(
        label="查阅目的",
        min_length=4,
        max_length=200,
        error_messages={
            "required": "请填写查阅目的，例如：核对某企业 9 月入库税款。",
            "min_length": "查阅目的至少 4 个字，请写明核对什么、为什么事。",
        },
    )
    form = forms.ChoiceField(choices=[("html", "查看"), ("xlsx", "Excel"), ("csv", "CSV")])


@login_required
@require_http_methods(["GET", "POST"])
def enterprise(request: Request, pk: int) -> HttpResponseBase:
    """To its own people at once; to the cleared after they said why; to others it is not there."""
    row = get_object_or_404(Enterprise.objects.visible_to(request.actor), pk=pk)
    if is_own(request.actor, row):
        return _answer(request, own_payments(request.actor, row), "html")
    if not reads_payments(request.actor, row):
        raise Http404
    form = PurposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        found = payments_of(request.actor, row, purpose=chosen["purpose"], form=chosen["form"])
        return _answer(request, found, chosen["form"])
    status = 422 if form.is_bound else 200
    return _page(request, {"enterprise": row, "form": form}, status)


def _answer(request: Request, found: Payments, form: str) -> HttpResponseBase:
    if form != "html":
        return payments_file(request, found, form)
    mark = f"{request.actor.name} {timezone.localtime():%Y-%m-%d %H:%M}"
    return _page(request, {"enterprise": found.enterprise, "found": found, "mark": mark})


def _page(request: Request, context: dict[str, Any], status: int = 200) -> HttpResponse:
    response = render(request, "taxation/enterprise.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response
