"""登录单: single-use links of many new accounts on one sheet, to print and cut apart."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from louyu.kernel.requests import Request
from louyu.portal.signing_in.sharing import drawn
from louyu.registers.organizations import links
from louyu.registers.organizations.models import Role, User


@dataclass(frozen=True)
class Slip:
    """What one person gets."""

    person: User
    address: str
    picture: SafeString


def waiting() -> QuerySet[User]:
    """Accounts nobody has come into yet."""
    return User.objects.filter(
        is_active=True, last_login=None, password__startswith=UNUSABLE_PASSWORD_PREFIX
    )


@never_cache
@login_required
@require_POST
def link_sheet(request: Request) -> HttpResponse:
    """Shown this once; links given out earlier to the same people end."""
    if not request.actor.holds(Role.SYSTEM_ADMIN):
        raise Http404
    ticked = [int(pk) for pk in request.POST.getlist("person") if pk.isdecimal()]
    people = waiting().filter(pk__in=ticked).select_related("organization")
    slips = [_slip(request, person) for person in people]
    if not slips:
        messages.error(request, "没有选中还未登录过的账号，请先勾选。")
        return redirect("accounts")
    return render(request, "people/link_sheet.html", {"slips": slips})


def _slip(request: Request, person: User) -> Slip:
    token = links.issue(person, actor=request.actor)
    address = request.build_absolute_uri(reverse("sign-in-link", args=[token]))
    return Slip(person, address, drawn(address))
