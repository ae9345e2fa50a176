"""行为人: every request carries the actor built from today's duties; long sessions end."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from louyu.kernel.scope import Actor
from louyu.registers.organizations.actors import actor_of
from louyu.registers.organizations.models import User

SIGNED_IN_AT = "signed_in_at"


class ActorOfRequest:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if isinstance(user, User) and self._outlived(request):
            logout(request)
            user = request.user
        request.actor = (  # type: ignore[attr-defined]
            actor_of(user) if isinstance(user, User) else Actor(user_id=None, name="访客")
        )
        return self.get_response(request)

    @staticmethod
    def _outlived(request: HttpRequest) -> bool:
        """A session ends after its longest life even when it is never idle."""
        now = timezone.now().timestamp()
        since = request.session.setdefault(SIGNED_IN_AT, now)
        return bool(now - since > settings.SESSION_LONGEST.total_seconds())
