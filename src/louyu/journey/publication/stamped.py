"""盖章件: the scan of the stamped paper, kept beside the bulletin once it is issued."""

from __future__ import annotations

from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from louyu.journey.publication.models import Bulletin
from louyu.journey.publication.services import BulletinRefused, locked
from louyu.kernel.files.services import store
from louyu.kernel.history import acting
from louyu.kernel.scope import Actor

MOST_MB = 20
# What such a file begins with: its name alone says nothing.
BEGINNINGS = {".pdf": b"%PDF-", ".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff"}


def keep_scan(bulletin: Bulletin, *, upload: UploadedFile[bytes] | None, actor: Actor) -> None:
    """Once: it stands for the paper that went out."""
    if upload is None:
        raise BulletinRefused("请选择盖章件的扫描件（PDF 或 JPG）。")
    ending = Path(str(upload.name)).suffix.lower()
    first = upload.read(8)
    upload.seek(0)
    if not first.startswith(BEGINNINGS.get(ending, b"\x00no")):
        raise BulletinRefused(
            "扫描件只收 PDF 或 JPG，文件内容要与后缀相符。请重新扫描或另存后再传。"
        )
    if (upload.size or 0) > MOST_MB * 1024 * 1024:
        raise BulletinRefused(f"扫描件不能超过 {MOST_MB} MB。请降低分辨率后再传。")
    with transaction.atomic(), acting(actor, "bulletin_scan_kept"):
        row = locked(bulletin)
        if not row.is_issued or row.scan_id:
            raise BulletinRefused("只有已签发、还没有扫描件的通报可以上传，传过的不能更换。")
        named = f"{row}（盖章件）{'.jpg' if ending == '.jpeg' else ending}"
        row.scan = store(name=named, chunks=upload.chunks(), owner_id=actor.user_id)
        row.save(update_fields=["scan"])
