"""招商办理页: an offer is withdrawn with a reason, or verified with one tap."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from louyu.kernel.requests import Request
from louyu.registers.occupancy.forms import WithdrawalForm
from louyu.registers.occupancy.models import Offer
from louyu.registers.occupancy.offers.services import verify, withdraw
from louyu.registers.occupancy.offers.standing import OfferRefused
from louyu.registers.occupancy.scope import REPORTERS, VERIFIERS, reports_on, verifies


@login_required
@require_http_methods(["GET", "POST"])
def withdrawal(request: Request, pk: int) -> HttpResponse:
    if not request.actor.holds(*REPORTERS):
        raise PermissionDenied
    mine = Offer.objects.visible_to(request.actor).filter(reports_on(request.actor))
    offer = get_object_or_404(mine.select_related("building", "unit"), pk=pk)
    form = WithdrawalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        withdraw(offer=offer, actor=request.actor, **form.cleaned_data)
        messages.success(request, f"已下架：{offer}")
        return redirect(offer)
    context = {"form": form, "offer": offer}
    return render(request, "occupancy/withdrawal.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def verification(request: Request, pk: int) -> HttpResponse:
    if not request.actor.holds(*VERIFIERS):
        raise PermissionDenied
    mine = Offer.objects.visible_to(request.actor).filter(verifies(request.actor))
    offer = get_object_or_404(mine.select_related("building", "unit"), pk=pk)
    try:
        verify(offer=offer, actor=request.actor)
    except OfferRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已核实：{offer}")
    return redirect(offer)
