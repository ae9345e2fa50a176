"""工作台: what a person sees first, by the duties held today."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from louyu.kernel.requests import Request


@login_required
def home(request: Request) -> HttpResponse:
    return render(request, "portal/home.html")
