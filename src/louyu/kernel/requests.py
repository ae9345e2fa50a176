"""请求: what every page may expect of a request: the actor, and whether htmx asks for a part."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from louyu.kernel.scope import Actor


class Request(HttpRequest):
    actor: Actor
    htmx: HtmxDetails


def asks_for(request: Request, fragment: str) -> bool:
    """True when htmx will put the answer into the element of this id."""
    return bool(request.htmx) and request.htmx.target == fragment
