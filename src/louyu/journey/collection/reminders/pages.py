"""提醒页面: what was sent on a day and what did not get through; one's own messages."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET, require_http_methods

from louyu.journey.collection.reminders.contacts import (
    AddressRefused,
    contacts_of,
    set_address,
)
from louyu.journey.collection.reminders.line import chosen
from louyu.journey.collection.reminders.models import Reminder
from louyu.journey.collection.workflow import REVIEWERS
from louyu.kernel.requests import Request
from louyu.registers.organizations.models import User

PER_PAGE = 50
OWN = 10  # latest of one's own
WITH = ("duty__building", "duty__cycle", "user")


@login_required
@require_GET
def index(request: Request) -> HttpResponse:
    if not request.actor.holds(*REVIEWERS):
        raise PermissionDenied
    seen = Reminder.objects.visible_to(request.actor)
    day = _day(request.GET.get("day", "")) or seen.values_list("day", flat=True).first()
    of_the_day = seen.filter(day=day) if day else seen
    rows = of_the_day.select_related(*WITH).order_by("user__name", "message", "pk")
    failed = rows.filter(sent_at=None)
    only = request.GET.get("only") == "failed"
    page = Paginator(failed if only else rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "day": day,
        "only": only,
        "failed": failed.count(),
        "via": chosen(),
    }
    return render(request, "reminders/list.html", context)


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


@login_required
@require_http_methods(["GET", "POST"])
def mine(request: Request) -> HttpResponse:
    """One's own address, the switch, and what was sent lately."""
    via = chosen()
    own = get_object_or_404(User, pk=request.actor.user_id)
    context: dict[str, Any] = {"via": via, "trouble": ""}
    if request.method == "POST" and via:
        context["typed"] = typed = request.POST.get("address", "")
        wanted = "wanted" in request.POST
        try:
            set_address(own, via, typed, actor=request.actor, wanted=wanted)
        except AddressRefused as refusal:
            context["trouble"] = str(refusal)
        else:
            messages.success(request, "已保存。" if wanted else "已关闭，不再发送消息。")
            return redirect("reminders-mine")
    if via:
        context["contact"] = contacts_of([own.pk], via).get(own.pk)
    rows = Reminder.objects.visible_to(request.actor).filter(user=own).select_related(*WITH)
    context["rows"] = rows[:OWN]
    status = 422 if context["trouble"] else 200
    return render(request, "reminders/mine.html", context, status=status)
