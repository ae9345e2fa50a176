"""文件: storing and serving."""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.http import FileResponse

from louyu.kernel.files.models import StoredFile

CONTENT_TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".csv": "text/csv",
    ".gz": "application/gzip",
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
}


def store(*, name: str, chunks: Iterable[bytes], owner_id: int | None) -> StoredFile:
    """Write the bytes first, the row after: a row never points at a missing file."""
    folder = Path(settings.FILES_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    size = 0
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as draft:
        for chunk in chunks:
            digest.update(chunk)
            size += len(chunk)
            draft.write(chunk)
        draft.flush()
        os.fsync(draft.fileno())
    row = StoredFile(
        name=Path(name).name[:200],
        sha256=digest.hexdigest(),
        size=size,
        content_type=CONTENT_TYPES.get(Path(name).suffix.lower(), "application/octet-stream"),
        owner_id=owner_id,
    )
    row.path.parent.mkdir(exist_ok=True)
    os.replace(draft.name, row.path)
    row.save()
    return row


def store_path(path: Path, *, name: str | None = None, owner_id: int | None) -> StoredFile:
    with path.open("rb") as source:
        return store(
            name=name or path.name,
            chunks=iter(lambda: source.read(1 << 20), b""),
            owner_id=owner_id,
        )


def attachment(file: StoredFile) -> FileResponse:
    """A download; never shown inside the page, so its content cannot act as one."""
    return FileResponse(
        file.path.open("rb"),
        as_attachment=True,
        filename=file.name,
        content_type=file.content_type,
    )
