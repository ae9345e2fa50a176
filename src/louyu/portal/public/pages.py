"""公开门户页面: the home page, and how large its letters are."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_safe
from django.views.defaults import page_not_found

from louyu.journey.publication.articles.models import ArticleKind
from louyu.portal.public.articles import published
from louyu.portal.public.finding import Finding
from louyu.portal.public.navigation import ENTRIES, HOME, LARGE, ROOT, TEXT_COOKIE
from louyu.portal.public.spaces import cards
from louyu.registers.places.models import Place

SHORT = 6
REMEMBERED = timedelta(days=365)
LATEST_SPACES = 4


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The parts of the site, and the latest spaces and articles: work news first."""
    finding = Finding(QueryDict())
    context = {
        "district": Place.objects.filter(parent=None).first(),
        "parts": [entry for entry in ENTRIES if entry is not HOME],
        "news": published().filter(kind=ArticleKind.NEWS)[:SHORT],
        "other_articles": published().exclude(kind=ArticleKind.NEWS)[:SHORT],
        "finding": finding,
        "spaces": cards(finding.offers(finding.spaces[:LATEST_SPACES])),
    }
    return render(request, "portal/public/home.html", context)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Of the public site in its own frame: it has no word of the workbench."""
    if request.path.startswith(ROOT):
        return render(request, "portal/public/not_found.html", status=404)
    return page_not_found(request, exception)


@require_GET
def text_size(request: HttpRequest) -> HttpResponse:
    """Remembered by the reader's own browser: it needs no script and no account."""
    back = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(back, None):
        back = reverse(HOME.name)
    response = redirect(back)
    if request.GET.get("size") == LARGE:
        response.set_cookie(
            TEXT_COOKIE,
            LARGE,
            max_age=REMEMBERED,
            samesite="Lax",
            httponly=True,
            secure=request.is_secure(),
        )
    else:
        response.delete_cookie(TEXT_COOKIE, samesite="Lax")
    return response
