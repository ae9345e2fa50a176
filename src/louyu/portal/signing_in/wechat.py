"""微信内打开: what its browser cannot do is said before somebody waits for it.

WeChat's browser on Android drops a download without a word, on every version; it names itself
MicroMessenger. 企业微信 (wxwork) takes downloads.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def in_wechat(request: HttpRequest) -> bool:
    agent = request.headers.get("User-Agent", "")
    return "MicroMessenger" in agent and "wxwork" not in agent


class DownloadsInWeChat:
    """In place of a file that would vanish: how to open this address in the phone's browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.headers.get("Content-Disposition", "").startswith("attachment"):
            return response
        if not in_wechat(request):
            return response
        return render(request, "portal/in_wechat.html", {"address": request.build_absolute_uri()})
