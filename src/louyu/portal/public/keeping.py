"""现成页面: a public page is made once for as long as nothing at all is written.

What counts as the same is the database's own snapshot: two readers of one snapshot see the same
rows, so a page made for one is true for the other, and a withdrawn offer is gone with the commit
that withdrew it. There is nothing to clear and no time to wait for (docs/decisions/0101).
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from django.core.cache import caches
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers

from louyu.portal.public.navigation import EXPORTED, TEXT_COOKIE

# None while this very connection writes: its own changes are in no snapshot yet.
SNAPSHOT = """
    SELECT CASE WHEN pg_current_xact_id_if_assigned() IS NULL THEN pg_current_snapshot()::text END
"""


def kept(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For pages that are the same for everybody who has not signed in."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        state = _state(request)
        if state is None:
            return view(request, *args, **kwargs)
        key, shelf = _key(request), caches["pages"]
        made = shelf.get(key)
        if made is None or made[0] != state:
            response = view(request, *args, **kwargs)
            if response.status_code != 200:
                return response
            made = (state, *_packed(request, response))
            shelf.set(key, made)
        return _answer(request, *made[1:])

    return answer


def _state(request: HttpRequest) -> tuple[str, str] | None:
    """What a page may depend on besides its address: the rows and, for what is due, the minute."""
    if request.method != "GET" or EXPORTED in request.META or request.user.is_authenticated:
        return None
    with connection.cursor() as cursor:
        cursor.execute(SNAPSHOT)
        snapshot = cursor.fetchone()[0]
    return snapshot and (snapshot, f"{timezone.localtime():%Y-%m-%d %H:%M}")


def _key(request: HttpRequest) -> str:
    text = request.COOKIES.get(TEXT_COOKIE, "")
    told = (request.build_absolute_uri(), text, str(_takes_gzip(request)))
    return sha256("\n".join(told).encode()).hexdigest()


def _takes_gzip(request: HttpRequest) -> bool:
    return "gzip" in request.headers.get("Accept-Encoding", "")


def _packed(request: HttpRequest, response: HttpResponse) -> tuple[bytes, dict[str, str]]:
    """Packed once as well: that costs more than all else of a page that is ready."""
    content = response.content
    if _takes_gzip(request):
        response.headers["Content-Encoding"] = "gzip"
        content = gzip.compress(content, mtime=0)
    # Readers ask again each time; whoever has these bytes already is sent none.
    response.headers["Cache-Control"] = "no-cache"
    response.headers["ETag"] = f'W/"{sha256(content).hexdigest()[:32]}"'
    patch_vary_headers(response, ("Cookie", "Accept-Encoding"))
    return content, dict(response.headers)


def _answer(request: HttpRequest, content: bytes, headers: dict[str, str]) -> HttpResponse:
    response = HttpResponse(content, headers=headers)
    told = get_conditional_response(request, etag=headers["ETag"], response=response)
    assert told is not None
    return told
