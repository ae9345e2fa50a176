"""页面地址: the addresses of a resource's pages, for the urls.py of the app that declares it."""

from django.urls import URLPattern, path

from louyu.kernel.editing import bulk
from louyu.kernel.editing import pages as editing
from louyu.kernel.pages import detail, export, listed

Patterns = list[URLPattern]


def list_of(key: str, *, form: str = "") -> Patterns:
    """Named `key` and `key-export`; `form` is the name of the address that adds a row."""
    told = {"key": key}
    return [
        path(f"{key}/", listed.index, told | {"form": form}, name=key),
        path(f"{key}/export.<str:ending>", export.download, told, name=f"{key}-export"),
    ]


def pages_of(key: str, *, own_detail: bool = False) -> Patterns:
    """The list, `key-new`, `key-edit` …; `own_detail` when another app shows the row itself."""
    told = {"key": key}
    patterns = [
        *list_of(key, form=f"{key}-new"),
        path(f"{key}/new/", editing.create, told, name=f"{key}-new"),
        path(f"{key}/bulk/", bulk.change_many, told, name=f"{key}-bulk"),
        path(f"{key}/<int:pk>/edit/", editing.change, told, name=f"{key}-edit"),
        path(f"{key}/<int:pk>/history/", detail.history, told, name=f"{key}-history"),
    ]
    if not own_detail:
        patterns.append(path(f"{key}/<int:pk>/", detail.show, told, name=f"{key}-detail"))
    return patterns
