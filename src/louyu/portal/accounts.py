"""登录: signing in and out and changing one's password; who may do what belongs to organizations."""

from typing import Any

from django.contrib.auth import views
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.messages.views import SuccessMessageMixin
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse_lazy
from django_htmx.http import HttpResponseClientRedirect

from louyu.registers.organizations.queries import demo_accounts


class SignInForm(AuthenticationForm):
    """Says the same whether the account or the password is wrong."""

    error_messages = {
        "invalid_login": "账号或密码不正确，请重新填写。连续 5 次不正确，账号将锁定 15 分钟。",
        "inactive": "账号或密码不正确，请重新填写。连续 5 次不正确，账号将锁定 15 分钟。",
    }


class SignIn(views.LoginView):
    template_name = "portal/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # A fragment asked for after the session ended: the whole page goes to sign in.
        if request.htmx:  # type: ignore[attr-defined]
            return HttpResponseClientRedirect(request.get_full_path())
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        sent_here = context.get(self.redirect_field_name) not in ("", "/")
        return context | {"accounts": demo_accounts(), "sent_here": sent_here}


class ChangePassword(SuccessMessageMixin, views.PasswordChangeView):
    template_name = "portal/password.html"
    success_url = reverse_lazy("home")
    success_message = "密码已修改，下次登录请用新密码。"
