"""数据接入页面: the sources and how they do, one source with its attempts, what is held back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from louyu.engines.measures import Period, PeriodError
from louyu.journey.matching.sources import deciding, scheduling
from louyu.journey.matching.sources.forms import BringForm, SourceForm
from louyu.journey.matching.sources.health import health_of
from louyu.journey.matching.sources.jobs import CHECK
from louyu.journey.matching.sources.models import FeedSource, Pull, PullState, Via
from louyu.journey.matching.sources.pulling import begin, bring
from louyu.journey.matching.sources.scope import (
    MANAGERS,
    READERS,
    WATCHERS,
    is_cleared,
    may_decide,
)
from louyu.journey.matching.sources.transports.contract import FeedFailed
from louyu.journey.matching.sources.weighing import LABELS
from louyu.kernel.files.services import store
from louyu.kernel.intake import all_kinds, importer
from louyu.kernel.jobs.services import enqueue
from louyu.kernel.requests import Request
from louyu.registers.deliveries.source import USERS

PER_PAGE = 30
DESCRIBED = {
    Via.UPLOAD: "对方把文件交给您，或由对方登录后自己上传。",
    Via.FOLDER: "对方或前置机把文件放进服务器上的一个文件夹。",
    Via.SFTP: "到对方或交换平台的 SFTP 服务器上取文件。",
    Via.REST: "调用共享平台的查询接口，逐页取数。",
    Via.SQL: "在前置库里执行一条只读查询。",
}


@login_required
@require_GET
def index(request: Request) -> HttpResponse:
    if not request.actor.holds(*WATCHERS):
        raise Http404
    rows = FeedSource.objects.visible_to(request.actor).select_related("provider")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    known = health_of(list(page), timezone.now())
    labels = {kind.key: kind.label for kind in all_kinds()}
    told = [(row, labels.get(row.kind, row.kind), known[row.pk]) for row in page]
    context = {
        "page": page,
        "rows": told,
        "opens": request.actor.holds(*READERS),
        "manages": request.actor.holds(*MANAGERS),
    }
    return render(request, "sources/list.html", context)


@login_required
@require_GET
def show(request: Request, pk: int) -> HttpResponse:
    return _shown(request, _source(request, pk), BringForm(label_suffix=""))


def _shown(request: Request, row: FeedSource, form: BringForm) -> HttpResponse:
    pulls = Pull.objects.visible_to(request.actor).filter(source=row)
    seen = pulls.defer("profile").select_related("taking", "job")
    page = Paginator(seen, PER_PAGE).get_page(request.GET.get("page"))
    now = timezone.now()
    context = {
        "row": row,
        "label": importer(row.kind).label,
        "health": health_of([row], now)[row.pk],
        "page": page,
        "cleared": is_cleared(row, request.actor),
        "manages": request.actor.holds(*MANAGERS),
        "brings": may_decide(row, request.actor),
        "form": form,
        "expected": scheduling.expected(row, timezone.localdate(now)),
        "users": "、".join(USERS.get(word, word) for word in row.allowed_roles),
        "schedule": schedule_words(row),
    }
    return render(request, "sources/detail.html", context, status=422 if form.errors else 200)


def schedule_words(row: FeedSource) -> str:
    """每月 5 号 6 点，取上月的数据"""
    days = {"day": "每天", "week": f"每周{'一二三四五六日'[(row.on_day - 1) % 7]}"}
    when = days.get(row.every, f"每月 {row.on_day} 号")
    return f"{when} {row.hour} 点，取{row.get_covers_display()}"


@login_required
@require_GET
def choose(request: Request) -> HttpResponse:
    _require_manager(request)
    ways = list(DESCRIBED.items())
    return render(request, "sources/choose.html", {"ways": ways})


@login_required
def new(request: Request, via: str) -> HttpResponse:
    _require_manager(request)
    if via not in Via.values:
        raise Http404
    return _edited(request, via, None)


@login_required
def edit(request: Request, pk: int) -> HttpResponse:
    _require_manager(request)
    row = _source(request, pk)
    return _edited(request, row.transport, row)


def _edited(request: Request, via: str, row: FeedSource | None) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    form = SourceForm(request.actor, via, sent, row)
    if sent is not None and form.is_valid():
        saved = form.save()
        messages.success(request, "已保存。")
        return redirect(saved)
    context = {"form": form, "row": row, "via": Via(via)}
    return render(request, "sources/form.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def act(request: Request, pk: int) -> HttpResponse:
    """检查配置 or 立即拉取."""
    _require_manager(request)
    row, now = _source(request, pk), timezone.now()
    if request.POST.get("do") == "check":
        job = enqueue(
            CHECK,
            actor=request.actor,
            title=f"检查配置：{row.name}",
            params={"source": row.pk},
            link=row.get_absolute_url(),
        )
        return redirect(job)
    try:
        period = Period(request.POST.get("period", "").strip())
    except PeriodError as wrong:
        messages.error(request, str(wrong))
        return redirect(row)
    begin(source=row, period=period, now=now)
    messages.success(request, f"已开始取 {period} 的数据，结果列在下面，请稍后刷新。")
    return redirect(row)


@login_required
@require_POST
def upload(request: Request, pk: int) -> HttpResponse:
    row = _source(request, pk)
    if not may_decide(row, request.actor):
        raise Http404
    form = BringForm(request.POST, request.FILES, label_suffix="")
    if not form.is_valid():
        return _shown(request, row, form)
    sent = form.cleaned_data["file"]
    file = store(name=sent.name, chunks=sent.chunks(), owner_id=None)
    period = Period(form.cleaned_data["period"])
    try:
        bring(source=row, period=period, file=file, actor=request.actor, now=timezone.now())
    except FeedFailed as refusal:
        form.add_error("file", str(refusal))
        return _shown(request, row, form)
    messages.success(request, "已收到，正在核对；没有疑问就自动采用，有疑问的列在下面。")
    return redirect(row)


@login_required
@require_GET
def pull(request: Request, pk: int) -> HttpResponse:
    rows = Pull.objects.visible_to(request.actor).defer("profile")
    row = get_object_or_404(rows.select_related("source__provider", "taking", "file"), pk=pk)
    held = row.state == PullState.QUARANTINED
    context = {
        "row": row,
        "label": importer(row.source.kind).label,
        "reasons": [(LABELS.get(one["code"], ""), one["words"]) for one in row.reasons],
        "decides": held and may_decide(row.source, request.actor),
        "releasable": deciding.is_releasable(row),
    }
    return render(request, "sources/pull.html", context)


DECISIONS = {
    "release": (deciding.release, "已放行，正在写入。"),
    "discard": (deciding.discard, "已弃用，采用的仍是上次的数据。"),
}


@login_required
@require_POST
def decide(request: Request, pk: int) -> HttpResponse:
    row = get_object_or_404(Pull.objects.visible_to(request.actor), pk=pk)
    do, why = request.POST.get("do", ""), request.POST.get("why", "")
    try:
        if do == "again":
            deciding.look_again(pull=row, actor=request.actor)
            said = "正在重新核对。"
        else:
            service, said = DECISIONS.get(do, (None, ""))
            if service is None:
                raise Http404
            service(pull=row, why=why, actor=request.actor)
    except deciding.DecisionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect(row)


def _require_manager(request: Request) -> None:
    if not request.actor.holds(*MANAGERS):
        raise Http404


def _source(request: Request, pk: int) -> FeedSource:
    if not request.actor.holds(*READERS):
        raise Http404
    rows = FeedSource.objects.visible_to(request.actor).select_related("provider")
    return get_object_or_404(rows, pk=pk)
