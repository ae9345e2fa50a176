"""楼宇页: one building with its stacking plan, tenants, rooms, names and changes."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from louyu.kernel.requests import Request, asks_for
from louyu.registers.occupancy.building_page import BuildingPage
from louyu.registers.occupancy.building_views import card, shown
from louyu.registers.occupancy.overview import buildings_seen


@login_required
def building(request: Request, pk: int) -> HttpResponse:
    today = timezone.localdate()
    row = get_object_or_404(buildings_seen(request.actor, today), pk=pk)
    page = BuildingPage(request, row, today)
    if asks_for(request, "unit-card"):
        response = render(request, "occupancy/_card.html", card(page))
    else:
        response = render(request, *shown(page))
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response
