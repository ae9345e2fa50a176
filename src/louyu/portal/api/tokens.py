"""令牌: made by a person for a program, told once, never wider than the person's own duties."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import replace
from datetime import date, timedelta

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import APIKeyCookie, HttpBearer

from louyu.kernel.scope import Actor
from louyu.portal.models import ApiToken
from louyu.registers.organizations.actors import actor_of
from louyu.registers.organizations.models import ADMINISTRATORS, User

LONGEST = timedelta(days=366)


def make(*, owner: User, name: str, expires_on: date, writes: bool) -> str:
    """The token itself, for its owner to copy; only its digest is stored."""
    token = f"louyu_{secrets.token_urlsafe(32)}"
    ApiToken.objects.create(
        owner=owner, name=name, expires_on=expires_on, writes=writes, digest=_digest(token)
    )
    return token


def revoke(*, owner: User, pk: int) -> None:
    rows = ApiToken.objects.filter(owner=owner, pk=pk, revoked_at=None)
    rows.update(revoked_at=timezone.now())


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


class Bearer(HttpBearer):
    """`Authorization: Bearer …`: the actor of the request is the owner of the token."""

    openapi_description = "接口令牌，在“接口令牌”页创建。"

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        found = (
            ApiToken.objects.filter(digest=_digest(token), revoked_at=None)
            .filter(expires_on__gte=timezone.localdate(), owner__is_active=True)
            .select_related("owner")
            .first()
        )
        if found is None:
            return None
        ApiToken.objects.filter(pk=found.pk).update(used_at=timezone.now())
        request.actor = _without_clearance(actor_of(found.owner))  # type: ignore[attr-defined]
        return found


class Session(APIKeyCookie):
    """A signed-in person may read in the browser; writing needs a token."""

    param_name = "sessionid"
    openapi_description = "浏览器会话，只能读。"

    def __init__(self) -> None:
        # Reading changes nothing and writing is refused: there is nothing to forge.
        super().__init__(csrf=False)

    def authenticate(self, request: HttpRequest, key: str | None) -> User | None:
        is_read = request.method in {"GET", "HEAD"}
        if not is_read or not isinstance(request.user, User):
            return None
        request.actor = _without_clearance(request.actor)  # type: ignore[attr-defined]
        return request.user


def _without_clearance(whole: Actor) -> Actor:
    """Nothing here reads tax, and nothing does an administrator's work."""
    duties = tuple(duty for duty in whole.duties if duty.role not in ADMINISTRATORS)
    return replace(whole, duties=duties, clearances=frozenset(), second_factor=False)
