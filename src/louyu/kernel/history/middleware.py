"""变更留痕: changes made while answering a request carry the person and the page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from louyu.kernel.history.tracking import acting


class HistoryOfRequest:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        actor = getattr(request, "actor", None)
        if request.method in {"GET", "HEAD"} or actor is None:
            return self.get_response(request)
        with acting(actor, "page", url=request.path):
            return self.get_response(request)
