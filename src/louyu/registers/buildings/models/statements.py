"""申报总量: what is stated of a building as a whole, month by month."""

from __future__ import annotations

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
