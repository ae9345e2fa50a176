"""作业: one piece of background work, its progress and its outcome."""

from django.db import models
from django.db.models import Q

from louyu.kernel.scope import ScopedModel


class JobState(models.TextChoices):
    QUEUED = "queued", "排队中"
    RUNNING = "running", "进行中"
    SUCCEEDED = "succeeded", "已完成"
    FAILED = "failed", "未完成"


class Job(ScopedModel):
    """`params` say what to do, `result` what came of it; both are plain JSON."""

    kind = models.CharField(max_length=60)
    title = models.CharField("作业", max_length=200)
    owner_id = models.BigIntegerField(null=True, db_index=True)
    params = models.JSONField(default=dict)
    state = models.CharField("状态", max_length=20, choices=JobState, default=JobState.QUEUED)
    done = models.PositiveIntegerField("已完成", default=0)
    total = models.PositiveIntegerField("共", default=0)
    note = models.CharField("当前步骤", max_length=200, blank=True)
    result = models.JSONField(default=dict)
    error = models.CharField("原因", max_length=500, blank=True)
    link = models.CharField("结果页", max_length=200, blank=True)
    idempotency_key = models.CharField(max_length=100, null=True, unique=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField("提交时间", auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField("完成时间", null=True)

    class Meta:
        verbose_name = "作业"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="job_state_known")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        return self.state in {JobState.SUCCEEDED, JobState.FAILED}

    def get_absolute_url(self) -> str:
        return f"/jobs/{self.pk}/"
