"""来源页: what was taken from whom, and the page to bring a file with its data-use record."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from louyu.kernel.files.services import store
from louyu.kernel.intake import Importer, all_kinds, importable_kinds, importer
from louyu.kernel.requests import Request
from louyu.kernel.scope import Actor
from louyu.registers.deliveries.forms import NewDelivery
from louyu.registers.deliveries.models import Delivery, Import
from louyu.registers.deliveries.services import ImportRefused, start_import
from louyu.registers.deliveries.source import USERS
from louyu.registers.organizations.models import Role

PER_PAGE = 30
LISTED_REFUSALS = 200


def sourced_kinds(actor: Actor) -> list[Importer]:
    return [kind for kind in importable_kinds(actor) if kind.sourced]


@login_required
@require_GET
def deliveries(request: Request) -> HttpResponse:
    if not request.actor.holds(Role.OFFICE, Role.DEPARTMENT):
        raise Http404
    rows = Delivery.objects.visible_to(request.actor).select_related("provider", "replaced_by")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    labels = {kind.key: kind.label for kind in all_kinds()}
    told = [(row, labels.get(row.kind, row.kind)) for row in page]
    context = {"page": page, "rows": told, "may_bring": bool(sourced_kinds(request.actor))}
    return render(request, "deliveries/list.html", context)


@login_required
@require_GET
def delivery(request: Request, pk: int) -> HttpResponse:
    rows = Delivery.objects.visible_to(request.actor)
    row = get_object_or_404(rows.select_related("provider", "replaces", "replaced_by"), pk=pk)
    taken = Import.objects.unscoped("the receipt of a delivery one may see")
    receipt = taken.filter(delivery=row).order_by("pk").first()
    told = receipt.report if receipt else {}
    context = {
        "row": row,
        "label": importer(row.kind).label,
        "users": "、".join(USERS.get(word, word) for word in row.allowed_roles),
        "refused": told.get("refused", [])[:LISTED_REFUSALS],
        "notes": [note["text"] for note in told.get("notes", []) if not note["sheet"]],
    }
    return render(request, "deliveries/detail.html", context)


@login_required
def new(request: Request) -> HttpResponse:
    kinds = sourced_kinds(request.actor)
    if not kinds:
        raise Http404
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = NewDelivery(request.actor, kinds, *sent)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("import", pk=_start(request, form).pk)
        except ImportRefused as refusal:
            form.add_error("file", str(refusal))
    context = {"form": form}
    return render(request, "deliveries/new.html", context, status=422 if form.errors else 200)


def _start(request: Request, form: NewDelivery) -> Import:
    upload, kind = form.cleaned_data["file"], form.cleaned_data["kind"]
    # What asks for a clearance belongs to nobody: it is asked for each time (scope.py).
    owner = None if importer(kind).clearance else request.actor.user_id
    return start_import(
        actor=request.actor,
        kind=kind,
        file=store(name=upload.name, chunks=upload.chunks(), owner_id=owner),
        idempotency_key=form.cleaned_data["key"],
        about=form.about,
    )
