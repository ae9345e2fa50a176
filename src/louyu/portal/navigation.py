"""导航: what every page's frame shows: the system's name, who is signed in, where one may go."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    return {"system_name": settings.SYSTEM_NAME, "demo": settings.DEMO}
