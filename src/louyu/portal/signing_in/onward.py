"""登录之后: where a person goes on to, whichever way they came in."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from louyu.registers.organizations.models import User
from louyu.registers.organizations.second_factor import is_needed


def wanted(request: HttpRequest) -> str:
    """Where they were going, within this system; nothing else is believed."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    hosts = {request.get_host()}
    safe = url_has_allowed_host_and_scheme(asked, hosts, require_https=request.is_secure())
    return asked if safe else ""


def after_sign_in(person: User, target: str) -> str:
    """To the second factor first, where one is needed."""
    if settings.DEMO or not is_needed(person):
        return target
    return f"{reverse('second-factor')}?{urlencode({'next': target})}"
