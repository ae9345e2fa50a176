"""网址: the API of the declared nouns and the page of one's own tokens."""

from django.urls import include, path

from louyu.portal.api import pages
from louyu.portal.api.root import api

# Without its root, which would only lead to a page of descriptions we do not serve.
SERVED = [one for one in api.urls[0] if getattr(one, "name", "") != "api-root"]

urlpatterns = [
    path("api/v1/openapi.json", pages.description, name="openapi-json"),
    # Without its root, which would only lead to a page of descriptions we do not serve.
    path(
        "api/v1/", include([one for one in api.urls[0] if getattr(one, "name", "") != "api-root"])
    ),
    path("accounts/tokens/", pages.tokens, name="tokens"),
]
