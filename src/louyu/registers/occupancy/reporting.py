"""入驻办理页: forms by which those who look after a building report departures and vacancies."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render

from louyu.kernel.requests import Request
from louyu.registers.buildings.models import Unit, UnitUse
from louyu.registers.occupancy.forms import DepartureForm, VacancyForm
from louyu.registers.occupancy.models import Occupancy
from louyu.registers.occupancy.scope import reports_on
from louyu.registers.occupancy.services import ReportRefused, confirm_vacant, end_stay


@login_required
def departure(request: Request, pk: int) -> HttpResponse:
    mine = Occupancy.objects.visible_to(request.actor).filter(reports_on(request.actor))
    stay = get_object_or_404(mine.select_related("enterprise", "building"), pk=pk)
    form = DepartureForm(request.POST or None)

    def take(told: dict[str, Any]) -> str:
        end_stay(stay=stay, actor=request.actor, **told)
        return f"已登记迁出：{stay.enterprise}"

    title = f"登记迁出：{stay.enterprise}"
    return _answered(request, form, take, title, back=stay.building.get_absolute_url())


@login_required
def vacancy(request: Request, pk: int) -> HttpResponse:
    mine = Unit.objects.visible_to(request.actor).filter(
        reports_on(request.actor), use=UnitUse.BUSINESS
    )
    unit = get_object_or_404(mine.select_related("building", "floor"), pk=pk)
    form = VacancyForm(request.POST or None)

    def take(told: dict[str, Any]) -> str:
        confirm_vacant(unit=unit, actor=request.actor, **told)
        return f"已登记空置：{unit.building} {unit.number}"

    back = f"{unit.building.get_absolute_url()}?unit={unit.pk}"
    return _answered(request, form, take, f"登记空置：{unit.building} {unit.number}", back=back)


def _answered(
    request: Request,
    form: forms.Form,
    take: Callable[[dict[str, Any]], str],
    title: str,
    *,
    back: str,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, take(form.cleaned_data))
        except ReportRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return HttpResponseRedirect(back)
    context = {"form": form, "title": title, "back": back}
    return render(request, "occupancy/report.html", context, status=422 if form.errors else 200)
