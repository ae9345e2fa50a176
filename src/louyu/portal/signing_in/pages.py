"""登录页: by a code on the phone, by a link used once, through the district's identity service."""

from __future__ import annotations

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.auth import login
from django.core.validators import RegexValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from louyu.portal.signing_in import codes, oidc
from louyu.portal.signing_in.onward import after_sign_in, wanted
from louyu.registers.organizations.links import redeem
from louyu.registers.organizations.models import User

BACKEND = "django.contrib.auth.backends.ModelBackend"


class PhoneForm(forms.Form):
    phone = forms.CharField(
        label="手机号",
        max_length=11,
        validators=[RegexValidator(r"^1\d{10}$", "请填写 11 位手机号。")],
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "tel-national"}),
    )


class CodeForm(PhoneForm):
    code = forms.CharField(
        label="验证码",
        min_length=6,
        max_length=6,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"min_length": "验证码是 6 位数字，请核对。"},
    )


@never_cache
@require_http_methods(["GET", "POST"])
def by_phone(request: HttpRequest) -> HttpResponse:
    """One address, two steps: the number, then the code; it works without script."""
    sent = request.method == "POST"
    wants_in = sent and request.POST.get("step") == "enter"
    form = (CodeForm if wants_in else PhoneForm)(request.POST if sent else None)
    if sent and form.is_valid():
        phone = form.cleaned_data["phone"]
        try:
            if wants_in:
                return _enter(request, codes.redeem(phone, form.cleaned_data["code"]))
            codes.send(phone)
            form = CodeForm(initial={"phone": phone})
        except codes.CodeRefused as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "next": wanted(request), "step": "code" in form.fields}
    return render(request, "portal/sign_in_phone.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Opening it uses nothing up: messengers look at links before people do."""
    if request.method == "POST":
        person = redeem(token)
        if person:
            return _enter(request, person)
        return render(request, "portal/sign_in_link.html", {"is_spent": True}, status=410)
    return render(request, "portal/sign_in_link.html")


@never_cache
@require_GET
def to_identity(request: HttpRequest) -> HttpResponse:
    request.session["after_identity"] = wanted(request)
    try:
        return oidc.depart(request)
    except oidc.IdentityRefused as refusal:
        return _back_to_login(request, refusal)


@never_cache
@require_GET
def from_identity(request: HttpRequest) -> HttpResponse:
    after = request.session.pop("after_identity", "")
    try:
        return _enter(request, oidc.arrive(request), after)
    except oidc.IdentityRefused as refusal:
        return _back_to_login(request, refusal)


def _enter(request: HttpRequest, person: User, after: str = "") -> HttpResponse:
    """As with a password: a new session, then where they were going."""
    login(request, person, backend=BACKEND)
    return redirect(after_sign_in(person, after or wanted(request) or resolve_url("home")))


def _back_to_login(request: HttpRequest, refusal: Exception) -> HttpResponse:
    messages.error(request, str(refusal))
    after = wanted(request)
    return redirect(reverse("login") + (f"?{urlencode({'next': after})}" if after else ""))
