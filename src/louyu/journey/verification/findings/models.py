"""疑点: one thing a check found, from the day it was seen to the day it was closed; its runs."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from louyu.engines.checks import Severity
from louyu.journey.verification.findings import triggers
from louyu.kernel.scope import ScopedModel
from louyu.registers.buildings.models import Building
from louyu.registers.organizations.models import User

SEVERITIES = [(one.value, one.label) for one in Severity]


class Closing(models.TextChoices):
    CORRECTED = "corrected", "已更正"
    ANSWERED = "answered", "已说明"
    WITHDRAWN = "withdrawn", "不再检查"


class Finding(ScopedModel):
    """`subject` is what the check calls the thing; `standing` findings are the office's.

    An answer holds until the words change: then the same subject is found anew.
    """

    code = models.CharField("检查", max_length=60)
    severity = models.CharField("程度", max_length=10, choices=SEVERITIES)
    standing = models.BooleanField("完整性检查", default=False)
    # Without a constraint: an import that is taken back may take its buildings with it, and the
    # next run closes what was found of them.
    building = models.ForeignKey(
        Building,
        models.CASCADE,
        null=True,
        db_constraint=False,
        related_name="+",
        verbose_name="楼宇",
    )
    subject = models.CharField(max_length=120)
    label = models.CharField("对象", max_length=200)
    words = models.CharField("情况", max_length=500)
    link = models.CharField(max_length=200, blank=True)
    opened_on = models.DateField("发现日期")
    closed_on = models.DateField("结束日期", null=True, blank=True)
    closing = models.CharField("结束方式", max_length=10, choices=Closing, blank=True)
    answer = models.CharField("情况说明", max_length=500, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # As they were called then.
    answered_by_words = models.CharField("说明人", max_length=120, blank=True)
    answered_at = models.DateTimeField("说明时间", null=True)

    class Meta:
        verbose_name = "数据疑点"
        ordering = ["-opened_on", "-id"]
        triggers = [triggers.closed_stays_closed()]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "subject"], condition=Q(closed_on=None), name="finding_open_once"
            ),
            models.CheckConstraint(
                condition=Q(severity__in=[one.value for one in Severity])
                & Q(closing__in=["", *Closing.values]),
                name="finding_terms_known",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, closing="")
                | (Q(closed_on__gte=F("opened_on")) & ~Q(closing="")),
                name="finding_closed_somehow",
            ),
            models.CheckConstraint(
                condition=~Q(closing="answered", severity="blocking"),
                name="finding_blocking_is_mended",
            ),
            models.CheckConstraint(
                condition=Q(closing="answered", answered_at__isnull=False)
                & ~Q(answer="")
                & ~Q(answered_by_words="")
                | ~Q(closing="answered") & Q(answered_at=None, answer=""),
                name="finding_answer_is_somebodys",
            ),
        ]
        indexes = [
            models.Index(fields=["building"], condition=Q(closed_on=None), name="finding_open")
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


class CheckRun(ScopedModel):
    """One check over everything on one day; `found` is empty when it broke off."""

    code = models.CharField("检查", max_length=60)
    day = models.DateField("日期")
    found = models.PositiveIntegerField("查到", null=True)
    took_ms = models.PositiveIntegerField("用时（毫秒）")

    class Meta:
        verbose_name = "检查记录"
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["code", "day"], name="check_run_once_a_day")]
