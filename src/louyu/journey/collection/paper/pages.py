"""纸质表页面: the two sheets as PDF, and the way from a sheet's number to its page."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from louyu.engines.documents.form import Form
from louyu.journey.collection.models import Duty
from louyu.journey.collection.paper.codes import CodeRefused, code_of, number_of
from louyu.journey.collection.paper.sheets import collection_form, visit_form
from louyu.journey.collection.queries import answerable
from louyu.journey.collection.workflow import REVIEWERS
from louyu.kernel.requests import Request

WITH = ("cycle", "building", "place")
UNKNOWN = "没有这个编号的楼宇，或者不在您的范围内，请核对编号。"


@login_required
@require_GET
def sheet(request: Request, pk: int) -> HttpResponseBase:
    return _printed(request, pk, collection_form)


@login_required
@require_GET
def visit(request: Request, pk: int) -> HttpResponseBase:
    if not request.actor.holds(*REVIEWERS):
        raise PermissionDenied
    return _printed(request, pk, visit_form)


def _printed(request: Request, pk: int, made: Callable[[Duty, str], Form]) -> HttpResponseBase:
    # typst is loaded by whoever prints, not by every web process.
    from louyu.engines.documents.form_pdf import form_pdf
    from louyu.engines.documents.pdf import FontsMissing

    duty = get_object_or_404(answerable(request.actor).select_related(*WITH), pk=pk)
    code = code_of(duty)
    address = request.build_absolute_uri(f"{reverse('collection-code')}?code={code}")
    form = made(duty, address)
    try:
        file = form_pdf(form)
    except FontsMissing as refusal:
        messages.error(request, str(refusal))
        return redirect(duty)
    name = f"{form.title}-{duty.building}-{duty.cycle.month:%Y-%m}.pdf"
    return FileResponse(BytesIO(file), filename=name, content_type="application/pdf")


@login_required
@require_GET
def by_code(request: Request) -> HttpResponse:
    """Typed, or out of the QR code of a sheet; it leads on to the building's page."""
    typed, trouble = request.GET.get("code", "").strip(), ""
    if typed:
        try:
            duty = answerable(request.actor).filter(pk=number_of(typed)).first()
        except CodeRefused as refusal:
            trouble = str(refusal)
        else:
            if duty:
                return redirect(duty)
            trouble = UNKNOWN
    context = {"typed": typed, "trouble": trouble}
    return render(request, "collection/code.html", context, status=422 if trouble else 200)
