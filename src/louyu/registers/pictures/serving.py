"""出图: one of the two JPEGs, for whoever its record has just been found for."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from louyu.registers.pictures.models import Picture

SIZES = ("small", "large")
# What is taken down is gone at once here, and a few minutes later where it was just seen.
TO_EVERYBODY = "public, max-age=300"
TO_ITS_READER = "private, no-cache"


def picture_answer(
    request: HttpRequest, picture: Picture | None, size: str, *, caching: str
) -> HttpResponse:
    """The stored bytes are our own painting; nothing that a sender wrote gets here."""
    if picture is None or size not in SIZES:
        raise Http404
    file = picture.small if size == "small" else picture.large
    etag = f'"{file.sha256}"'
    if unchanged := get_conditional_response(request, etag=etag):
        response = unchanged
    else:
        response = HttpResponse(file.path.read_bytes(), content_type="image/jpeg")
    response["ETag"] = etag
    response["Cache-Control"] = caching
    response["X-Content-Type-Options"] = "nosniff"
    return response
