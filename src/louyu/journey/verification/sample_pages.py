"""抽查页: a street's records of a month to be looked at on the spot, on the phone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from louyu.engines.measures import Period
from louyu.journey.collection.models import Cycle, Duty
from louyu.journey.collection.workflow import REVIEWERS
from louyu.journey.verification.models import Sample
from louyu.journey.verification.sampling import SampleRefused, Seen, draw, new_seed, write_down
from louyu.journey.verification.scope import reviews_of
from louyu.kernel.requests import Request
from louyu.registers.organizations.models import Role
from louyu.registers.places.models import Place

LONGEST_FOUND = 200
RIGHT, WRONG = "right", "wrong"


class DrawForm(forms.Form):
    cycle = forms.ModelChoiceField(queryset=Cycle.objects.none())
    place = forms.ModelChoiceField(queryset=Place.objects.none())
    wanted = forms.IntegerField(min_value=1, max_value=100)

    def __init__(self, *args: Any, request: Request, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = Duty.objects.visible_to(request.actor).filter(reviews_of(request.actor))
        cycles: Any = self.fields["cycle"]
        cycles.queryset = Cycle.objects.visible_to(request.actor)
        places: Any = self.fields["place"]
        places.queryset = Place.objects.filter(pk__in=seen.order_by().values("place_id"))


@login_required
@require_POST
def draw_one(request: Request) -> HttpResponse:
    if not request.actor.holds(*REVIEWERS):
        raise PermissionDenied
    form = DrawForm(request.POST, request=request)
    if not form.is_valid():
        messages.error(request, "请选择街道和月份，抽查数量填 1 到 100。")
        return redirect("verification")
    told = form.cleaned_data
    known = Sample.objects.visible_to(request.actor)
    try:
        sample = draw(**told, seed=new_seed(), actor=request.actor)
    except SampleRefused as refusal:
        messages.error(request, str(refusal))
        drawn = known.filter(cycle=told["cycle"], place=told["place"]).first()
        return redirect(drawn or "verification")
    return redirect(sample)


@login_required
def show(request: Request, pk: int) -> HttpResponse:
    if not request.actor.holds(*REVIEWERS, Role.LEADER):
        raise PermissionDenied
    samples = Sample.objects.visible_to(request.actor).select_related("cycle", "place")
    sample = get_object_or_404(samples, pk=pk)
    mine = Sample.objects.visible_to(request.actor).filter(reviews_of(request.actor), pk=pk)
    may_write = mine.exists()
    trouble = ""
    if request.method == "POST":
        if not may_write:
            raise PermissionDenied
        try:
            done = write_down(sample=sample, seen=_seen(request, sample), actor=request.actor)
        except SampleRefused as refusal:
            trouble = str(refusal)
        else:
            messages.success(request, f"已记下 {done} 条。")
            return redirect(sample)
    context = _context(sample) | {"may_write": may_write, "trouble": trouble}
    return render(request, "verification/sample.html", context, status=422 if trouble else 200)


def _seen(request: Request, sample: Sample) -> dict[int, Seen]:
    """Of each record that was chosen about; the others stay as they are."""
    found = {}
    for pk in sample.drawn_records.order_by().values_list("pk", flat=True):
        told = request.POST.get(f"r-{pk}")
        words = request.POST.get(f"w-{pk}", "").replace("\0", "").strip()[:LONGEST_FOUND]
        if told in (RIGHT, WRONG):
            found[pk] = Seen(told == RIGHT, words)
    if not found:
        raise SampleRefused("还没有选任何一条，请选“一致”或“不一致”后保存。")
    return found


def _context(sample: Sample) -> dict[str, Any]:
    rows = list(
        sample.drawn_records.select_related(
            "answer__occupancy__enterprise", "answer__submission__duty__building"
        ).prefetch_related("answer__occupancy__unit_links__unit")
    )
    looked_at = [row for row in rows if row.is_right is not None]
    return {
        "sample": sample,
        "rows": rows,
        "period": Period.of(sample.cycle.month),
        "looked_at": len(looked_at),
        "right": sum(bool(row.is_right) for row in looked_at),
    }
