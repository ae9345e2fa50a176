"""详情: one row with its sections, the panels other apps add, and its history."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from louyu.kernel.history.entries import entries
from louyu.kernel.pages.panels import panels_for
from louyu.kernel.requests import Request
from louyu.kernel.resource import Resource, resource
from louyu.kernel.resource.cells import related, sections, shown
from louyu.kernel.resource.choices import visible_rows
from louyu.kernel.resource.listing import annotated


@login_required
def show(request: Request, key: str, pk: int) -> HttpResponse:
    declared = resource(key).read_by(request.actor)
    visible = visible_rows(declared.model, request.actor).filter(pk=pk)
    references = related(shown(declared, listed_only=False))
    row = get_object_or_404(annotated(key, visible, request.actor).select_related(*references))
    context = {
        "sections": sections(declared, row),
        "panels": panels_for(key, row, request.actor),
        "history": reverse(f"{key}-history", args=[pk]),
        "edit": reverse(f"{key}-edit", args=[pk]) if declared.may_write(request.actor) else "",
    }
    return render(request, "pages/detail.html", _frame(declared, row) | context)


@login_required
def history(request: Request, key: str, pk: int) -> HttpResponse:
    declared = resource(key).read_by(request.actor)
    row = get_object_or_404(visible_rows(declared.model, request.actor), pk=pk)
    context = {"page": entries(declared, row, request.actor, request)}
    return render(request, "pages/history.html", _frame(declared, row) | context)


def _frame(declared: Resource, row: Any) -> dict[str, Any]:
    return {"resource": declared, "row": row, "list": reverse(declared.key)}
