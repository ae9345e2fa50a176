"""涉税数据: payments, totals of buildings, shares of the district, its revenue, who looked at them.

A delivery is the history of its rows: they are never changed one by one, and no table of versions
keeps a second copy of them.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from louyu.kernel.dated import Dated
from louyu.kernel.history import tracked
from louyu.kernel.scope import ScopedModel
from louyu.registers.buildings.models import Building
from louyu.registers.deliveries.models import Delivery
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.places.models import Place
from louyu.registers.taxation import triggers
from louyu.registers.taxation.kinds import TaxType
from louyu.registers.taxation.lock import Locked


def _yuan(label: str, *, null: bool = False) -> models.DecimalField[Any, Any]:
    return models.DecimalField(label, max_digits=18, decimal_places=2, null=null, blank=null)


def _percent(label: str) -> models.DecimalField[Any, Any]:
    return models.DecimalField(label, max_digits=7, decimal_places=4, null=True, blank=True)


class Delivered(ScopedModel):
    """One line of a delivery. Yuan; a refund is negative."""

    month: models.DateField[date, date] = models.DateField("税款所属月份")
    yuan = _yuan("金额（元）")
    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="+", verbose_name="来源")
    line = models.PositiveIntegerField("行")

    class Meta:
        abstract = True


class Taxed(Delivered, Locked):
    """Retained yuan only where the finance bureau told them."""

    tax_type = models.CharField("税种", max_length=20, choices=TaxType)
    retained_yuan = _yuan("区级留成（元）", null=True)

    class Meta:
        abstract = True


class TaxPayment(Taxed):
    """What one taxpayer paid in one month; the code is empty where the bureau gave a name only.

    `cumulative_…`: what the file said from January on, where it did; the month is the rest.
    """

    cumulative_yuan = _yuan("累计金额（元）", null=True)
    cumulative_retained_yuan = _yuan("累计区级留成（元）", null=True)
    code = models.CharField("纳税人识别号", max_length=20, blank=True, db_index=True)
    name = models.CharField("纳税人名称", max_length=200, blank=True)
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="企业"
    )

    class Meta:
        verbose_name = "税款"
        constraints = [
            models.UniqueConstraint(
                fields=["delivery", "line", "tax_type"], name="tax_payment_line_once"
            ),
            models.CheckConstraint(
                condition=Q(month__day=1) & Q(tax_type__in=TaxType.values),
                name="tax_payment_words_known",
            ),
            models.CheckConstraint(condition=~Q(code="", name=""), name="tax_payment_says_whose"),
            models.CheckConstraint(
                condition=Q(enterprise=None) | ~Q(code=""), name="tax_payment_known_by_code"
            ),
        ]


class BuildingTaxTotal(Taxed):
    """What a bureau gives where it may not give names; shares in percent of positive payments."""

    building = models.ForeignKey(Building, models.PROTECT, related_name="+", verbose_name="楼宇")
    payers = models.PositiveIntegerField("纳税户数")
    largest_share = _percent("最大一户占比（%）")
    two_largest_share = _percent("最大两户占比（%）")

    class Meta:
        verbose_name = "楼宇税收合计"
        constraints = [
            models.UniqueConstraint(
                fields=["delivery", "building", "tax_type"], name="building_tax_once_per_delivery"
            ),
            models.CheckConstraint(
                condition=Q(month__day=1) & Q(tax_type__in=TaxType.values),
                name="building_tax_words_known",
            ),
            models.CheckConstraint(
                condition=Q(largest_share=None, two_largest_share=None)
                | Q(
                    largest_share__gte=0,
                    two_largest_share__gte=F("largest_share"),
                    two_largest_share__lte=100,
                ),
                name="building_tax_shares_in_order",
            ),
        ]


@tracked
class TaxSplit(Dated, ScopedModel):
    """The district's share of a tax for a time; ships empty, the finance bureau fills it."""

    tax_type = models.CharField("税种", max_length=20, choices=TaxType)
    district_percent = models.DecimalField("区级分成（%）", max_digits=7, decimal_places=4)
    source = models.CharField("来源文件", max_length=200)

    class Meta:
        verbose_name = "税收分成"
        constraints = [
            models.CheckConstraint(
                condition=Q(district_percent__gte=0, district_percent__lte=100)
                & Q(tax_type__in=TaxType.values)
                & ~Q(source=""),
                name="tax_split_is_a_share_with_source",
            ),
            ExclusionConstraint(
                name="tax_split_once_at_a_time",
                expressions=[
                    ("tax_type", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
        ]


class FiscalRevenue(Delivered):
    """一般公共预算收入 of a district in one month."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="区")

    class Meta:
        verbose_name = "财政收入"
        constraints = [
            models.UniqueConstraint(
                fields=["delivery", "place", "month"], name="revenue_once_per_delivery"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="revenue_is_of_a_month"),
        ]


class TaxView(ScopedModel):
    """Who looked at whose tax, when, for what purpose, how many rows and in which form."""

    at = models.DateTimeField("时间", auto_now_add=True, db_index=True)
    # Plain: the log outlives the account.
    user_id = models.BigIntegerField(null=True, db_index=True)
    user_name = models.CharField("查阅人", max_length=80)
    purpose = models.CharField("目的", max_length=200)
    what = models.CharField("内容", max_length=200)
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="企业"
    )
    building = models.ForeignKey(
        Building, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="楼宇"
    )
    rows = models.PositiveIntegerField("行数")
    form = models.CharField("形式", max_length=10)

    class Meta:
        verbose_name = "涉税查阅记录"
        ordering = ["-id"]
        triggers = [triggers.view_log_is_append_only()]
        constraints = [
            models.CheckConstraint(condition=~Q(purpose=""), name="tax_view_has_a_purpose")
        ]
