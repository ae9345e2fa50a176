"""目标分解: what of a district's target falls to a street, a department or a year.

A part is written in the unit of its target and counts as its target counts.
"""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q

from louyu.journey.statistics import triggers
from louyu.journey.statistics.dictionary import WORTH, MeasureUnit
from louyu.journey.statistics.models.plans import Plan, Target, TargetKind
from louyu.kernel.history import tracked
from louyu.kernel.scope import ScopedModel
from louyu.registers.organizations.models import Organization
from louyu.registers.places.models import Place

_ONE_YEAR = Q(year__isnull=False, street=None, department=None)
_ONE_BEARER = Q(year=None) & (Q(street__isnull=False) | Q(department__isnull=False))


@tracked
class TargetPart(ScopedModel):
    """For a street or park with who answers there, for a department alone, or for one year."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name="计划名称")
    target = models.ForeignKey(Target, models.CASCADE, related_name="parts", verbose_name="目标")
    street = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="街道/园区"
    )
    department = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="责任单位",
    )
    year = models.PositiveSmallIntegerField("年度", null=True, blank=True)
    value = models.DecimalField("分解值", max_digits=16, decimal_places=4)
    baseline = models.DecimalField("基期值", max_digits=16, decimal_places=4, null=True, blank=True)
    baseline_source = models.CharField("基期来源", max_length=200, blank=True)

    class Meta:
        verbose_name = "目标分解"
        ordering = ["target", "street__path", "department", "year"]
        triggers = (
            *triggers.rests_with_its_plan("part"),
            triggers.part_of_its_plan(),
            triggers.part_of_a_district_target(),
        )
        constraints = [
            models.UniqueConstraint(
                fields=["target", "street", "department", "year"],
                nulls_distinct=False,
                name="target_part_once",
                violation_error_message="这项目标已经分解给同一个街道、部门或年度，请改原来的那一条。",
            ),
            models.UniqueConstraint(
                fields=["target", "street"],
                condition=Q(street__isnull=False),
                name="target_part_once_per_street",
                violation_error_message="这项目标已经分解给这个街道、园区，请改原来的那一条。",
            ),
            models.CheckConstraint(
                condition=_ONE_YEAR | _ONE_BEARER,
                name="target_part_has_one_bearer",
                violation_error_message="请填街道/园区或责任单位；分年度的只填年度，其余留空。",
            ),
            models.CheckConstraint(
                condition=Q(baseline=None) | Q(baseline__isnull=False) & ~Q(baseline_source=""),
                name="target_part_baseline_has_source",
                violation_error_message="填了基期值，请一并填写基期来源。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target}·{self.bearer}"

    def get_absolute_url(self) -> str:
        return f"/target-parts/{self.pk}/"

    @property
    def bearer(self) -> str:
        return f"{self.year}年" if self.year else str(self.street or self.department)

    # What it counts by, read as of a target.
    @property
    def name(self) -> str:
        return self.target.name

    @property
    def indicator(self) -> str:
        return self.target.indicator

    @property
    def kind(self) -> str:
        return self.target.kind

    @property
    def unit(self) -> str:
        return self.target.unit

    def get_kind_display(self) -> str:
        return str(TargetKind(self.kind).label)

    def get_unit_display(self) -> str:
        return str(MeasureUnit(self.unit).label)

    @property
    def place(self) -> Place:
        """Numbers of a department or a year of its own there are none: the target's are."""
        return self.street or self.target.place

    @property
    def place_id(self) -> int:
        return self.street_id or self.target.place_id

    @property
    def baseline_year(self) -> int:
        return self.plan.start.year - 1

    @property
    def exact_value(self) -> Decimal:
        return self.value * WORTH[MeasureUnit(self.unit)]

    @property
    def exact_baseline(self) -> Decimal | None:
        return None if self.baseline is None else self.baseline * WORTH[MeasureUnit(self.unit)]
