"""图片: two stored JPEGs of one picture, and its words; no table of its own."""

from django.db import models

from louyu.kernel.files.models import StoredFile
from louyu.kernel.scope import ScopedModel

LONGEST_WORDS = 80


class Picture(ScopedModel):
    """`width` and `height` are those of the large one; `sha256` says which picture it is."""

    small = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    large = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    width = models.PositiveSmallIntegerField("宽")
    height = models.PositiveSmallIntegerField("高")
    alt = models.CharField("图片说明", max_length=LONGEST_WORDS, blank=True)

    class Meta:
        abstract = True
