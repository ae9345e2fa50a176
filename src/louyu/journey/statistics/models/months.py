"""月度事实与指标值: what was true at the end of a month, with the place frozen, and its figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import Q

from louyu.engines.measures import Period, Value
from louyu.journey.statistics import triggers
from louyu.kernel.history import tracked
from louyu.kernel.scope import ScopedModel
from louyu.registers.buildings.models import Building, LifeStage, Unit
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.occupancy.models import VacancyState
from louyu.registers.occupancy.unit_states import AreaBasis
from louyu.registers.places.models import Place

IS_MONTH = Q(period__day=1)
# What stands instead of 未采集 where nobody collects: without a list nothing was compared.
SILENT = {"WK05": "未比对"}


def _month() -> models.DateField[date, date]:
    return models.DateField("统计期")


def _area(label: str) -> models.DecimalField[Decimal, Decimal]:
    return models.DecimalField(label, max_digits=12, decimal_places=2)


def _copied_place(label: str) -> models.ForeignKey[Place, Place]:
    """Copied from a building that the database holds to its place: not checked row by row."""
    return models.ForeignKey(
        Place, models.PROTECT, db_constraint=False, related_name="+", verbose_name=label
    )


class MonthFact(ScopedModel):
    """`place` and `district` managed the building in that month, whoever does today."""

    period = _month()
    building = models.ForeignKey(Building, models.PROTECT, related_name="+", verbose_name="楼宇")
    place = _copied_place("街道/园区")
    district = _copied_place("区")

    class Meta:
        abstract = True


class BuildingMonth(MonthFact):
    """A building that stands; what its business area rests on; whether anybody reported."""

    life_stage = models.CharField("生命阶段", max_length=20, choices=LifeStage)
    in_use = models.BooleanField("在用")
    is_key = models.BooleanField("重点楼宇", default=False)
    gross_floor_area = models.DecimalField("总建筑面积", max_digits=12, decimal_places=2, null=True)
    declared_area = models.DecimalField("申报商务面积", max_digits=12, decimal_places=2, null=True)
    registered_area = _area("房源合计")
    business_area = _area("商务面积")
    basis = models.CharField("商务面积依据", max_length=20, choices=AreaBasis)
    over_declared = models.BooleanField("房源合计超过申报")
    has_gross_floor_area = models.BooleanField()
    has_business_area = models.BooleanField()
    collected = models.BooleanField("已采集", default=False)
    # Rests on what was stated of the building as a whole; it has no rooms yet.
    stated = models.BooleanField("依据申报总量", default=False)
    told = models.BooleanField("已采集或已申报", default=False)
    # Its completion or the day of its stage is known.
    dated = models.BooleanField("已登记日期", default=False)
    has_tenants_or_states = models.BooleanField(default=False)
    # Of one tenant at least the district of its 主管税务机关 is known.
    tax_authority_told = models.BooleanField(default=False)
    # In the monthly round, and not exempt from it.
    listed = models.BooleanField("列入月度更新", default=False)
    due = models.BooleanField("应报", default=False)
    sampled = models.BooleanField("抽查过", default=False)
    # Has tenants, and a registry told its list of the month.
    compared = models.BooleanField("已与登记名单比对", default=False)

    class Meta:
        verbose_name = "楼宇月度"
        triggers = triggers.frozen_with_their_month("building_month")
        constraints = [
            models.UniqueConstraint(fields=["period", "building"], name="building_month_once"),
            models.CheckConstraint(condition=IS_MONTH, name="building_month_is_a_month"),
        ]
        indexes = [models.Index(fields=["period", "place"], name="building_month_by_place")]


class UnitMonth(MonthFact):
    """A business unit at the month's end; without `unit` it is declared area that has none."""

    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="房源")
    in_use = models.BooleanField("在用楼宇")
    area = _area("商务面积")
    self_used = _area("自用面积")
    leased = _area("出租面积")
    vacant = _area("空置面积")
    uncollected = _area("未采集面积")
    # 申报总量 says that it is in use, not by whom: neither self-used nor leased.
    occupied = models.DecimalField(
        "申报入驻面积", max_digits=12, decimal_places=2, default=Decimal(0)
    )
    # Taken into use since January after standing empty for long; see revival_facts.py.
    revived = models.DecimalField("盘活面积", max_digits=12, decimal_places=2, default=Decimal(0))
    of_rooms = models.BooleanField("依据房源", default=True)
    empty_state = models.CharField("空置状态", max_length=20, choices=VacancyState, null=True)
    over_claimed = models.BooleanField("使用面积超出")

    class Meta:
        verbose_name = "房源月度"
        triggers = triggers.frozen_with_their_month("unit_month")
        constraints = [
            models.UniqueConstraint(
                fields=["period", "building", "unit"],
                nulls_distinct=False,
                name="unit_month_once",
            ),
            models.CheckConstraint(condition=IS_MONTH, name="unit_month_is_a_month"),
            models.CheckConstraint(
                condition=Q(
                    area=models.F("self_used")
                    + models.F("leased")
                    + models.F("vacant")
                    + models.F("uncollected")
                    + models.F("occupied")
                ),
                name="unit_month_parts_add_up",
            ),
            models.CheckConstraint(
                condition=Q(
                    revived__gte=0, revived__lte=models.F("self_used") + models.F("leased")
                ),
                name="unit_month_revived_is_in_use",
            ),
        ]
        indexes = [models.Index(fields=["period", "place"], name="unit_month_by_place")]


class TenantMonth(MonthFact):
    """An enterprise in a building at the month's end: one row, however many floors it is on."""

    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="+", verbose_name="企业"
    )
    identified = models.BooleanField("已有统一社会信用代码")
    # As the register told when the month was computed; neither is 待核 when it is not known.
    locality_known = models.BooleanField("属地已明", default=False)
    registered_here = models.BooleanField("区内注册", default=False)
    tax_authority_known = models.BooleanField("主管税务机关已明", default=False)
    taxed_here = models.BooleanField("主管税务机关在本区", default=False)
    # Stands as active in the registry's list of the month.
    matched = models.BooleanField("与登记名单一致", default=False)

    @property
    def locality(self) -> str:
        if not self.locality_known:
            return "待核"
        return "区内" if self.registered_here else "区外"

    @property
    def match_words(self) -> str:
        return "一致" if self.matched else "未对上"

    @property
    def tax_locality(self) -> str:
        if not self.tax_authority_known:
            return "待核"
        return "本区" if self.taxed_here else "区外"

    class Meta:
        verbose_name = "入驻月度"
        triggers = triggers.frozen_with_their_month("tenant_month")
        constraints = [
            models.UniqueConstraint(
                fields=["period", "building", "enterprise"], name="tenant_month_once"
            ),
            models.CheckConstraint(condition=IS_MONTH, name="tenant_month_is_a_month"),
        ]
        indexes = [models.Index(fields=["period", "place"], name="tenant_month_by_place")]


class ProjectMonth(MonthFact):
    """A building that does not stand yet, or was reserved, begun or finished since January."""

    gross_floor_area = models.DecimalField("总建筑面积", max_digits=12, decimal_places=2, null=True)
    reserved_on = models.DateField("列入储备", null=True)
    started_on = models.DateField("开工", null=True)
    finished_on = models.DateField("竣工", null=True)
    # What an indicator counts is a yes-no column.
    reserved = models.BooleanField("新储备")
    started = models.BooleanField("新开工")
    finished = models.BooleanField("新竣工")
    is_site = models.BooleanField("规划或在建", default=False)
    dated = models.BooleanField("已登记日期", default=False)

    class Meta:
        verbose_name = "楼宇项目月度"
        triggers = triggers.frozen_with_their_month("project_month")
        constraints = [
            models.UniqueConstraint(fields=["period", "building"], name="project_month_once"),
            models.CheckConstraint(condition=IS_MONTH, name="project_month_is_a_month"),
            models.CheckConstraint(
                condition=Q(reserved=True) | Q(started=True) | Q(finished=True) | Q(is_site=True),
                name="project_month_has_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["period", "place"], name="project_month_by_place")]


class StoredFigure(ScopedModel):
    """One indicator of one month for a district, a street or park, or (`building`) a building."""

    indicator = models.CharField("指标", max_length=10)
    period = _month()
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="区划")
    building = models.ForeignKey(
        Building, models.PROTECT, null=True, related_name="+", verbose_name="楼宇"
    )
    numerator = models.DecimalField("分子", max_digits=20, decimal_places=2)
    denominator = models.DecimalField("分母", max_digits=20, decimal_places=2, null=True)
    known = models.PositiveIntegerField("已采集楼宇")
    total = models.PositiveIntegerField("应采集楼宇")
    contributors = models.PositiveIntegerField("计入数")
    basis_version = models.CharField("口径版本", max_length=20)

    class Meta:
        abstract = True

    @property
    def value(self) -> Value:
        word = SILENT.get(self.indicator, "") if self.total and not self.known else ""
        counts = (self.known, self.total, self.contributors)
        return Value(self.numerator, self.denominator, *counts, word=word)


def figure_rules(name: str) -> list[models.BaseConstraint]:
    """Once for an indicator, month and subject; covering no more buildings than there are."""
    return [
        models.UniqueConstraint(
            fields=["period", "place", "building", "indicator"],
            nulls_distinct=False,
            name=f"{name}_once",
        ),
        models.CheckConstraint(condition=IS_MONTH, name=f"{name}_is_of_a_month"),
        models.CheckConstraint(
            condition=Q(known__lte=models.F("total")), name=f"{name}_coverage_within_all"
        ),
    ]


class Figure(StoredFigure):
    """Of what everybody may read within their area; what rests on tax is a TaxFigure."""

    class Meta:
        verbose_name = "指标值"
        triggers = triggers.frozen_with_their_month("figure")
        constraints = figure_rules("figure")
        indexes = [
            models.Index(fields=["building", "indicator", "period"], name="figure_of_building")
        ]


class PeriodStatus(models.TextChoices):
    COMPUTED = "computed", "初步"
    FROZEN = "frozen", "已冻结"


@tracked
class PeriodState(models.Model):
    """Whether a month was computed, and whether a bulletin rests on it; no business data."""

    period = models.DateField("统计期", unique=True)
    status = models.CharField(
        "状态", max_length=10, choices=PeriodStatus, default=PeriodStatus.COMPUTED
    )
    computed_at = models.DateTimeField("计算时间")
    computed_by = models.CharField("计算人", max_length=60)
    frozen_at = models.DateTimeField("冻结时间", null=True)
    reason = models.CharField("冻结原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "统计期状态"
        ordering = ["-period"]
        triggers = [triggers.stays_frozen()]
        constraints = [
            models.CheckConstraint(condition=IS_MONTH, name="period_state_is_of_a_month"),
            models.CheckConstraint(
                condition=Q(status=PeriodStatus.COMPUTED, frozen_at=None)
                | Q(status=PeriodStatus.FROZEN, frozen_at__isnull=False) & ~Q(reason=""),
                name="period_frozen_with_reason",
            ),
        ]

    @property
    def month(self) -> Period:
        return Period.of(self.period)

    @property
    def is_frozen(self) -> bool:
        return self.status == PeriodStatus.FROZEN
