"""分解页: one district target, a line for every street and park, saved in one go."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from louyu.journey.statistics.models import Target, TargetPart
from louyu.journey.statistics.services import divide
from louyu.kernel.editing.sentences import broken_rule, sentence_of
from louyu.kernel.requests import Request
from louyu.kernel.resource import resource
from louyu.registers.places.models import MANAGING_LEVELS, Place, PlaceLevel


class DivisionForm(forms.Form):
    """A field for each street and park, named by its number."""

    def __init__(self, places: Iterable[Place], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in places:
            self.fields[f"place-{place.pk}"] = forms.DecimalField(
                label=place.name, required=False, min_value=0, max_digits=16, decimal_places=4
            )

    @property
    def values(self) -> dict[int, Decimal | None]:
        return {int(name.split("-")[1]): value for name, value in self.cleaned_data.items()}


@login_required
@require_http_methods(["GET", "POST"])
def target_divide(request: Request, pk: int) -> HttpResponse:
    if not resource("target-parts").may_write(request.actor):
        raise Http404
    targets = Target.objects.visible_to(request.actor).select_related("plan", "place")
    target = get_object_or_404(
        targets, pk=pk, place__level=PlaceLevel.DISTRICT, plan__archived_on=None
    )
    places = Place.objects.filter(level__in=MANAGING_LEVELS, path__startswith=target.place.path)
    places = places.order_by("-level", "path")
    form = DivisionForm(places, request.POST or None, initial=_standing(target, request))
    if request.method == "POST" and form.is_valid():
        try:
            divide(target=target, values=form.values, actor=request.actor)
        except IntegrityError as refusal:
            form.add_error(None, sentence_of(broken_rule(refusal)))
        else:
            messages.success(request, f"已保存分解：{target}")
            return redirect(target)
    return render(request, "statistics/divide.html", {"target": target, "form": form})


def _standing(target: Target, request: Request) -> dict[str, Decimal]:
    parts = TargetPart.objects.visible_to(request.actor).filter(target=target)
    return {f"place-{p.street_id}": p.value.normalize() for p in parts.exclude(street=None)}
