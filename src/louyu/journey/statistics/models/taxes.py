"""税收月度事实与指标值: what payers of a building paid in a month, and the figures that rest on it.

Under the lock of the tax tables: nothing is read of them outside `opened`.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from louyu.journey.statistics import triggers
from louyu.journey.statistics.models.months import (
    IS_MONTH,
    MonthFact,
    StoredFigure,
    figure_rules,
)
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.taxation.lock import Locked


def _yuan(label: str, *, null: bool = False) -> models.DecimalField[Any, Any]:
    return models.DecimalField(label, max_digits=18, decimal_places=2, null=null)


class TaxMonth(MonthFact, Locked):
    """What one payer paid in one month; a building's total where the bureau gave no names.

    `payer` tells payers apart over the months and is no name; it is empty in a building's total,
    of which `largest` and `two_largest` are what its greatest payers gave, where that is known.
    """

    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, related_name="+", verbose_name="企业"
    )
    payer = models.CharField(max_length=32, blank=True)
    payers = models.PositiveIntegerField("纳税户数", default=1)
    yuan = _yuan("税款（元）")
    largest = _yuan("最大一户（元）", null=True)
    two_largest = _yuan("最大两户（元）", null=True)
    # Empty where neither the finance bureau nor a split in force tells it for all of the yuan.
    retained = _yuan("区级收入（元）", null=True)
    retained_told = models.BooleanField("财政部门提供", default=False)
    # Empty where the payer's industry is not known.
    real_estate = models.BooleanField("房地产业", null=True)

    class Meta:
        verbose_name = "税收月度"
        triggers = triggers.frozen_with_their_month("tax_month")
        constraints = [
            models.UniqueConstraint(fields=["period", "building", "payer"], name="tax_month_once"),
            models.CheckConstraint(condition=IS_MONTH, name="tax_month_is_a_month"),
            models.CheckConstraint(
                condition=Q(payers=1) | Q(payer=""), name="tax_month_payer_is_one"
            ),
        ]


class TaxFigure(StoredFigure, Locked):
    """`shown`: may be told exactly to readers who see protected sums (engines.disclosure)."""

    shown = models.BooleanField("可披露", default=False)

    class Meta:
        verbose_name = "税收指标值"
        triggers = triggers.frozen_with_their_month("tax_figure")
        constraints = figure_rules("tax_figure")
        indexes = [
            models.Index(fields=["building", "indicator", "period"], name="tax_figure_of_building")
        ]
