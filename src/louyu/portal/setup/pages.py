"""设置向导页: the steps with what is there already and what comes next."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from louyu.kernel.requests import Request
from louyu.portal.setup.steps import progress
from louyu.registers.organizations.models import Role


@login_required
@require_GET
def setup(request: Request) -> HttpResponse:
    if not request.actor.holds(Role.OFFICE):
        raise Http404
    steps = list(progress(request.actor))
    needed = [one for one in steps if not one.step.optional]
    context = {
        "steps": steps,
        "done": sum(one.is_done for one in needed),
        "needed": len(needed),
        "next": next((one for one in needed if not one.is_done), None),
    }
    return render(request, "portal/setup.html", context)
