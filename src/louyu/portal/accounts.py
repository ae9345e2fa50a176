"""登录: signing in and out and changing one's password.

Who may do what belongs to organizations; counting failures is django-axes' work.
"""

import json
from math import ceil
from pathlib import Path
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import views
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm
from django.contrib.messages.views import SuccessMessageMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from louyu.portal.signing_in import oidc
from louyu.portal.signing_in.onward import after_sign_in
from louyu.portal.signing_in.sms import gateway
from louyu.registers.organizations.models import User
from louyu.registers.organizations.queries import demo_accounts

REFUSED = (
    f"账号或密码不正确，请核对后重新填写。连续 {settings.AXES_FAILURE_LIMIT} 次不正确，账号将锁定 "
    f"{settings.AXES_COOLOFF_TIME.seconds // 60} 分钟。"
)


class SignInForm(AuthenticationForm):
    """Says the same of an unknown account, a wrong password and a person who left."""

    error_messages = {"invalid_login": REFUSED, "inactive": REFUSED}


class SignIn(views.LoginView):
    template_name = "portal/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # A fragment asked for after the session ended: the whole page goes to sign in.
        if request.htmx:  # type: ignore[attr-defined]
            return HttpResponseClientRedirect(request.get_full_path())
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self) -> str:
        assert isinstance(self.request.user, User)
        return after_sign_in(self.request.user, super().get_success_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["sent_here"] = context[self.redirect_field_name] not in ("", "/")
        context["is_new"] = not User.objects.exists()
        context["by_phone"] = gateway() is not None
        context["by_identity"] = oidc.label() if oidc.is_offered() else ""
        return context | (_demo() if settings.DEMO else {})


def _demo() -> dict[str, Any]:
    marker = json.loads(Path(settings.DEMO_MARKER).read_text(encoding="utf-8"))
    return {"demo_accounts": demo_accounts(), "demo_password": marker.get("password", "")}


class ChangePassword(SuccessMessageMixin, views.PasswordChangeView):  # type: ignore[type-arg]
    """Who came in by a link and has no password yet chooses one without an old one."""

    template_name = "portal/password.html"
    success_url = reverse_lazy("home")
    success_message = "密码已修改，下次登录请用新密码。"

    def get_form_class(self) -> Any:
        person = self.request.user
        assert isinstance(person, User)
        return super().get_form_class() if person.has_usable_password() else SetPasswordForm


def locked_out(
    request: HttpRequest, response: HttpResponse, credentials: dict[str, Any]
) -> HttpResponse:
    """In place of any answer while the account is locked, the right password included."""
    username = credentials.get("username", "")
    since = AccessAttempt.objects.filter(username=username).latest("attempt_time").attempt_time
    left = since + settings.AXES_COOLOFF_TIME - timezone.now()
    context = {
        "username": username,
        "failures": settings.AXES_FAILURE_LIMIT,
        "minutes": max(1, ceil(left.total_seconds() / 60)),
    }
    return render(request, "portal/locked_out.html", context, status=429)
