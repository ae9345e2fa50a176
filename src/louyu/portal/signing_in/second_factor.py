"""两步验证页: binding a phone, and the code asked for after signing in."""

from __future__ import annotations

from urllib.parse import urlencode

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from louyu.portal.signing_in.onward import wanted
from louyu.portal.signing_in.sharing import drawn
from louyu.registers.organizations import second_factor
from louyu.registers.organizations.middleware import FACTOR
from louyu.registers.organizations.models import SecondFactor, User


class CodeForm(forms.Form):
    code = forms.CharField(
        label="验证码",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True}),
    )


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    if second_factor.enrolled(_person(request)) is None:
        return redirect(f"{reverse('second-factor-enrol')}?{urlencode({'next': _next(request)})}")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            _let_in(request, second_factor.verify(_person(request), form.cleaned_data["code"]))
        except second_factor.CodeRefused as refusal:
            form.add_error("code", str(refusal))
        else:
            return HttpResponseRedirect(_next(request))
    return _page(request, "portal/second_factor.html", form)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """The recovery codes are the answer to the first right code and are never shown again."""
    person = _person(request)
    if second_factor.enrolled(person):
        return redirect("second-factor")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            factor, codes = second_factor.confirm(person, form.cleaned_data["code"])
        except second_factor.CodeRefused as refusal:
            form.add_error("code", str(refusal))
        else:
            _let_in(request, factor)
            return _page(request, "portal/second_factor_codes.html", form, codes=codes)
    told = second_factor.begin(person)
    drawing = {"secret": told.secret, "picture": drawn(told.address)}
    return _page(request, "portal/second_factor_enrol.html", form, **drawing)


def _let_in(request: HttpRequest, factor: SecondFactor) -> None:
    """More rights begin: the session gets a new number."""
    request.session.cycle_key()
    request.session[FACTOR] = factor.pk


def _page(request: HttpRequest, template: str, form: CodeForm, **more: object) -> HttpResponse:
    context = {"form": form, "next": _next(request)} | more
    return render(request, template, context, status=422 if form.errors else 200)


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _next(request: HttpRequest) -> str:
    return wanted(request) or resolve_url("home")
