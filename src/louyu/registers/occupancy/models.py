"""入驻: who is in which unit since when, and which units are known to stand empty."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from louyu.kernel.dated import Dated
from louyu.kernel.history import tracked
from louyu.kernel.scope import ScopedModel
from louyu.registers.buildings.models import Building, Unit
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.occupancy import triggers


class OccupancyKind(models.TextChoices):
    OWNER_OCCUPIED = "owner_occupied", "自用"
    LEASED = "leased", "租赁"
    SUBLET = "sublet", "转租"
    COWORKING = "coworking", "联合办公"
    ADDRESS_ONLY = "address_only", "虚拟注册"


class EndReason(models.TextChoices):
    LEASE_END = "lease_end", "租约到期"
    EXPANSION = "expansion", "扩大规模另迁"
    COST = "cost", "成本原因"
    CLOSED = "closed", "停业注销"
    SERVICE = "service", "物业服务原因"
    CORRECTION = "correction", "登记有误更正"
    OTHER = "other", "其他"
    UNKNOWN = "unknown", "未说明"


@tracked
class Occupancy(ScopedModel, Dated):
    """One stay of one enterprise in one building; moving out is an event, never a deletion.

    `start` and `end` are the first and last day in the building; an unknown `start`
    is stored as the day it was first reported, with `start_is_reported` set.
    """

    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="occupancies", verbose_name="企业"
    )
    building = models.ForeignKey(
        Building, models.PROTECT, related_name="occupancies", verbose_name="楼宇"
    )
    kind = models.CharField(
        "入驻方式", max_length=20, choices=OccupancyKind, default=OccupancyKind.LEASED
    )
    start_is_reported = models.BooleanField("入驻日期为首次报送日", default=False)
    is_primary = models.BooleanField("主要经营场所", default=True)
    headcount = models.PositiveIntegerField("从业人数", null=True, blank=True)
    lease_expiry = models.DateField("租约到期日", null=True, blank=True)
    # Yuan per ㎡ per month, as written in the lease.
    rent_yuan = models.DecimalField(
        "月租金", max_digits=10, decimal_places=2, null=True, blank=True
    )
    end_reason = models.CharField("迁出原因", max_length=20, choices=EndReason, blank=True)
    destination = models.CharField("迁往", max_length=200, blank=True)
    satisfaction = models.PositiveSmallIntegerField("满意度", null=True, blank=True)

    class Meta:
        verbose_name = "入驻"
        ordering = ["-start", "id"]
        triggers = [triggers.follow_the_occupancy()]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=OccupancyKind.values), name="occupancy_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(end=None, end_reason="") | (~Q(end=None) & ~Q(end_reason="")),
                name="occupancy_end_has_reason",
                violation_error_message="迁出日期和迁出原因要一起填写。",
            ),
            models.CheckConstraint(
                condition=Q(satisfaction=None) | Q(satisfaction__range=(1, 5)),
                name="occupancy_satisfaction_1_to_5",
            ),
            models.CheckConstraint(
                condition=Q(rent_yuan=None) | Q(rent_yuan__gte=0),
                name="occupancy_rent_not_negative",
            ),
        ]


@tracked
class OccupancyUnit(ScopedModel):
    """One unit an occupancy covers; `area` empty means the whole unit."""

    occupancy = models.ForeignKey(Occupancy, models.CASCADE, related_name="unit_links")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="occupancy_links")
    area = models.DecimalField("使用面积", max_digits=10, decimal_places=2, null=True, blank=True)
    # Copied from the occupancy by trigger, so that the exclusion constraint can see them.
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, editable=False, related_name="+", null=True
    )
    held = DateRangeField(editable=False, null=True)

    class Meta:
        verbose_name = "占用房源"
        triggers = [triggers.copy_from_the_occupancy()]
        constraints = [
            models.UniqueConstraint(fields=["occupancy", "unit"], name="unit_once_per_occupancy"),
            models.CheckConstraint(
                condition=Q(area=None) | Q(area__gt=0), name="occupancy_unit_area_positive"
            ),
            ExclusionConstraint(
                name="one_enterprise_once_in_a_unit_at_a_time",
                expressions=[
                    ("enterprise", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    ("held", RangeOperators.OVERLAPS),
                ],
            ),
        ]


class VacancyState(models.TextChoices):
    VACANT = "vacant", "空置"
    FIT_OUT = "fit_out", "装修待入驻"
    RESERVED = "reserved", "已预订"


@tracked
class Vacancy(ScopedModel, Dated):
    """Somebody said the unit stands empty. Without this row an empty unit is 未采集."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="vacancies", verbose_name="房源")
    state = models.CharField(
        "状态", max_length=20, choices=VacancyState, default=VacancyState.VACANT
    )
    confirmed_on = models.DateField("确认日期")

    class Meta:
        verbose_name = "空置"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=VacancyState.values), name="vacancy_state_known"
            ),
            ExclusionConstraint(
                name="one_vacancy_of_a_unit_at_a_time",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
        ]
