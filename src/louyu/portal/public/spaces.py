"""公开空间页: the list of what is on show, and one space with whom to ask."""

from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from louyu.portal.map.pages import allow_tiles
from louyu.portal.public.drawing import drawing
from louyu.portal.public.elevation import Elevation, elevation
from louyu.portal.public.finding import Finding
from louyu.registers.occupancy.models import OfferPhoto
from louyu.registers.occupancy.offers.published import (
    first_photos,
    offers_on_show,
    photos_on_show,
)
from louyu.registers.pictures.serving import TO_EVERYBODY, picture_answer

PAGE_SIZE = 20
BESIDE = 6


class Card(NamedTuple):
    """One space as lists show it: its photo, or where in its building it lies."""

    offer: Any
    drawing: Elevation
    photo: OfferPhoto | None


@require_safe
def spaces(request: HttpRequest) -> HttpResponse:
    finding = Finding(request.GET)
    page = Paginator(finding.spaces, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "finding": finding,
        "page": page,
        "cards": cards(finding.offers(list(page))),
        "map": drawing(finding.spaces) if finding.spaces else None,
    }
    response = render(request, "portal/public/spaces.html", context)
    allow_tiles(response)
    return response


def cards(offers: Any) -> list[Card]:
    shown = list(offers)
    photos = first_photos(shown)
    return [
        Card(offer, elevation(offer.building, {offer.level}), photos.get(offer.pk))
        for offer in shown
    ]


@require_safe
def space(request: HttpRequest, pk: int) -> HttpResponse:
    shown = offers_on_show(timezone.localdate())
    rows = shown.select_related("building__place", "building__cluster", "unit__floor", "contact")
    offer = rows.filter(pk=pk).first()
    if offer is None:
        raise Http404
    others = shown.filter(building=offer.building_id).exclude(pk=pk).order_by("area", "pk")
    context = {
        "offer": offer,
        "today": timezone.localdate(),
        "drawing": elevation(offer.building, {offer.level}),
        "photos": list(offer.photos.order_by("position")),
        "others": cards(others.select_related("building__place", "unit__floor")[:BESIDE]),
    }
    return render(request, "portal/public/space.html", context)


@require_safe
def photo(request: HttpRequest, pk: int, size: str) -> HttpResponse:
    """As long as its offer is on show, and no longer."""
    shown = photos_on_show(timezone.localdate()).select_related("small", "large")
    return picture_answer(request, shown.filter(pk=pk).first(), size, caching=TO_EVERYBODY)
