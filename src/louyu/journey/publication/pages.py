"""通报页面: the list, one bulletin as it will be printed, its text, its way to being issued."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from louyu.engines.documents import Chart, Table
from louyu.engines.measures import Period
from louyu.journey.publication import countersigning, services
from louyu.journey.publication.audiences import Audience
from louyu.journey.publication.editions import edition_for, kept
from louyu.journey.publication.forms import NewBulletin
from louyu.journey.publication.insets import shown_in
from louyu.journey.publication.issuing import (
    PdfRefused,
    pdf_notice,
    render_pdf,
    render_workbook,
    signed_document,
)
from louyu.journey.publication.issuing import render as word_file
from louyu.journey.publication.models import Bulletin, BulletinKind
from louyu.journey.publication.picture import picture
from louyu.journey.publication.snapshot import Snapshot
from louyu.journey.publication.spans import Span, ends
from louyu.journey.publication.taking import FiguresMissing
from louyu.journey.publication.tax_edition import may_open
from louyu.journey.publication.telling import figures_of, figures_of_the_whole
from louyu.journey.publication.text import TextRefused
from louyu.journey.publication.trail import MOVES, trail
from louyu.journey.publication.workflow import FLOW, moves_open_to
from louyu.journey.statistics.services import FiguresRefused
from louyu.kernel.files.services import CONTENT_TYPES, attachment
from louyu.kernel.history import acting
from louyu.kernel.requests import Request
from louyu.kernel.states import TransitionRefused
from louyu.registers.organizations.models import Role

PER_PAGE = 20
# Column: its heading and the order it gives; a quarter stands behind its own last month.
SORTS = {
    "period": ("通报", ("ends", "kind", "place__path")),
    "place": ("范围", ("place__path", "-ends", "kind")),
    "state": ("状态", ("state", "-ends", "kind")),
    "issued": ("签发时间", ("issued_at", "-ends", "kind")),
}
LATEST_FIRST = "-period"


@login_required
def index(request: Request) -> HttpResponse:
    rows = Bulletin.objects.visible_to(request.actor).select_related("place", "issued_by")
    sort = request.GET.get("sort", "")
    if sort.removeprefix("-") not in SORTS:
        sort = LATEST_FIRST
    first, *others = SORTS[sort.removeprefix("-")][1]
    told = rows.defer("data", "text").annotate(ends=ends())
    ordered = told.order_by(f"-{first}" if sort[0] == "-" else first, *others)
    may_draft = request.actor.holds(Role.OFFICE)
    now = Period.of(timezone.localdate())
    ended: tuple[Span, ...] = (now.previous, now.quarter.previous)
    context = {
        "page": Paginator(ordered, PER_PAGE).get_page(request.GET.get("page")),
        "columns": [_column(name, label, sort) for name, (label, _) in SORTS.items()],
        "sort": sort,
        "may_draft": may_draft,
        "undrafted": [
            (BulletinKind.of(span), span, place)
            for span in (ended if may_draft else ())
            if (place := services.undrafted(span, request.actor))
        ],
    }
    return render(request, "publication/list.html", context)


def _column(name: str, label: str, sort: str) -> dict[str, str]:
    current = {name: "ascending", f"-{name}": "descending"}.get(sort, "")
    return {"label": label, "current": current, "next": f"-{name}" if sort == name else name}


@login_required
def new(request: Request) -> HttpResponse:
    office_only(request)
    kind = request.GET.get("kind") or request.POST.get("kind", "")
    monthly = kind == BulletinKind.MONTHLY
    form = NewBulletin(request.POST or None, today=timezone.localdate(), monthly=monthly)
    if request.method == "POST" and form.is_valid():
        try:
            bulletin = services.draft(
                span=form.span,
                place=form.cleaned_data["place"],
                letterhead=form.cleaned_data["letterhead"],
                ranked=form.cleaned_data.get("ranked", False),
                actor=request.actor,
            )
            return redirect(bulletin)
        except FiguresMissing as refusal:
            form.add_error(None, str(refusal))
    status = 422 if form.errors else 200
    context = {"form": form, "monthly": monthly}
    return render(request, "publication/new.html", context, status=status)


@login_required
def detail(request: Request, pk: int) -> HttpResponse:
    bulletin = found(request, pk)
    snapshot = Snapshot.read(bulletin.data)
    audience = _edition(request, bulletin)
    document = signed_document(bulletin, audience)
    draws_up = request.actor.holds(Role.OFFICE, Role.LEADER)
    context = {
        "bulletin": bulletin,
        "snapshot": snapshot,
        "document": document,
        "blocks": [shown(block) for block in document.blocks],
        "audience": audience,
        "reads_tax": may_open(request.actor, bulletin),
        "pdf_notice": pdf_notice(),
        "figures": figures_of_the_whole(snapshot),
        "transitions": moves_open_to(bulletin, request.actor),
        "asked": _asked(bulletin, request),
        "is_office": request.actor.holds(Role.OFFICE),
        "draws_up": draws_up,
        "correction": _correction(bulletin, request),
        "trail": trail(bulletin, with_answers=draws_up),
    }
    return render(request, "publication/detail.html", context)


def _correction(bulletin: Bulletin, request: Request) -> Bulletin | None:
    """None for those who may not read it yet."""
    rows = Bulletin.objects.visible_to(request.actor).filter(corrects=bulletin)
    return rows.select_related("place").first()


def _edition(request: Request, bulletin: Bulletin) -> Audience:
    """The fullest this reader may read; the public one when it is asked for."""
    if request.GET.get("edition") == Audience.PUBLIC:
        return Audience.PUBLIC
    return edition_for(request.actor, bulletin)


def _asked(bulletin: Bulletin, request: Request) -> list[dict[str, Any]]:
    """Each body that countersigns, and whether it is this reader's turn."""
    if not request.actor.holds(Role.OFFICE, Role.LEADER, Role.DEPARTMENT, Role.STREET):
        return []
    own = set(countersigning.asked_of(request.actor).filter(bulletin=bulletin))
    rows = countersigning.of(bulletin)
    if not request.actor.holds(Role.OFFICE, Role.LEADER):
        mine = countersigning.own_rows(bulletin, request.actor)
        rows = [row for row in rows if row in mine]
    return [{"row": row, "is_own": row in own} for row in rows]


def shown(block: Any) -> dict[str, Any]:
    kind = type(block).__name__.lower()
    if isinstance(block, Table):
        return {"kind": kind, "block": block, "rows": [_aligned(block, row) for row in block.rows]}
    picked = picture(block) if isinstance(block, Chart) else None
    return {"kind": kind, "block": block, "picture": picked}


def _aligned(table: Table, row: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(text, column.align) for text, column in zip(row, table.columns, strict=True)]


@login_required
def text(request: Request, pk: int) -> HttpResponse:
    office_only(request)
    bulletin = found(request, pk)
    entered, refusal = bulletin.text, ""
    snapshot = Snapshot.read(bulletin.data)
    if request.method == "POST":
        entered = request.POST.get("text", "")
        try:
            services.edit(
                bulletin, text=entered, seen=request.POST.get("seen", ""), actor=request.actor
            )
            messages.success(request, "正文已保存。")
            return redirect(bulletin)
        except (TextRefused, services.BulletinRefused) as reason:
            refusal = str(reason)
    context = {
        "bulletin": bulletin,
        "entered": entered,
        "seen": services.fingerprint(bulletin.text),
        "refusal": refusal,
        "figures": figures_of(snapshot),
        "insets": shown_in(snapshot),
    }
    return render(request, "publication/text.html", context, status=422 if refusal else 200)


MAKERS = {"docx": word_file, "pdf": render_pdf, "xlsx": render_workbook}


@login_required
def download(request: Request, pk: int, ending: str = "docx") -> HttpResponse | FileResponse:
    """What was issued as it was kept; a draft as it stands."""
    bulletin = found(request, pk)
    audience = _edition(request, bulletin)
    file = kept(bulletin, audience, ending)
    if file:
        return attachment(file)
    edition = f"，{audience.label}" if audience is Audience.PUBLIC else ""
    named = f"{bulletin}（{bulletin.get_state_display()}{edition}）.{ending}"
    try:
        content = MAKERS[ending](bulletin, audience)
    except PdfRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(bulletin)
    headers = {"Content-Disposition": content_disposition_header(True, named) or ""}
    return HttpResponse(content, content_type=CONTENT_TYPES[f".{ending}"], headers=headers)


@login_required
@require_POST
def move(request: Request, pk: int) -> HttpResponse:
    bulletin = found(request, pk)
    name, reason = request.POST.get("transition", ""), request.POST.get("reason", "")
    try:
        with acting(request.actor, f"bulletin_{name}", reason=reason):
            moved = FLOW.take(bulletin, name, actor=request.actor, reason=reason)
        messages.success(request, f"已{MOVES[moved.state]}。")
    except (TransitionRefused, FiguresMissing, FiguresRefused) as refusal:
        messages.error(request, str(refusal))
    return redirect(bulletin)


@login_required
@require_POST
def figures(request: Request, pk: int) -> HttpResponse:
    """Take the figures again."""
    office_only(request)
    bulletin = found(request, pk)
    try:
        changed = services.retake(bulletin, actor=request.actor)
        messages.success(request, "已取最新的数。" if changed else "数字没有变化。")
    except (services.BulletinRefused, FiguresMissing, TextRefused) as refusal:
        messages.error(request, str(refusal))
    return redirect(bulletin)


@login_required
@require_POST
def number(request: Request, pk: int) -> HttpResponse:
    office_only(request)
    bulletin = found(request, pk)
    try:
        services.record_number(bulletin, number=request.POST.get("number", ""), actor=request.actor)
        messages.success(request, "发文字号已登记。")
    except services.BulletinRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(bulletin)


def found(request: Request, pk: int) -> Bulletin:
    rows = Bulletin.objects.visible_to(request.actor)
    related = ("place", "file", "scan", "issued_by", "corrects__place")
    return get_object_or_404(rows.select_related(*related), pk=pk)


def office_only(request: Request) -> None:
    if not request.actor.holds(Role.OFFICE):
        raise PermissionDenied
