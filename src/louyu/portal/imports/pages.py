"""导入中心: from a file over its preview to the receipt; one's own imports only."""

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_POST

from louyu.kernel.files.services import store
from louyu.kernel.intake import Importer, all_kinds, importable_kinds
from louyu.kernel.requests import Request, asks_for
from louyu.kernel.scope import Actor
from louyu.portal.imports.forms import MappingForm, UploadForm
from louyu.portal.imports.queries import senders_of
from louyu.portal.imports.review import (
    counts,
    listed_counts,
    page_of,
    parts,
    unused_headers,
    with_counts,
)
from louyu.registers.deliveries import services
from louyu.registers.deliveries.models import Import, ImportState
from louyu.registers.deliveries.scope import WRITTEN
from louyu.registers.deliveries.services import ImportRefused
from louyu.registers.deliveries.templates import template_for
from louyu.registers.deliveries.undoing import may_undo, request_undo
from louyu.registers.deliveries.use import lines_shown, withheld

WAITING = {ImportState.CHECKING, ImportState.APPLYING, ImportState.UNDOING}
PER_PAGE = 20
# Where the rows of each kind are looked at afterwards: address and words.
SEEN_AT = {
    "roster": ("buildings", "查看楼宇"),
    "buildings": ("buildings", "查看楼宇"),
    "units": ("units", "查看房源"),
    "enterprises": ("enterprises", "查看企业"),
}


@login_required
def index(request: Request) -> HttpResponse:
    """What may be imported, the form to send it, and what was sent before."""
    kinds = kinds_for(request.actor)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    asked = request.GET.get("kind", "")
    form = UploadForm(request.actor, kinds, *sent, asked_kind=asked)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("import", pk=start(request.actor, form).pk)
        except ImportRefused as refusal:
            form.add_error("file", str(refusal))
    own = with_counts(Import.objects.visible_to(request.actor).select_related("file"))
    page = Paginator(own, PER_PAGE).get_page(request.GET.get("page"))
    labels = _labels()
    senders = senders_of(page)
    past = [
        (
            row,
            labels.get(row.kind, row.kind),
            listed_counts(row),
            senders.get(row.owner_id, "控制台"),
        )
        for row in page
    ]
    context = {"form": form, "kinds": kinds, "page": page, "past": past}
    return render(request, "imports/index.html", context, status=422 if form.errors else 200)


def kinds_for(actor: Actor) -> list[Importer]:
    """The roster first: it is what most people bring.

    What arrives with a data-use record is uploaded on the page of deliveries.
    """
    kinds = [kind for kind in importable_kinds(actor) if not kind.sourced]
    return sorted(kinds, key=lambda kind: kind.key != "roster")


def start(actor: Actor, form: UploadForm) -> Import:
    upload = form.cleaned_data["file"]
    file = store(name=upload.name, chunks=upload.chunks(), owner_id=actor.user_id)
    return services.start_import(
        actor=actor,
        kind=form.cleaned_data["kind"],
        file=file,
        mapping_name=form.cleaned_data.get("mapping_name", ""),
        about={"period": period} if (period := form.cleaned_data.get("period")) else {},
        idempotency_key=form.cleaned_data["key"],
    )


@login_required
@require_GET
def template(request: Request, kind: str) -> FileResponse:
    """Empty, or with what the person may see: the export is the template."""
    if kind not in {known.key for known in importable_kinds(request.actor)}:
        raise Http404
    out = BytesIO()
    filled = request.GET.get("filled") == "1"
    name = template_for(kind, request.actor, out, filled=filled)
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=name)


@login_required
@require_GET
def show(request: Request, pk: int) -> HttpResponse:
    row = _visible(request, pk)
    waits = row.state in WAITING and not (row.job and row.job.is_over)
    if asks_for(request, "progress"):
        response = render(request, "imports/_progress.html", {"row": row})
        if not waits:
            response["HX-Refresh"] = "true"
    else:
        response = render(request, "imports/import.html", _shown(request, row, waits))
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def _shown(request: Request, row: Import, waits: bool) -> dict[str, Any]:
    context: dict[str, Any] = {"row": row, "label": _labels().get(row.kind, row.kind)}
    context |= {"waits": waits, "broke_off": row.state in WAITING and not waits}
    context["seen_at"] = SEEN_AT.get(row.kind)
    context["may_undo"] = may_undo(row, request.actor)
    context["withheld"] = row.delivery and withheld(row.delivery, request.actor)
    told = counts(row)
    if told and row.state in {ImportState.PREVIEW, *WRITTEN}:
        tabs = [] if context["withheld"] else parts(row, told)
        asked = request.GET.get("show")
        tab = next((tab for tab in tabs if tab.key == asked), tabs[0] if tabs else None)
        context |= {"counts": told, "tabs": tabs, "tab": tab, "unused": unused_headers(row)}
        if tab:
            context["page"] = page = page_of(tab, row, request.GET.get("page"))
            lines_shown(row, request.actor, rows=len(page), form="html")
    return context


@login_required
def mapping(request: Request, pk: int) -> HttpResponse:
    """Which column of the file means what, when the headers alone do not tell."""
    row = _own(request, pk)
    if not row.headers or row.state not in {ImportState.PREVIEW, ImportState.REFUSED}:
        return redirect("import", pk=pk)
    form = MappingForm(row, request.actor, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_mapping(
                actor=request.actor,
                row=row,
                columns=form.chosen,
                remember_as=form.cleaned_data["remember_as"],
            )
        except ImportRefused as refusal:
            messages.error(request, str(refusal))
        return redirect("import", pk=pk)
    context = {"row": row, "form": form, "label": _labels().get(row.kind, row.kind)}
    return render(request, "imports/mapping.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def confirm(request: Request, pk: int) -> HttpResponse:
    return _step(request, pk, services.confirm)


@login_required
@require_POST
def discard(request: Request, pk: int) -> HttpResponse:
    return _step(request, pk, services.discard)


@login_required
@require_POST
def decide(request: Request, pk: int) -> HttpResponse:
    """A row that may be one we know: it is, or it is another."""
    number, same = request.POST.get("row", ""), request.POST.get("same", "")
    if not number.isdecimal() or same not in {"yes", "no"}:
        raise Http404
    sheet = request.POST.get("sheet", "")
    told = {"sheet": sheet, "number": int(number), "same": same == "yes"}
    return _step(request, pk, services.decide, **told)


@login_required
@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    return _asked(request, _visible(request, pk), request_undo)


def _step(request: Request, pk: int, service: Any, **told: Any) -> HttpResponse:
    return _asked(request, _own(request, pk), service, **told)


def _asked(request: Request, row: Import, service: Any, **told: Any) -> HttpResponse:
    try:
        service(actor=request.actor, row=row, **told)
    except ImportRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("import", pk=row.pk)


def _visible(request: Request, pk: int, **narrowed: Any) -> Import:
    rows = Import.objects.visible_to(request.actor).filter(**narrowed)
    return get_object_or_404(rows.select_related("file", "preview", "job", "delivery"), pk=pk)


def _own(request: Request, pk: int) -> Import:
    """What is not written yet is for whoever sent it to decide."""
    return _visible(request, pk, owner_id=request.actor.user_id)


def _labels() -> dict[str, str]:
    return {kind.key: kind.label for kind in all_kinds()}
