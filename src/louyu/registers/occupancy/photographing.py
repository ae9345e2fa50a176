"""房源照片页: photos of an offer are added, described, put in order, removed and brought back."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from louyu.engines.pictures import Refused
from louyu.kernel.history.entries import entry_of
from louyu.kernel.requests import Request
from louyu.registers.occupancy.models import MOST_PHOTOS, Offer, OfferPhoto
from louyu.registers.occupancy.offers.photos import (
    CLOSED,
    add_photo,
    bring_back,
    describe,
    move_forward,
    remove_photo,
    removed_photos,
)
from louyu.registers.occupancy.offers.standing import OfferRefused
from louyu.registers.occupancy.scope import REPORTERS, reports_on
from louyu.registers.pictures.keeping import ACCEPT
from louyu.registers.pictures.models import LONGEST_WORDS
from louyu.registers.pictures.serving import TO_ITS_READER, picture_answer

ACTS: dict[str, tuple[Callable[..., None], str]] = {
    "forward": (move_forward, "已前移一位。"),
    "describe": (describe, "说明已保存。"),
    "remove": (remove_photo, "照片已移除，公开页不再显示；可以在下面恢复。"),
    "back": (bring_back, "照片已恢复，排在最后。"),
}
CHOOSE = "请先选择照片，再点“添加”。"
LONGEST_NAME = 60


@login_required
@require_safe
def photo(request: Request, pk: int, size: str) -> HttpResponse:
    """For whoever sees the offer, also when it is no longer on show."""
    seen = OfferPhoto.objects.visible_to(request.actor).select_related("small", "large")
    found = seen.filter(pk=pk).first()
    return picture_answer(request, found, size, caching=TO_ITS_READER)


@login_required
@require_http_methods(["GET", "POST"])
def photos(request: Request, pk: int) -> HttpResponse:
    if not request.actor.holds(*REPORTERS):
        raise PermissionDenied
    mine = Offer.objects.visible_to(request.actor).filter(reports_on(request.actor))
    offer = get_object_or_404(mine.select_related("building", "unit"), pk=pk)
    if offer.withdrawn_on is not None:
        messages.error(request, CLOSED)
        return redirect(offer)
    if request.method == "POST":
        (_add if request.POST.get("act") == "add" else _arrange)(request, offer)
        return redirect("offers-photos", pk)
    shown = list(offer.photos.order_by("position"))
    context = {
        "offer": offer,
        "photos": shown,
        "left": MOST_PHOTOS - len(shown),
        "most": MOST_PHOTOS,
        "removed": [(event, entry_of(event, [])) for event in removed_photos(offer)],
        "accept": ACCEPT,
        "longest": LONGEST_WORDS,
    }
    return render(request, "occupancy/photos.html", context)


def _add(request: Request, offer: Offer) -> None:
    """Each file is taken or refused on its own, and the refusal names it."""
    uploads = request.FILES.getlist("photos")[: MOST_PHOTOS + 1]
    if not uploads:
        messages.error(request, CHOOSE)
    added = 0
    for upload in uploads:
        try:
            add_photo(offer=offer, upload=upload, alt=_words(request), actor=request.actor)
            added += 1
        except (Refused, OfferRefused) as refusal:
            named = str(upload.name)[:LONGEST_NAME]
            messages.error(request, f"“{named}”没有添加：{refusal}")
    if added:
        messages.success(request, f"已添加 {added} 张照片。")


def _arrange(request: Request, offer: Offer) -> None:
    act, number = request.POST.get("act", ""), request.POST.get("photo", "")
    if act not in ACTS or not (number.isascii() and number.isdigit()):
        raise Http404
    do, told = ACTS[act]
    words = {"alt": _words(request)} if act == "describe" else {}
    try:
        do(offer=offer, number=int(number), actor=request.actor, **words)
        messages.success(request, told)
    except OfferRefused as refusal:
        messages.error(request, str(refusal))


def _words(request: Request) -> str:
    """One line, without what no page shows: control characters and marks that turn words round."""
    seen = (one if one.isprintable() else " " for one in request.POST.get("alt", ""))
    return " ".join("".join(seen).split())[:LONGEST_WORDS]
