"""来源: what was taken from whom, the import of each file, and remembered column mappings."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from louyu.kernel.files.models import StoredFile
from louyu.kernel.history import tracked
from louyu.kernel.jobs.models import Job
from louyu.kernel.scope import ScopedModel
from louyu.registers.deliveries import triggers
from louyu.registers.organizations.models import Organization


class DataClass(models.IntegerChoices):
    """GB/T 43697-2024 leaves the levels of general data to each field; these are the usual four."""

    PUBLIC = 1, "1级·公开"
    INTERNAL = 2, "2级·内部"
    SENSITIVE = 3, "3级·敏感"
    GUARDED = 4, "4级·高敏感"


@tracked
class Delivery(ScopedModel):
    """One file of one source for one period that was taken, with its data-use record.

    Its rows belong to the totals until another delivery replaces it; they stay stored after.
    """

    kind = models.CharField("表格", max_length=40)
    period = models.DateField("所属期")
    provider = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name="提供单位"
    )
    basis = models.CharField("法律依据", max_length=200)
    purpose = models.CharField("使用目的", max_length=200)
    data_class = models.PositiveSmallIntegerField("数据级别", choices=DataClass)
    application_number = models.CharField("目录或申请编号", max_length=80, blank=True)
    # Roles and clearances that may use it, as the record names them.
    allowed_roles = ArrayField(models.CharField(max_length=20), verbose_name="可使用的岗位")
    valid_until = models.DateField("使用期限", null=True, blank=True)
    sha256 = models.CharField("校验值", max_length=64)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    rows = models.PositiveIntegerField("行数", default=0)
    taken = models.PositiveIntegerField("写入行数", default=0)
    refused = models.PositiveIntegerField("拒绝行数", default=0)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    replaced_at = models.DateTimeField("被更正时间", null=True, blank=True)
    created_at = models.DateTimeField("接收时间", auto_now_add=True)

    class Meta:
        verbose_name = "来源"
        ordering = ["-period", "-id"]
        triggers = [triggers.delivery_keeps_its_record()]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "period", "sha256"], name="delivery_taken_once"
            ),
            models.UniqueConstraint(
                fields=["kind", "period", "provider"],
                condition=Q(replaced_at=None),
                name="delivery_one_in_force",
            ),
            models.CheckConstraint(condition=Q(period__day=1), name="delivery_is_of_a_month"),
            models.CheckConstraint(
                condition=Q(data_class__in=DataClass.values), name="delivery_class_known"
            ),
            models.CheckConstraint(
                condition=~Q(basis="") & ~Q(purpose="") & Q(allowed_roles__len__gt=0),
                name="delivery_record_complete",
            ),
            models.CheckConstraint(
                condition=Q(replaces=None) | ~Q(replaces=models.F("id")),
                name="delivery_not_its_own_successor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.period:%Y-%m}"

    def get_absolute_url(self) -> str:
        return f"/deliveries/{self.pk}/"


class ImportState(models.TextChoices):
    CHECKING = "checking", "检查中"
    PREVIEW = "preview", "待确认"
    APPLYING = "applying", "写入中"
    APPLIED = "applied", "已导入"
    REFUSED = "refused", "未导入"
    UNDOING = "undoing", "撤销中"
    UNDONE = "undone", "已撤销"


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
    # What was said about the file as a whole: its period, its unit, its data-use record.
    about = models.JSONField(default=dict)
    delivery = models.ForeignKey(
        Delivery, models.PROTECT, null=True, blank=True, related_name="imports"
    )
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField("提交时间", auto_now_add=True)
    applied_at = models.DateTimeField("导入时间", null=True)
    # What an undoing removed and restored, and what it had to leave, by whom and when.
    undo = models.JSONField(default=dict)
    undone_at = models.DateTimeField("撤销时间", null=True)

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
