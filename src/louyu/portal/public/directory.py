"""楼宇名录: the public buildings, and one of them with what it has on show."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from louyu.portal.public.elevation import elevation
from louyu.portal.public.finding import Directory
from louyu.portal.public.spaces import cards
from louyu.registers.buildings.published import public_buildings
from louyu.registers.occupancy.offers.published import offers_on_show

PAGE_SIZE = 30


@require_safe
def buildings(request: HttpRequest) -> HttpResponse:
    directory = Directory(request.GET)
    page = Paginator(directory.rows, PAGE_SIZE).get_page(request.GET.get("page"))
    on_show = directory.on_show(page.object_list)
    rows = [(row, on_show.get(row.pk, 0)) for row in page.object_list]
    context = {"directory": directory, "page": page, "rows": rows}
    return render(request, "portal/public/buildings.html", context)


@require_safe
def building(request: HttpRequest, code: str) -> HttpResponse:
    row = public_buildings().select_related("place", "cluster").filter(code=code).first()
    if row is None:
        raise Http404
    shown = offers_on_show(timezone.localdate()).filter(building=row.pk)
    offers = list(shown.select_related("building__place", "unit__floor").order_by("-area", "pk"))
    context = {
        "building": row,
        "today": timezone.localdate(),
        "cards": cards(offers),
        "drawing": elevation(row, {offer.level for offer in offers}),
        "area": sum(offer.area for offer in offers),
    }
    return render(request, "portal/public/building.html", context)
