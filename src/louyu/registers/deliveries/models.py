"""来源: one import of one file, from upload to receipt, and remembered column mappings."""

from django.db import models
from django.db.models import Q

from louyu.kernel.files.models import StoredFile
from louyu.kernel.jobs.models import Job
from louyu.kernel.scope import ScopedModel


class ImportState(models.TextChoices):
    CHECKING = "checking", "检查中"
    PREVIEW = "preview", "待确认"
    APPLYING = "applying", "写入中"
    APPLIED = "applied", "已导入"
    REFUSED = "refused", "未导入"


class Import(ScopedModel):
    """`report` holds what ./louyu import --json prints, and what was left out of the file."""

    kind = models.CharField("表格", max_length=40)
    state = models.CharField("状态", max_length=20, choices=ImportState, default="checking")
    owner_id = models.BigIntegerField(null=True, db_index=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    error_file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # What the person was shown, as Parquet; nothing else is written when they confirm.
    preview = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    # "sheet:row" → whether a line held back is the row it resembles.
    decisions = models.JSONField(default=dict)
    idempotency_key = models.CharField(max_length=100, null=True, unique=True)
    mapping_name = models.CharField("列对应名称", max_length=60, blank=True)
    mapping = models.JSONField(default=dict)
    headers = models.JSONField(default=list)
    report = models.JSONField(default=dict)
    refusal = models.CharField("未导入原因", max_length=500, blank=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField("提交时间", auto_now_add=True)
    applied_at = models.DateTimeField("导入时间", null=True)

    class Meta:
        verbose_name = "导入"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ImportState.values), name="import_state_known"
            )
        ]

    def get_absolute_url(self) -> str:
        return f"/imports/{self.pk}/"


class ColumnMapping(ScopedModel):
    """Which header of a known layout means which column; remembered by name."""

    kind = models.CharField("表格", max_length=40)
    name = models.CharField("名称", max_length=60)
    owner_id = models.BigIntegerField(null=True)
    columns = models.JSONField(default=dict)

    class Meta:
        verbose_name = "列对应"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "name", "owner_id"],
                name="mapping_once_per_owner",
                nulls_distinct=False,
            )
        ]
