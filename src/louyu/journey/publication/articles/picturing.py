"""文章图片的门: for whoever may read the article in the making."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from louyu.journey.publication.articles.models import ArticlePicture
from louyu.journey.publication.articles.scope import DRAFTERS, REVIEWERS
from louyu.kernel.requests import Request
from louyu.registers.pictures.serving import TO_ITS_READER, picture_answer


@login_required
@require_safe
def picture(request: Request, pk: int, size: str) -> HttpResponse:
    if not request.actor.holds(*DRAFTERS, *REVIEWERS):
        raise PermissionDenied
    seen = ArticlePicture.objects.visible_to(request.actor).select_related("small", "large")
    return picture_answer(request, seen.filter(pk=pk).first(), size, caching=TO_ITS_READER)
