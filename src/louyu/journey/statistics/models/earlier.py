"""历史填报: figures of earlier years as the ledgers of their time state them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from louyu.engines.measures import Period
from louyu.journey.statistics.dictionary import CODES, MeasureUnit, exact, units_known
from louyu.kernel.history import tracked
from louyu.kernel.scope import ScopedModel
from louyu.registers.buildings.models import Building
from louyu.registers.places.models import Place

if TYPE_CHECKING:
    from decimal import Decimal


@tracked
class HistoricalFigure(ScopedModel):
    """Typed from a source document: a base to compare with, never a row of a sum.

    Without a month it speaks of the whole year, or of a stock at the year's end.
    """

    indicator = models.CharField("指标", max_length=10, choices=CODES)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="区划")
    building = models.ForeignKey(
        Building, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="楼宇"
    )
    year = models.PositiveSmallIntegerField("年份")
    month = models.PositiveSmallIntegerField("月份", null=True, blank=True)
    value = models.DecimalField("数值", max_digits=16, decimal_places=4)
    unit = models.CharField("单位", max_length=20, choices=MeasureUnit)
    source = models.CharField("来源文件", max_length=200)
    exact: models.GeneratedField = models.GeneratedField(
        expression=exact("value", "unit"),
        output_field=models.DecimalField(max_digits=24, decimal_places=6),
        db_persist=True,
        editable=False,
    )

    class Meta:
        verbose_name = "历史数据"
        ordering = ["-year", "-month", "indicator"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "place", "building", "year", "month"],
                nulls_distinct=False,
                name="historical_figure_once",
                violation_error_message="这个指标、区划和时间的历史数据已经填报，请改原来的那一条。",
            ),
            models.CheckConstraint(
                condition=Q(year__range=(1990, 2100))
                & (Q(month=None) | Q(month__isnull=False, month__range=(1, 12))),
                name="historical_figure_has_a_period",
                violation_error_message="年份应在 1990 年以后，月份应为 1 至 12。",
            ),
            models.CheckConstraint(
                condition=units_known("unit"),
                name="historical_figure_unit_fits",
                violation_error_message="单位与指标不符：面积用㎡或万㎡，税收用元、万元或亿元，比率用%。",
            ),
            models.CheckConstraint(
                condition=~Q(source=""), name="historical_figure_names_its_source"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_indicator_display()} {self.words}"

    def get_absolute_url(self) -> str:
        return f"/historical-figures/{self.pk}/"

    @property
    def words(self) -> str:
        return f"{self.year}年{self.month}月" if self.month else f"{self.year}年"

    @property
    def period(self) -> Period:
        """The month at whose end a stock of this figure stands."""
        return Period(f"{self.year}-{self.month or 12:02d}")

    @property
    def amount(self) -> Decimal:
        """In ㎡, yuan, pieces or as a ratio."""
        stored: Decimal = self.exact
        return stored
