"""文件: one stored file; its bytes lie on disk under their SHA-256."""

from pathlib import Path

from django.conf import settings
from django.db import models

from louyu.kernel.files.triggers import is_immutable
from louyu.kernel.scope import ScopedModel


class StoredFile(ScopedModel):
    """Immutable; two files of equal content share one place on disk."""

    name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField("字节数")
    content_type = models.CharField(max_length=120)
    # A plain number: mechanisms hold no foreign key into the registers.
    owner_id = models.BigIntegerField(null=True, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "文件"
        triggers = [is_immutable()]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        return Path(settings.FILES_DIR) / self.sha256[:2] / self.sha256
