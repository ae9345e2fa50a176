"""接口令牌页: one's own tokens; a new one is shown once."""

from datetime import timedelta

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from louyu.kernel.requests import Request
from louyu.portal.api.root import api
from louyu.portal.api.tokens import LONGEST, make, revoke
from louyu.portal.models import ApiToken
from louyu.registers.organizations.models import User


class TokenForm(forms.Form):
    name = forms.CharField(label="用途", max_length=60, help_text="哪个程序用，例如 区数据平台。")
    expires_on = forms.DateField(
        label="有效期至", widget=forms.DateInput(attrs={"type": "date"}), help_text="最长一年。"
    )
    writes = forms.BooleanField(label="可以写入", required=False)

    def clean_expires_on(self) -> object:
        day, today = self.cleaned_data["expires_on"], timezone.localdate()
        if not today <= day <= today + LONGEST:
            raise forms.ValidationError("有效期从今天起，最长一年。")
        return day


@require_GET
def description(request: HttpRequest) -> JsonResponse:
    """OpenAPI 3.1; it names shapes and no data, so it is open."""
    told = api.get_openapi_schema(path_prefix="/api/v1/")
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})


@login_required
@require_http_methods(["GET", "POST"])
def tokens(request: Request) -> HttpResponse:
    owner, made = request.user, ""
    assert isinstance(owner, User)
    if request.method == "POST" and request.POST.get("revoke", "").isdigit():
        revoke(owner=owner, pk=int(request.POST["revoke"][:18]))
        return redirect("tokens")
    later = timezone.localdate() + timedelta(days=90)
    form = TokenForm(request.POST or None, initial={"expires_on": later}, label_suffix="")
    if request.method == "POST" and form.is_valid():
        made = make(owner=owner, **form.cleaned_data)
        form = TokenForm(initial={"expires_on": later}, label_suffix="")
    own = ApiToken.objects.filter(owner=owner)
    context = {"form": form, "made": made, "tokens": own, "today": timezone.localdate()}
    status = 422 if form.errors else 200
    return render(request, "portal/tokens.html", context, status=status)
