"""数据接入: where outside data come from, and every attempt to fetch them."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from louyu.engines.measures import Period
from louyu.journey.matching.sources import triggers
from louyu.kernel.files.models import StoredFile
from louyu.kernel.history import tracked
from louyu.kernel.jobs.models import Job
from louyu.kernel.scope import ScopedModel
from louyu.registers.deliveries.models import DataClass, Import
from louyu.registers.organizations.models import Organization, User


class Via(models.TextChoices):
    UPLOAD = "upload", "人工上传"
    FOLDER = "folder", "监视文件夹"
    SFTP = "sftp", "SFTP 文件交换"
    REST = "rest", "REST 接口"
    SQL = "sql", "前置库"


class Every(models.TextChoices):
    DAY = "day", "每天"
    WEEK = "week", "每周"
    MONTH = "month", "每月"


class Covers(models.TextChoices):
    PREVIOUS = "previous", "上月的数据"
    CURRENT = "current", "当月的数据"


@tracked
class FeedSource(ScopedModel):
    """`settings` are the transport's own and hold no secret: secrets are named there.

    `on_day`: 1 to 7 from Monday, or a day of the month to 28; the data-use record goes with every
    file. `due_day`: of the month after the data's, or of their own with `covers` the current one.
    """

    name = models.CharField("名称", max_length=60, unique=True)
    kind = models.CharField("表格", max_length=40)
    transport = models.CharField("接入方式", max_length=10, choices=Via)
    settings = models.JSONField("接入设置", default=dict)
    mapping_name = models.CharField("列对应名称", max_length=60, blank=True)
    unit = models.CharField("金额单位", max_length=4, blank=True)
    cumulative = models.BooleanField("金额是 1 月起的累计数", default=False)
    provider = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name="提供单位"
    )
    basis = models.CharField("法律依据", max_length=200)
    purpose = models.CharField("使用目的", max_length=200)
    data_class = models.PositiveSmallIntegerField("数据级别", choices=DataClass)
    allowed_roles = ArrayField(models.CharField(max_length=20), verbose_name="可使用的岗位")
    valid_until = models.DateField("使用期限", null=True, blank=True)
    catalogue_number = models.CharField("政务数据目录编号", max_length=60, blank=True)
    application_number = models.CharField("资源申请编号", max_length=60, blank=True)
    every = models.CharField("频率", max_length=5, choices=Every)
    on_day = models.PositiveSmallIntegerField("星期几或几号", default=1)
    hour = models.PositiveSmallIntegerField("几点", default=6)
    covers = models.CharField("取哪个月", max_length=8, choices=Covers, default=Covers.PREVIOUS)
    due_day = models.PositiveSmallIntegerField("应到日", null=True, blank=True)
    active_from = models.DateField("启用日期")
    active_to = models.DateField("停用日期", null=True, blank=True)
    created_at = models.DateTimeField("设立时间", auto_now_add=True)

    class Meta:
        verbose_name = "数据接入"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(transport__in=Via.values)
                & Q(every__in=Every.values)
                & Q(covers__in=Covers.values)
                & Q(data_class__in=DataClass.values),
                name="feed_words_known",
            ),
            models.CheckConstraint(
                condition=Q(on_day__range=(1, 28), hour__lte=23)
                & (~Q(every="week") | Q(on_day__lte=7))
                & (Q(due_day=None) | Q(due_day__range=(1, 28))),
                name="feed_schedule_possible",
            ),
            models.CheckConstraint(
                condition=~Q(basis="") & ~Q(purpose="") & Q(allowed_roles__len__gt=0),
                name="feed_record_complete",
            ),
            models.CheckConstraint(
                condition=Q(active_to=None) | Q(active_to__gte=F("active_from")),
                name="feed_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/sources/{self.pk}/"

    @property
    def is_of_files(self) -> bool:
        """An interface and a query name the headers themselves."""
        return self.transport not in (Via.REST, Via.SQL)

    def about(self, period: str) -> dict[str, Any]:
        """As Import.about keeps it: set up by a person on a page, once for all files."""
        numbers = {"目录": self.catalogue_number, "申请": self.application_number}
        return {
            "period": period,
            "provider": self.provider_id,
            "basis": self.basis,
            "purpose": self.purpose,
            "data_class": self.data_class,
            "application_number": "；".join(f"{k} {v}" for k, v in numbers.items() if v)[:80],
            "allowed_roles": self.allowed_roles,
            "valid_until": self.valid_until and self.valid_until.isoformat(),
            "unit": self.unit,
            "cumulative": self.cumulative,
            "by_person": True,
        }


class PullState(models.TextChoices):
    RUNNING = "running", "取数中"
    FETCHED = "fetched", "已取得，核对中"
    NOTHING = "nothing", "没有新数据"
    FAILED = "failed", "没有取到"
    QUARANTINED = "quarantined", "已隔离"
    TAKEN = "taken", "已采用"
    DISCARDED = "discarded", "已弃用"


OPEN = (PullState.RUNNING, PullState.FETCHED)
# A file of these is known: the same one is no news.
KEPT = (PullState.FETCHED, PullState.QUARANTINED, PullState.TAKEN, PullState.DISCARDED)
OVER = (PullState.TAKEN, PullState.DISCARDED)


class Pull(ScopedModel):
    """One attempt for one month. Where nothing was there it is looked again in the same row.

    `words`: why nothing came, which tells of no row; `reasons`: code and sentence of each doubt,
    with numbers; `profile`: what the next file is compared with (profiles.py).
    """

    source = models.ForeignKey(
        FeedSource, models.PROTECT, related_name="+", verbose_name="数据接入"
    )
    period = models.DateField("所属期")
    state = models.CharField("状态", max_length=12, choices=PullState, default="running")
    attempt = models.PositiveIntegerField("第几次", default=1)
    started_at = models.DateTimeField("开始时间")
    finished_at = models.DateTimeField("结束时间", null=True)
    next_retry = models.DateTimeField("下次再试", null=True)
    due_on = models.DateField("应到日期", null=True)
    words = models.CharField("情况", max_length=500, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    file_name = models.CharField("文件", max_length=200, blank=True)
    sha256 = models.CharField("校验值", max_length=64, blank=True)
    # Rows the provider says there are, where it does; rows that were read.
    stated_rows = models.PositiveIntegerField("对方所报行数", null=True)
    rows = models.PositiveIntegerField("行数", null=True)
    reasons = models.JSONField("隔离原因", default=list)
    profile = models.JSONField(default=dict)
    taking = models.ForeignKey(Import, models.PROTECT, null=True, related_name="+")
    # How often a person asked to look at the same file anew.
    looked_again = models.PositiveSmallIntegerField(default=0)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # As they were called then; without a person a later file took its place.
    decided_by_words = models.CharField("处理人", max_length=120, blank=True)
    decided_at = models.DateTimeField("处理时间", null=True)
    decision = models.CharField("处理意见", max_length=500, blank=True)

    class Meta:
        verbose_name = "取数记录"
        ordering = ["-id"]
        triggers = [triggers.what_is_over_stays()]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=PullState.values), name="pull_state_known"
            ),
            models.CheckConstraint(condition=Q(period__day=1), name="pull_is_of_a_month"),
            models.UniqueConstraint(
                fields=["source", "period"],
                condition=Q(state__in=OPEN),
                name="pull_one_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["source", "period", "sha256"],
                condition=Q(state__in=KEPT),
                name="pull_file_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="quarantined") | ~Q(reasons=[]), name="pull_held_for_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="discarded") | ~Q(decision=""), name="pull_discard_is_told"
            ),
        ]

    def get_absolute_url(self) -> str:
        return f"/sources/pulls/{self.pk}/"

    @property
    def month(self) -> Period:
        return Period.of(self.period)
