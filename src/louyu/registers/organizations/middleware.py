"""行为人: every request carries the actor built from today's duties; long sessions end."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from louyu.kernel.scope import Actor
from louyu.registers.organizations.actors import of_session
from louyu.registers.organizations.models import User

SIGNED_IN_AT = "signed_in_at"
TOUCHED_AT = "touched_at"
FACTOR = "second_factor"  # number of the second factor this session was verified with


class ActorOfRequest:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if isinstance(user, User) and self._outlived(request):
            logout(request)
            user = request.user
        actor, waits = Actor(user_id=None, name="访客"), False
        if isinstance(user, User):
            self._touch(request)
            actor, waits = of_session(user, request.session.get(FACTOR))
        request.actor = actor  # type: ignore[attr-defined]
        request.awaits_second_factor = waits  # type: ignore[attr-defined]
        return self.get_response(request)

    @staticmethod
    def _outlived(request: HttpRequest) -> bool:
        """A session ends after its longest life even when it is never idle."""
        now = timezone.now().timestamp()
        since = request.session.setdefault(SIGNED_IN_AT, now)
        return bool(now - since > settings.SESSION_LONGEST.total_seconds())

    @staticmethod
    def _touch(request: HttpRequest) -> None:
        """What is written starts the idle time anew; writing at every request is not needed."""
        now = timezone.now().timestamp()
        if now - request.session.get(TOUCHED_AT, 0) >= settings.SESSION_TOUCHED_EVERY.seconds:
            request.session[TOUCHED_AT] = now
