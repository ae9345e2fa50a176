"""待办页: grouped by when it is due; what may be done with the ticked ones is done at once."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from louyu.kernel.editing.sending import NotAKey, once
from louyu.kernel.inbox import Batch, BatchRefused, Source, Waiting, sources, told, waiting
from louyu.kernel.requests import Request
from louyu.registers.assignments.models import Delegation

PER_PAGE = 50
ORDERS: dict[str, tuple[Any, ...]] = {
    "": (F("day").asc(nulls_last=True), "source", "item"),
    "source": ("source", F("day").asc(nulls_last=True), "item"),
}
NO_DAY = "不限日期"


@dataclass(frozen=True)
class Group:
    label: str
    tone: str
    items: list[Waiting]


def _group_of(day: date | None, today: date) -> tuple[str, str]:
    if day is None:
        return NO_DAY, ""
    if day < today:
        return "超期", "bad"
    if day == today:
        return "今天", "warn"
    week_ends = today + timedelta(days=6 - today.weekday())
    return ("本周", "info") if day <= week_ends else ("以后", "")


def _grouped(items: list[Waiting], today: date) -> list[Group]:
    found: dict[str, Group] = {}
    for one in items:
        label, tone = _group_of(one.due, today)
        found.setdefault(label, Group(label, tone, [])).items.append(one)
    return list(found.values())


@login_required
def index(request: Request) -> HttpResponse:
    actor, today = request.actor, timezone.localdate()
    chosen = _chosen(request.GET.get("kind", ""))
    order = ORDERS.get(request.GET.get("sort", ""), ORDERS[""])
    rows = waiting(actor, [chosen] if chosen else sources()).order_by(*order)
    page: Any = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    items = told(actor, page.object_list)
    standing_for = Delegation.objects.visible_to(actor).filter(
        receiver_id=actor.user_id, during__contains=today
    )
    context = {
        "page": page,
        "groups": _grouped(items, today),
        "kinds": sources(),
        "chosen": chosen,
        "key": uuid4(),
        "standing_for": list(standing_for.select_related("giver")),
        "today": today,
    }
    return render(request, "inbox/list.html", context)


def _chosen(key: str) -> Source | None:
    return next((source for source in sources() if source.key == key), None)


@login_required
@require_POST
def act(request: Request) -> HttpResponse:
    """One act on the ticked items of one kind: all of them, or none."""
    source = _chosen(request.POST.get("kind", ""))
    offered = source.batches if source else ()
    batch = next((one for one in offered if one.name == request.POST.get("act")), None)
    back = f"{reverse('inbox')}?{urlencode({'kind': source.key})}" if source else reverse("inbox")
    if source is None or batch is None:
        messages.error(request, "请先按种类筛选，勾选事项，再选要办的事。")
        return redirect(back)
    try:
        return redirect(_act(request, source, batch, back))
    except (BatchRefused, NotAKey) as refusal:
        messages.error(request, str(refusal))
        return redirect(back)


def _act(request: Request, source: Source, batch: Batch, back: str) -> str:
    text = request.POST.get("text", "").strip()
    ticked = {int(n) for n in request.POST.getlist("item") if n.isdecimal()}
    if not ticked:
        raise BatchRefused("请先勾选要办的事项。")
    if batch.asks and not text:
        raise BatchRefused(f"请填写{batch.asks}。")

    def taken() -> str:
        rows = source.rows(request.actor).filter(pk__in=ticked)
        if rows.count() < len(ticked):
            raise BatchRefused("勾选的事项中有的已由他人办理，请刷新页面后重选。")
        done = batch.run(request.actor, rows, text)
        messages.success(request, f"{batch.label}：已办 {done} 件。")
        return back

    return once(taken, key=request.POST.get("key", ""), actor=request.actor)
