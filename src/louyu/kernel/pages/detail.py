"""详情: one row with its sections, the panels other apps add, and its history."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from louyu.kernel.resource.cells import related, sections
from louyu.kernel.resource.choices import visible_rows
from louyu.kernel.history.entries import entries
from louyu.kernel.resource.listing import annotated
from louyu.kernel.resource.panels import panels_for
from louyu.kernel.pages.requests import Request, asks_for
from louyu.kernel.resource import resource


@login_required
def show(request: Request, key: str, pk: int) -> HttpResponse:
    declared = resource(key)
    rows = annotated(key, visible_rows(declared.model, request.actor), request.actor)
    row = get_object_or_404(rows.select_related(*related(declared, list(declared.by_name))), pk=pk)
    context = {
        "resource": declared,
        "row": row,
        "sections": sections(declared, row),
        "panels": panels_for(key, row, request.actor),
        "may_write": declared.may_write(request.actor),
    }
    return render(request, "pages/detail.html", context)


@login_required
def history(request: Request, key: str, pk: int) -> HttpResponse:
    declared = resource(key)
    row = get_object_or_404(visible_rows(declared.model, request.actor), pk=pk)
    page = entries(declared, row, request.actor, request)
    context = {"resource": declared, "row": row, "page": page}
    fragment = asks_for(request, "history")
    return render(request, "pages/_history.html" if fragment else "pages/history.html", context)
