"""权限变更记录: for the auditor, all that was opened, given, taken away and by whom."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from louyu.kernel.requests import Request
from louyu.registers.organizations.models import Role, User
from louyu.registers.organizations.rights_log import changes, entries

PER_PAGE = 50


@login_required
@require_GET
def rights(request: Request) -> HttpResponse:
    """`?person=7`: of one person alone."""
    if not request.actor.holds(Role.AUDITOR):
        raise Http404
    asked = request.GET.get("person", "")
    person = get_object_or_404(User, pk=asked) if asked.isdecimal() else None
    found = changes(person.pk if person else None)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = entries(page.object_list)
    return render(request, "people/rights.html", {"page": page, "rows": rows, "person": person})
