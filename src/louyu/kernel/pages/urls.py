"""页面地址: the addresses of a resource's pages, for the urls.py of the app that declares it."""

from django.urls import URLPattern, path

from louyu.kernel.editing import pages as editing
from louyu.kernel.pages import detail, export, list


def pages_of(key: str, *, own_detail: bool = False) -> list[URLPattern]:
    """Named `key`, `key-new`, `key-edit` …; `own_detail` when another app shows the row itself."""
    told = {"key": key}
    patterns = [
        path(f"{key}/", list.index, told, name=key),
        path(f"{key}/export.<str:ending>", export.download, told, name=f"{key}-export"),
        path(f"{key}/new/", editing.create, told, name=f"{key}-new"),
        path(f"{key}/<int:pk>/edit/", editing.change, told, name=f"{key}-edit"),
        path(f"{key}/<int:pk>/history/", detail.history, told, name=f"{key}-history"),
    ]
    if not own_detail:
        patterns.append(path(f"{key}/<int:pk>/", detail.show, told, name=f"{key}-detail"))
    return patterns
