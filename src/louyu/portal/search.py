"""搜索: one box over every register, each group within what the person may see."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from louyu.kernel.requests import Request, asks_for
from louyu.kernel.resource.search import search as search_registers


@login_required
def search(request: Request) -> HttpResponse:
    asked = request.GET.get("q", "").strip()[:80]
    context = {"q": asked, "groups": search_registers(request.actor, asked)}
    fragment = asks_for(request, "results")
    name = "portal/_found.html" if fragment else "portal/search.html"
    response = render(request, name, context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response
