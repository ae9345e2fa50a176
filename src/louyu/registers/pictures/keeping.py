"""收图: an upload becomes the columns of a picture; its own name and bytes are kept nowhere.

What was removed stays in its history, whose columns bring it back.
"""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile

from louyu.engines.pictures import FILE_BYTES, Remade, remade
from louyu.kernel.files.services import store

COLUMNS = ("small_id", "large_id", "sha256", "width", "height", "alt")
# What browsers offer to choose from; a telephone offers its camera as well.
ACCEPT = "image/jpeg,image/png,image/webp"


def received(upload: UploadedFile[bytes]) -> Remade:
    """Raises Refused; no more is read than a picture may have."""
    return remade(upload.read(FILE_BYTES + 1))


def kept(made: Remade, *, name: str, owner_id: int | None) -> dict[str, Any]:
    """The columns of `Picture`, but for its words."""
    small, large = (
        store(name=f"{name}.jpg", chunks=[one.content], owner_id=owner_id)
        for one in (made.small, made.large)
    )
    return {
        "small": small,
        "large": large,
        "sha256": large.sha256,
        "width": made.large.width,
        "height": made.large.height,
    }


def gone(present: Any, **owner: int) -> list[Any]:
    """The last versions of pictures that are no more among those `present`, one a picture.

    `present` is the related manager of whatever `owner` names; the latest is last.
    """
    events = present.model.pgh_event_model.objects.filter(pgh_label="delete", **owner)
    removed = events.exclude(sha256__in=present.values("sha256")).select_related("pgh_context")
    latest = {event.sha256: event for event in removed.order_by("pgh_id")}
    return sorted(latest.values(), key=lambda event: event.pgh_id)


def columns_of(version: Any) -> dict[str, Any]:
    """The columns of `Picture` as a version in the history has them."""
    return {name: getattr(version, name) for name in COLUMNS}
