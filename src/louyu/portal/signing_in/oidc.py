"""统一身份认证: signing in through the district's own OpenID Connect service.

It says who somebody is and nothing more: accounts, duties and clearances stay here.
"""

from __future__ import annotations

from typing import Any

from authlib.integrations.base_client import OAuthError
from authlib.integrations.django_client import OAuth
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from joserfc.errors import JoseError
from requests import RequestException

from louyu.registers.organizations.models import User


class IdentityRefused(Exception):
    """One Chinese sentence that says what to do."""


def is_offered() -> bool:
    return bool(settings.OIDC)


def label() -> str:
    return str(settings.OIDC.get("label", "统一身份认证"))


def depart(request: HttpRequest) -> HttpResponse:
    """To the service, with state, nonce and PKCE."""
    back = request.build_absolute_uri(reverse("sign-in-oidc-back"))
    try:
        answer: HttpResponse = _client().authorize_redirect(request, back)
    except (OAuthError, RequestException) as trouble:
        raise IdentityRefused("统一身份认证没有应答，请稍后再试，或用账号和密码登录。") from trouble
    return answer


def arrive(request: HttpRequest) -> User:
    """The account that belongs to a verified identity; none is ever made here."""
    try:
        token: dict[str, Any] = _client().authorize_access_token(request)
    except (OAuthError, JoseError, RequestException, ValueError) as trouble:
        raise IdentityRefused("统一身份认证没有通过，请重新登录。") from trouble
    claim = settings.OIDC.get("claim", "preferred_username")
    value = str((token.get("userinfo") or {}).get(claim) or "")
    field = "phone" if claim == "phone_number" else "username"
    found = User.objects.filter(**{field: value}, is_active=True).first() if value else None
    if found is None:
        raise IdentityRefused("您的身份已确认，但本系统没有对应的账号，请联系系统管理员开立。")
    return found


def _client() -> Any:
    if not settings.OIDC:
        raise IdentityRefused("本系统没有接入统一身份认证，请用账号和密码登录。")
    oauth = OAuth()
    oauth.register(
        "district",
        client_id=settings.OIDC["client_id"],
        client_secret=settings.OIDC["secret"],
        server_metadata_url=f"{settings.OIDC['issuer']}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid profile phone", "code_challenge_method": "S256"},
    )
    return oauth.district
