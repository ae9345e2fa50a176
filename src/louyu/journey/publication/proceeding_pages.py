"""办理页面: 发文要素, 会签, 与上期比较, 发文稿纸, the stamped scan, the correction."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from louyu.journey.publication import countersigning, services
from louyu.journey.publication.comparing import figures_changed, last_issued, lines_changed
from louyu.journey.publication.forms import Particulars
from louyu.journey.publication.letterheads import head_on
from louyu.journey.publication.models import Countersignature
from louyu.journey.publication.pages import found, office_only
from louyu.journey.publication.printing import title_of
from louyu.journey.publication.services import BulletinRefused
from louyu.journey.publication.snapshot import Snapshot
from louyu.journey.publication.stamped import keep_scan
from louyu.journey.publication.taking import FiguresMissing
from louyu.kernel.requests import Request
from louyu.registers.organizations.models import Role


@login_required
def particulars(request: Request, pk: int) -> HttpResponse:
    office_only(request)
    bulletin = found(request, pk)
    held = [row.organization_id for row in countersigning.of(bulletin)]
    form = Particulars(
        request.POST or None,
        instance=bulletin,
        initial={"bodies": held},
        bodies=countersigning.askable(request.actor),
    )
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in form.Meta.fields}
        try:
            services.state_particulars(
                bulletin, fields=fields, bodies=form.cleaned_data["bodies"], actor=request.actor
            )
            messages.success(request, "发文要素已保存。")
            return redirect(bulletin)
        except BulletinRefused as refusal:
            form.add_error(None, str(refusal))
    context = {"bulletin": bulletin, "form": form}
    status = 422 if form.errors else 200
    return render(request, "publication/particulars.html", context, status=status)


@login_required
@require_POST
def countersign(request: Request, pk: int, row: int) -> HttpResponse:
    """A body answers; the office says what has become of a comment."""
    bulletin = found(request, pk)
    rows = Countersignature.objects.visible_to(request.actor).select_related("bulletin")
    asked = get_object_or_404(rows, pk=row, bulletin=bulletin)
    try:
        if request.POST.get("answer") == "handle":
            office_only(request)
            handling = request.POST.get("handling", "")
            countersigning.handle(asked, handling=handling, actor=request.actor)
        else:
            countersigning.answer(
                asked,
                agrees=request.POST.get("answer") == "agree",
                opinion=request.POST.get("opinion", ""),
                actor=request.actor,
            )
        messages.success(request, "已记下。")
    except countersigning.CountersigningRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(bulletin)


@login_required
@require_GET
def sheet(request: Request, pk: int) -> HttpResponse:
    """发文稿纸, to be printed and filed with the stamped paper."""
    if not request.actor.holds(Role.OFFICE, Role.LEADER):
        raise Http404
    bulletin = found(request, pk)
    snapshot = Snapshot.read(bulletin.data)
    context = {
        "bulletin": bulletin,
        "title": title_of(snapshot),
        "head": snapshot.head or head_on(timezone.localdate()),
        "asked": countersigning.of(bulletin),
    }
    return render(request, "publication/sheet.html", context)


@login_required
@require_GET
def comparison(request: Request, pk: int) -> HttpResponse:
    """For whoever drafts and reads the draft: what is new against the last one."""
    if not request.actor.holds(Role.OFFICE, Role.LEADER):
        raise Http404
    bulletin = found(request, pk)
    then = last_issued(bulletin, request.actor)
    context = {
        "bulletin": bulletin,
        "then": then,
        "lines": lines_changed(then, bulletin) if then else [],
        "figures": figures_changed(then, bulletin) if then else [],
    }
    return render(request, "publication/comparison.html", context)


@login_required
@require_POST
def scan(request: Request, pk: int) -> HttpResponse:
    office_only(request)
    bulletin = found(request, pk)
    try:
        keep_scan(bulletin, upload=request.FILES.get("scan"), actor=request.actor)
        messages.success(request, "盖章扫描件已保存。")
    except BulletinRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(bulletin)


@login_required
@require_POST
def correction(request: Request, pk: int) -> HttpResponse:
    office_only(request)
    issued = found(request, pk)
    try:
        return redirect(services.correct(issued, actor=request.actor))
    except (BulletinRefused, FiguresMissing) as refusal:
        messages.error(request, str(refusal))
        return redirect(issued)
