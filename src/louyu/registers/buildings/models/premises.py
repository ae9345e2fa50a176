"""楼宇: buildings with their names, door numbers, parties, floors and units.

Who sits in a unit belongs to occupancy.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from louyu.kernel.dated import Dated
from louyu.kernel.history import tracked
from louyu.kernel.scope import ScopedModel
from louyu.kernel.sorting import sort_key
from louyu.registers.buildings import triggers
from louyu.registers.organizations.models import Organization
from louyu.registers.places.models import Cluster, Place


class BuildingUse(models.TextChoices):
    OFFICE = "office", "商务办公"
    COMPLEX = "complex", "商业综合体"
    COMMERCIAL = "commercial", "商贸"
    HOTEL = "hotel", "酒店公寓"
    INDUSTRIAL = "industrial", "工业厂房"
    CONVERTED = "converted", "工业转商"
    MIXED = "mixed", "混合"


class Grade(models.TextChoices):
    SUPER_A = "super_a", "超甲级"
    A = "a", "甲级"
    B = "b", "乙级"
    C = "c", "丙级"


class LifeStage(models.TextChoices):
    PLANNED = "planned", "规划储备"
    UNDER_CONSTRUCTION = "under_construction", "在建"
    COMPLETED = "completed", "已竣工"
    IN_USE = "in_use", "在用"
    RENOVATING = "renovating", "改造中"
    IDLE = "idle", "闲置"


class UnitUse(models.TextChoices):
    BUSINESS = "business", "商务"
    PUBLIC_SERVICE = "public_service", "公共服务"
    EQUIPMENT = "equipment", "设备/避难"
    PARKING = "parking", "停车"
    RESIDENTIAL = "residential", "居住"


def _positive(field: str) -> Q:
    return Q(**{field: None}) | Q(**{f"{field}__gte": 0})


@tracked
class Building(ScopedModel):
    """One building with exactly one managing place; area figures in ㎡."""

    code = models.CharField("楼宇编码", max_length=30, unique=True)
    name = models.CharField("楼宇名称", max_length=80)
    name_sort = models.CharField(max_length=400, editable=False, db_index=True)
    place = models.ForeignKey(
        Place, models.PROTECT, related_name="buildings", verbose_name="管理街道/园区"
    )
    community = models.ForeignKey(
        Place,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="community_buildings",
        verbose_name="所在社区",
    )
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, null=True, blank=True, verbose_name="功能片区"
    )
    address = models.CharField("地址", max_length=200, blank=True)
    # CGCS2000 degrees; maps in other coordinates are converted before they are stored.
    longitude = models.DecimalField("经度", max_digits=9, decimal_places=6, null=True, blank=True)
    latitude = models.DecimalField("纬度", max_digits=8, decimal_places=6, null=True, blank=True)
    use = models.CharField(
        "主要用途", max_length=20, choices=BuildingUse, default=BuildingUse.OFFICE
    )
    grade = models.CharField("等级", max_length=10, choices=Grade, blank=True)
    floors_above = models.PositiveSmallIntegerField("地上层数", null=True, blank=True)
    floors_below = models.PositiveSmallIntegerField("地下层数", null=True, blank=True)
    gross_floor_area = models.DecimalField(
        "总建筑面积", max_digits=12, decimal_places=2, null=True, blank=True
    )
    business_area = models.DecimalField(
        "商务面积", max_digits=12, decimal_places=2, null=True, blank=True
    )
    completed_on = models.DateField("竣工日期", null=True, blank=True)
    life_stage = models.CharField(
        "生命阶段", max_length=20, choices=LifeStage, default=LifeStage.IN_USE
    )
    stage_since = models.DateField("阶段起始日期", null=True, blank=True)

    class Meta:
        verbose_name = "楼宇"
        ordering = ["name_sort", "id"]
        triggers = [triggers.managed_by_subdistrict_or_park(), triggers.keep_life_stages()]
        constraints = [
            models.UniqueConstraint(fields=["place", "name"], name="building_name_once_per_place"),
            models.CheckConstraint(
                condition=Q(business_area__lte=F("gross_floor_area")),
                name="building_business_within_gross",
                violation_error_message="商务面积不能大于总建筑面积，请核对两个数字。",
            ),
            models.CheckConstraint(
                condition=_positive("gross_floor_area") & _positive("business_area"),
                name="building_areas_not_negative",
            ),
            models.CheckConstraint(
                condition=(Q(longitude=None) & Q(latitude=None))
                # Both named: a check over a missing number is neither true nor false, and passes.
                | Q(longitude__isnull=False, latitude__isnull=False)
                & Q(longitude__range=(73, 136), latitude__range=(3, 54)),
                name="building_position_in_china",
                violation_error_message="经纬度不在中国范围内，请核对是否填反或缺一项。",
            ),
            models.CheckConstraint(
                condition=Q(life_stage__in=LifeStage.values) & Q(use__in=BuildingUse.values),
                name="building_words_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_sort = sort_key(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return f"/buildings/{self.pk}/"


@tracked
class LifeStageChange(ScopedModel):
    """Which stage a building entered on which day; written by a trigger on Building."""

    building = models.ForeignKey(Building, models.CASCADE, related_name="stages")
    stage = models.CharField("生命阶段", max_length=20, choices=LifeStage)
    since = models.DateField("起始日期")

    class Meta:
        verbose_name = "生命阶段"
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(fields=["building", "since"], name="stage_once_per_day")
        ]


@tracked
class KeyListing(ScopedModel, Dated):
    """重点楼宇: a dated listing with its basis, not a flag."""

    building = models.ForeignKey(
        Building, models.CASCADE, related_name="key_listings", verbose_name="楼宇"
    )
    basis = models.CharField("认定依据", max_length=200)

    class Meta:
        verbose_name = "重点楼宇"
        constraints = [
            ExclusionConstraint(
                name="key_listing_once_at_a_time",
                expressions=[
                    ("building", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            )
        ]


class AliasKind(models.TextChoices):
    FORMER = "former", "曾用名"
    OTHER = "other", "别名"


@tracked
class BuildingAlias(ScopedModel):
    """Another name people use for the building; imports find it by any of them."""

    building = models.ForeignKey(Building, models.CASCADE, related_name="aliases")
    name = models.CharField("名称", max_length=80)
    kind = models.CharField("类别", max_length=10, choices=AliasKind, default=AliasKind.OTHER)

    class Meta:
        verbose_name = "别名"
        constraints = [
            models.UniqueConstraint(fields=["building", "name"], name="alias_once_per_building")
        ]

    def __str__(self) -> str:
        return self.name


@tracked
class DoorNumber(ScopedModel):
    """门牌: most registrations at a tower give only the road and the number."""

    building = models.ForeignKey(Building, models.CASCADE, related_name="door_numbers")
    road = models.CharField("道路", max_length=60)
    number = models.CharField("门牌号", max_length=30)

    class Meta:
        verbose_name = "门牌"
        constraints = [
            models.UniqueConstraint(
                fields=["building", "road", "number"], name="door_number_once_per_building"
            )
        ]

    def __str__(self) -> str:
        return f"{self.road}{self.number}"


class PartyKind(models.TextChoices):
    OWNER = "owner", "产权方"
    OPERATOR = "operator", "管理运营主体"
    PROPERTY_MANAGER = "property_manager", "物业公司"


@tracked
class BuildingParty(ScopedModel, Dated):
    """Who owns, operates or looks after a building, and since when."""

    building = models.ForeignKey(
        Building, models.CASCADE, related_name="parties", verbose_name="楼宇"
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="building_parties", verbose_name="单位"
    )
    kind = models.CharField("身份", max_length=20, choices=PartyKind)

    class Meta:
        verbose_name = "相关单位"
        constraints = [
            ExclusionConstraint(
                name="building_one_operator_at_a_time",
                expressions=[
                    ("building", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=~Q(kind="owner"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.building}·{self.organization}"

    def get_absolute_url(self) -> str:
        return f"/building-parties/{self.pk}/"


@tracked
class Floor(ScopedModel):
    """One storey; number counts up from 1 and down from -1, there is no storey 0."""

    building = models.ForeignKey(
        Building, models.CASCADE, related_name="floors", verbose_name="楼宇"
    )
    number = models.SmallIntegerField("楼层")
    label = models.CharField("显示名", max_length=20, blank=True)
    area = models.DecimalField("楼层面积", max_digits=10, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = "楼层"
        ordering = ["number"]
        triggers = [triggers.keeps_its_building("floor")]
        constraints = [
            models.UniqueConstraint(fields=["building", "number"], name="floor_once_per_building"),
            models.CheckConstraint(condition=~Q(number=0), name="floor_zero_does_not_exist"),
            models.CheckConstraint(condition=_positive("area"), name="floor_area_not_negative"),
        ]

    def __str__(self) -> str:
        return self.label or (f"{self.number}F" if self.number > 0 else f"B{-self.number}")


@tracked
class Unit(ScopedModel):
    """房源: what is let as one; area in ㎡."""

    building = models.ForeignKey(
        Building, models.CASCADE, related_name="units", verbose_name="楼宇"
    )
    floor = models.ForeignKey(Floor, models.PROTECT, related_name="units", verbose_name="楼层")
    number = models.CharField("房号", max_length=40)
    area = models.DecimalField("面积", max_digits=10, decimal_places=2)
    use = models.CharField("用途", max_length=20, choices=UnitUse, default=UnitUse.BUSINESS)

    class Meta:
        verbose_name = "房源"
        ordering = ["building", "floor__number", "number"]
        triggers = [
            triggers.unit_on_a_floor_of_its_building(),
            triggers.keeps_its_building("unit"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["building", "number"], name="unit_once_per_building"),
            models.CheckConstraint(
                condition=Q(area__gt=0),
                name="unit_area_positive",
                violation_error_message="房源面积必须大于 0。",
            ),
            models.CheckConstraint(condition=Q(use__in=UnitUse.values), name="unit_use_known"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return f"/units/{self.pk}/"
