"""收图: an upload becomes the columns of a picture; its own name and bytes are kept nowhere."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile

from louyu.engines.pictures import FILE_BYTES, Remade, remade
from louyu.kernel.files.services import store

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
