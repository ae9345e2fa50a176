"""地图页: the map and, below or beside it, the same buildings as a table that needs no script."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from louyu.kernel.requests import Request
from louyu.portal.map.drawing import drawing
from louyu.portal.map.spots import Shown

PAGE_SIZE = 50
TILE_HOSTS = tuple(f"https://t{number}.tianditu.gov.cn" for number in range(8))


@login_required
@require_GET
def show(request: Request) -> HttpResponse:
    shown = Shown(request)
    context = {
        "shown": shown,
        "layers": shown.layers,
        "page": Paginator(shown.listed, PAGE_SIZE).get_page(request.GET.get("page")),
        "drawing": drawing(shown),
    }
    response = render(request, "portal/map.html", context)
    allow_tiles(response)
    return response


def allow_tiles(response: HttpResponse) -> None:
    """On a page with a map pictures may come from the eight hosts of 天地图, and from no other."""
    if not settings.TIANDITU_KEY:
        return
    images = "img-src 'self' data:"
    policy = settings.CONTENT_SECURITY_POLICY.replace(images, f"{images} {' '.join(TILE_HOSTS)}")
    response.headers["Content-Security-Policy"] = f"{policy}; style-src 'self'"
