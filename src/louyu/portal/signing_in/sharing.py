"""发到微信群: an address of this system as text and as a QR code, for a group of colleagues.

It signs nobody in: everyone who opens it signs in as themselves and sees their own part.
"""

from io import BytesIO

import segno
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET

from louyu.kernel.requests import Request

LONGEST = 300


@login_required
@require_GET
def share(request: Request) -> HttpResponse:
    """`?page=/buildings/3/`: a page of this system and no other address."""
    page = request.GET.get("page", "/")
    page = page if page.startswith("/") and not page.startswith("//") else "/"
    address = request.build_absolute_uri(page[:LONGEST])
    context = {
        "address": address,
        "text": f"【{settings.SYSTEM_NAME}】请点开链接，用自己的账号登录后办理：{address}",
        "picture": drawn(address),
    }
    return render(request, "portal/share.html", context)


def drawn(address: str) -> SafeString:
    """As SVG in the page: it prints sharply and needs no further request."""
    picture = BytesIO()
    segno.make(address, error="m").save(
        picture,
        kind="svg",
        omitsize=True,
        xmldecl=False,
        svgns=False,
        svgclass="qr",
        lineclass=None,
    )
    return mark_safe(picture.getvalue().decode())  # noqa: S308 - drawn by segno, holds no text
