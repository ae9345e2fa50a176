"""分工页面: who answers for which building and where nobody does; handing over."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from louyu.kernel.editing.sending import NotAKey, once
from louyu.kernel.requests import Request
from louyu.kernel.scope import Actor
from louyu.registers.assignments.models import Assignment, Capacity
from louyu.registers.assignments.queries import (
    administered_q,
    assignable,
    left_behind,
    without_liaison,
)
from louyu.registers.assignments.services import STREETS_OWN, HandoverRefused, hand_over
from louyu.registers.buildings.models import Building
from louyu.registers.organizations.models import Role, User

PER_PAGE = 50
SHOWN = (Capacity.LIAISON, Capacity.STREET_OFFICER, Capacity.LEADER)
ARRANGES = (Role.OFFICE, Role.STREET)


@dataclass(frozen=True)
class Line:
    """One building: who holds each of the single capacities, and everybody else."""

    building: Building
    single: tuple[tuple[str, str], ...]
    others: str


@login_required
def responsibilities(request: Request) -> HttpResponse:
    actor, asked = request.actor, request.GET
    rows = Building.objects.visible_to(actor).select_related("place")
    gaps = without_liaison(actor)
    if asked.get("gap") == "1":
        rows = rows.filter(pk__in=gaps.order_by().values("pk"))
    for word in asked.get("q", "").split():
        rows = rows.filter(name__icontains=word)
    page: Any = Paginator(rows, PER_PAGE).get_page(asked.get("page"))
    context = {
        "page": page,
        "lines": _lines(page.object_list, actor),
        "labels": [capacity.label for capacity in SHOWN],
        "gap": asked.get("gap") == "1",
        "gaps": gaps.count() if actor.holds(*ARRANGES) else None,
        "arranges": actor.holds(*ARRANGES),
        "query": urlencode({k: v for k, v in asked.items() if k != "page" and v}),
        "today": timezone.localdate(),
    }
    return render(request, "assignments/responsibilities.html", context)


def _lines(buildings: list[Building], actor: Actor) -> list[Line]:
    today = timezone.localdate()
    rows = Assignment.objects.visible_to(actor).filter(
        building__in=[one.pk for one in buildings], during__contains=today
    )
    held: dict[int | None, list[Assignment]] = {}
    for row in rows.select_related("user", "organization").order_by("capacity", "start"):
        held.setdefault(row.building_id, []).append(row)
    return [_line(one, held.get(one.pk, [])) for one in buildings]


def _line(building: Building, held: list[Assignment]) -> Line:
    by_capacity = {row.capacity: row.who for row in held if row.capacity in SHOWN}
    single = tuple((str(one.label), by_capacity.get(one, "")) for one in SHOWN)
    rest = (row for row in held if row.capacity not in SHOWN)
    return Line(building, single, "；".join(f"{r.get_capacity_display()} {r.who}" for r in rest))


class HandoverForm(forms.Form):
    """From one person to another: all that is ticked, from a day on."""

    receiver = forms.ModelChoiceField(
        label="交给",
        queryset=User.objects.none(),
        empty_label="请选择接手人",
        error_messages={"required": "请选择接手人。"},
    )
    day = forms.DateField(
        label="自哪天起",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "请填写日期。", "invalid": "日期请写成 2026-09-30 的样子。"},
    )
    basis = forms.CharField(label="依据", max_length=200, required=False, help_text="可以不填")

    def __init__(self, *args: Any, actor: Actor, giver: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.initial["day"] = timezone.localdate()
        receiver = self.fields["receiver"]
        assert isinstance(receiver, forms.ModelChoiceField)
        receiver.queryset = assignable(actor).exclude(pk=giver.pk)


def _to_hand_over(actor: Actor) -> QuerySet[Assignment]:
    """Held by persons today or later, of what this actor arranges."""
    rows = Assignment.objects.visible_to(actor).filter(user__isnull=False)
    rows = rows.exclude(end__lt=timezone.localdate())
    if not actor.holds(Role.OFFICE):
        rows = rows.filter(administered_q(actor, "building__"), capacity__in=STREETS_OWN)
    return rows.order_by()


@login_required
def handover(request: Request) -> HttpResponse:
    actor = request.actor
    if not actor.holds(*ARRANGES):
        raise PermissionDenied
    rows = _to_hand_over(actor)
    number = request.POST.get("giver") or request.GET.get("giver", "")
    giver = (
        User.objects.filter(pk=int(number), pk__in=rows.values("user_id")).first()
        if number.isdecimal()
        else None
    )
    if giver is None:
        return _choose_giver(request, rows)
    held = rows.filter(user=giver).select_related("building__place", "enterprise")
    told = request.POST if request.method == "POST" else None
    form = HandoverForm(told, actor=actor, giver=giver)
    ticked = {int(n) for n in request.POST.getlist("assignment") if n.isdecimal()}
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(_hand_over(request, form, ticked, giver))
        except (HandoverRefused, NotAKey) as refusal:
            form.add_error(None, str(refusal))
    ordered = list(held.order_by("building__name_sort", "enterprise__name_sort", "pk"))
    context = {
        "giver": giver,
        "form": form,
        "key": uuid4(),
        "rows": [(row, told is None or row.pk in ticked) for row in ordered],
    }
    status = 422 if form.errors else 200
    return render(request, "assignments/handover.html", context, status=status)


def _hand_over(request: Request, form: HandoverForm, ticked: set[int], giver: User) -> str:
    told = form.cleaned_data

    def act() -> str:
        moved = hand_over(
            assignments=ticked,
            receiver=told["receiver"],
            day=told["day"],
            basis=told["basis"],
            actor=request.actor,
        )
        words = f"已把{giver.name}的 {moved} 项分工交给{told['receiver'].name}"
        messages.success(request, f"{words}，{told['day']:%Y-%m-%d} 起生效。")
        return reverse("responsibilities")

    return once(act, key=request.POST.get("key", ""), actor=request.actor)


def _choose_giver(request: Request, rows: QuerySet[Assignment]) -> HttpResponse:
    counted = rows.values("user_id", "user__name", "user__organization__name")
    people = counted.annotate(n=Count("pk")).order_by("-n", "user__name")
    gone = set(left_behind(request.actor).values_list("user_id", flat=True))
    context = {"people": [(one, one["user_id"] in gone) for one in people]}
    return render(request, "assignments/givers.html", context)
