"""消息地址: written down by whoever may change the account, or lets in the liaison."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from louyu.journey.collection.reminders.contacts import AddressRefused, set_address
from louyu.journey.collection.reminders.line import chosen
from louyu.kernel.requests import Request
from louyu.portal.people.liaisons import granted, is_own
from louyu.registers.organizations.models import Role, User


@login_required
@require_POST
def account_address(request: Request, pk: int) -> HttpResponse:
    if not request.actor.holds(Role.SYSTEM_ADMIN):
        raise Http404
    _write(request, get_object_or_404(User, pk=pk))
    return redirect("account", pk)


@login_required
@require_POST
def liaison_address(request: Request, pk: int) -> HttpResponse:
    if not request.actor.holds(Role.STREET):
        raise Http404
    person = get_object_or_404(granted(request.actor), pk=pk).user
    if is_own(request.actor, person):
        _write(request, person)
    else:
        messages.error(request, "这个人还担任其他岗位，消息地址请由本人或系统管理员填写。")
    return redirect("liaisons")


def _write(request: Request, person: User) -> None:
    via = chosen()
    if via is None:
        raise Http404
    try:
        set_address(person, via, request.POST.get("address", ""), actor=request.actor)
    except AddressRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{person.name}的{via.label}地址已保存。")
