"""一次性登录链接: handed to one person, who signs in with it once."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from louyu.kernel.history import acting
from louyu.kernel.scope import Actor
from louyu.registers.organizations.models import SignInLink, User

GOOD_FOR = timedelta(days=3)


def issue(user: User, *, actor: Actor) -> str:
    """The token, told once and never stored; earlier links of this person end."""
    token, now = secrets.token_urlsafe(32), timezone.now()
    with transaction.atomic(), acting(actor, "sign_in_link_issued"):
        SignInLink.objects.filter(user=user, used_at=None).delete()
        SignInLink.objects.create(
            user=user, digest=_digest(token), issued_by=actor.name, expires_at=now + GOOD_FOR
        )
    return token


def redeem(token: str) -> User | None:
    """Whose link it is; None for one that is unknown, used or out of date."""
    with transaction.atomic():
        link = (
            SignInLink.objects.select_for_update()
            .filter(digest=_digest(token), used_at=None, expires_at__gt=timezone.now())
            .filter(user__is_active=True)
            .select_related("user")
            .first()
        )
        if link is None:
            return None
        link.used_at = timezone.now()
        link.save(update_fields=["used_at"])
        return link.user


def _digest(token: str) -> str:
    """The token has 256 bits of its own: a plain digest cannot be turned back."""
    return hashlib.sha256(token.encode()).hexdigest()
