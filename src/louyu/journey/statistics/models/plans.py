"""计划与目标: a plan with its years, its targets and the baselines they are counted from."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from django.db import models
from django.db.models import F, Q

from louyu.journey.statistics import triggers
from louyu.journey.statistics.dictionary import CODES, MeasureUnit, exact, units_known
from louyu.kernel.history import tracked
from louyu.kernel.scope import ScopedModel
from louyu.registers.organizations.models import Organization
from louyu.registers.places.models import Place


@tracked
class Plan(ScopedModel):
    """行动计划: issued with a document, from a first to a last day; archived, its targets rest."""

    name = models.CharField("计划名称", max_length=120, unique=True)
    document = models.CharField("文号", max_length=120, blank=True)
    issued_on = models.DateField("印发日期", null=True, blank=True)
    start = models.DateField("开始日期")
    end = models.DateField("结束日期")
    archived_on = models.DateField("归档日期", null=True, blank=True)
    remark = models.CharField("说明", max_length=500, blank=True)

    class Meta:
        verbose_name = "计划"
        ordering = ["-start", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gt=F("start")),
                name="plan_ends_after_start",
                violation_error_message="计划的结束日期应晚于开始日期。",
            ),
            models.CheckConstraint(
                condition=Q(archived_on=None)
                | Q(archived_on__isnull=False, archived_on__gt=F("end")),
                name="plan_archived_after_its_end",
                violation_error_message="计划到期以后才能归档，归档日期应晚于结束日期。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/plans/{self.pk}/"

    def elapsed(self, day: date) -> Fraction:
        """序时进度: the share of the plan's days that has passed, from 0 to 1."""
        whole, passed = (self.end - self.start).days + 1, (day - self.start).days + 1
        return Fraction(min(max(passed, 0), whole), whole)


class TargetKind(models.TextChoices):
    """How a target counts: by where it stands, or by what came about."""

    LEVEL = "level", "期末达到"
    TOTAL = "total", "期内累计"
    YEARLY_INCREASE = "yearly_increase", "每年提高"
    YEARLY_TOTAL = "yearly_total", "每年新增"


@tracked
class Target(ScopedModel):
    """One line of a plan for the district, a street or a park.

    A level is reached from its baseline: (now − baseline) / (target − baseline); a target
    without a baseline has no rate of progress.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="targets", verbose_name="计划名称")
    name = models.CharField("目标", max_length=120)
    indicator = models.CharField("指标", max_length=10, choices=CODES)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="区划")
    kind = models.CharField("目标类型", max_length=20, choices=TargetKind, default="level")
    value = models.DecimalField("目标值", max_digits=16, decimal_places=4)
    unit = models.CharField("单位", max_length=20, choices=MeasureUnit)
    baseline = models.DecimalField("基期值", max_digits=16, decimal_places=4, null=True, blank=True)
    baseline_year = models.PositiveSmallIntegerField("基期年份", null=True, blank=True)
    baseline_source = models.CharField("基期来源", max_length=200, blank=True)
    department = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="责任单位",
    )
    wording = models.CharField("计划原文", max_length=300, blank=True)
    answerable = models.CharField("责任部门（原文）", max_length=200, blank=True)
    exact_value = models.GeneratedField(
        expression=exact("value", "unit"),
        output_field=models.DecimalField(max_digits=24, decimal_places=6),
        db_persist=True,
        editable=False,
    )
    exact_baseline = models.GeneratedField(
        expression=exact("baseline", "unit"),
        output_field=models.DecimalField(max_digits=24, decimal_places=6, null=True),
        db_persist=True,
        editable=False,
    )

    class Meta:
        verbose_name = "目标"
        ordering = ["plan", "pk"]
        triggers = triggers.rests_with_its_plan("target")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "place", "name"],
                name="target_once_per_place",
                violation_error_message="这个计划里已有同名的目标，请改原来的那一条。",
            ),
            models.CheckConstraint(
                condition=units_known("unit"),
                name="target_unit_fits",
                violation_error_message="单位与指标不符：面积用㎡或万㎡，税收用元、万元或亿元，比率用%。",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=TargetKind.values), name="target_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(baseline=None)
                | Q(baseline__isnull=False, baseline_year__isnull=False) & ~Q(baseline_source=""),
                name="target_baseline_has_source",
                violation_error_message="填了基期值，请一并填写基期年份和来源文件。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/targets/{self.pk}/"
