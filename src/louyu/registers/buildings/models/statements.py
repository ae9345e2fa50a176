"""申报总量与发现: what is stated of a building as a whole, and what does not fit together in it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import Q

from louyu.kernel.history import tracked
from louyu.kernel.scope import ScopedModel
from louyu.registers.buildings.models.premises import Building

_MONTH = Q(period__day=1)
_NOT_NEGATIVE = [
    models.Q(**{f"{name}__gte": 0}) | models.Q(**{name: None})
    for name in ("area", "vacant_area", "rent_yuan", "fee_yuan")
]


def _yuan(label: str) -> models.DecimalField[Decimal | None, Decimal | None]:
    return models.DecimalField(label, max_digits=10, decimal_places=2, null=True, blank=True)


@tracked
class DeclaredTotals(ScopedModel):
    """申报总量: what somebody stated of a building at a month's end, without its rooms.

    `area` (㎡) is what vacancy and occupancy speak of; `occupancy` is a share of it, 0 to 1;
    rent and fee are yuan per ㎡ and month.
    """

    building = models.ForeignKey(
        Building, models.CASCADE, related_name="declared_totals", verbose_name="楼宇"
    )
    period = models.DateField("统计期")
    # As stated: a vacancy multiplied out of a rate comes with four decimals.
    area = models.DecimalField("申报面积", max_digits=14, decimal_places=4, null=True, blank=True)
    vacant_area = models.DecimalField(
        "申报空置面积", max_digits=14, decimal_places=4, null=True, blank=True
    )
    occupancy = models.DecimalField(
        "申报入驻率", max_digits=7, decimal_places=6, null=True, blank=True
    )
    tenants = models.PositiveIntegerField("申报企业数", null=True, blank=True)
    rent_yuan = _yuan("申报租金")
    fee_yuan = _yuan("申报物业费")

    class Meta:
        verbose_name = "申报总量"
        ordering = ["-period"]
        constraints = [
            models.UniqueConstraint(fields=["building", "period"], name="declared_totals_once"),
            models.CheckConstraint(condition=_MONTH, name="declared_totals_is_of_a_month"),
            models.CheckConstraint(
                condition=Q(occupancy=None) | Q(occupancy__range=(0, 1)),
                name="declared_occupancy_is_a_share",
                violation_error_message="入驻率应在 0 与 100% 之间。",
            ),
            models.CheckConstraint(
                condition=_NOT_NEGATIVE[0] & _NOT_NEGATIVE[1] & _NOT_NEGATIVE[2] & _NOT_NEGATIVE[3],
                name="declared_totals_not_negative",
                violation_error_message="面积、租金和物业费不能是负数。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.building}·{self.period:%Y-%m}"


class FindingCode(models.TextChoices):
    """What may be found in one row that was stated; each says what does not fit."""

    OCCUPANCY = "occupancy_contradicts_vacancy", "入驻率与空置面积不符"
    VACANCY_UNSTATED = "vacancy_unstated", "有入驻率无空置面积"
    VACANCY_ABOVE_AREA = "vacancy_above_area", "空置面积大于总面积"
    RENT = "rent_below_fee", "租金低于物业费"
    OUTSIDE = "outside_place", "位置在辖区之外"


class FindingState(models.TextChoices):
    OPEN = "open", "待处理"
    ANSWERED = "answered", "已说明"
    CORRECTED = "corrected", "已更正"


@tracked
class Finding(ScopedModel):
    """发现: something in the record of a building that cannot be right as it stands.

    It closes by itself when what was stated is put right, or by an answer that says why it is.
    """

    building = models.ForeignKey(
        Building, models.CASCADE, related_name="findings", verbose_name="楼宇"
    )
    period = models.DateField("统计期", null=True, blank=True)
    code = models.CharField("发现", max_length=40, choices=FindingCode)
    text = models.CharField("情况", max_length=300)
    state = models.CharField("状态", max_length=20, choices=FindingState, default=FindingState.OPEN)
    answer = models.CharField("情况说明", max_length=300, blank=True)
    found_on = models.DateField("发现日期", default=date.today)

    class Meta:
        verbose_name = "发现"
        ordering = ["state", "-found_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["building", "period", "code"],
                nulls_distinct=False,
                name="finding_once",
            ),
            models.CheckConstraint(
                condition=Q(code__in=FindingCode.values) & Q(state__in=FindingState.values),
                name="finding_words_known",
            ),
            models.CheckConstraint(
                condition=~Q(state=FindingState.ANSWERED) | ~Q(answer=""),
                name="finding_answered_with_words",
                violation_error_message="请写明情况，例如实际空置、为什么这样填。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.building}·{self.get_code_display()}"

    def get_absolute_url(self) -> str:
        return f"/findings/{self.pk}/"
