"""入驻: who is in which unit since when, which units stand empty, and which of them are offered."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from louyu.kernel.dated import Dated
from louyu.kernel.history import tracked
from louyu.kernel.scope import ScopedModel
from louyu.registers.buildings.models import Building, Unit
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.occupancy import triggers
from louyu.registers.organizations.models import Organization, User
from louyu.registers.pictures.models import Picture

# With or without the country's number, and spaced as people space it.
MOBILE = r"^(\+?86)?[- ]?1[3-9]([- ]?[0-9]){9}$"
MOST_PHOTOS = 6


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


class FitOut(models.TextChoices):
    BARE = "bare", "毛坯"
    BASIC = "basic", "简装"
    FITTED = "fitted", "精装"
    FURNISHED = "furnished", "精装带家具"


class WithdrawalReason(models.TextChoices):
    LET = "let", "已租出"
    TAKEN_BACK = "taken_back", "业主自用或收回"
    TERMS_CHANGED = "terms_changed", "条件有变，另行上架"
    CORRECTION = "correction", "登记有误更正"
    OTHER = "other", "其他"


@tracked
class Offer(ScopedModel):
    """招商房源: a room, or a storey of a building without rooms, that is open for leads.

    Listed from `listed_on` until `withdrawn_on`. Whether it still stands open on a day is told
    from who is in the room (offers/standing.py), not stored.
    """

    building = models.ForeignKey(
        Building, models.PROTECT, related_name="offers", verbose_name="楼宇"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="offers", verbose_name="房号"
    )
    storey = models.SmallIntegerField("楼层", null=True, blank=True)
    area = models.DecimalField("招商面积", max_digits=10, decimal_places=2)
    # Yuan per ㎡ per month; empty means 面议.
    rent_yuan = models.DecimalField("租金", max_digits=8, decimal_places=2, null=True, blank=True)
    available_from = models.DateField("可入驻日期")
    minimum_months = models.PositiveSmallIntegerField("最短租期", null=True, blank=True)
    fit_out = models.CharField("装修情况", max_length=10, choices=FitOut, blank=True)
    conditions = models.CharField("招商条件", max_length=300, blank=True)
    contact = models.ForeignKey(
        Organization, models.PROTECT, related_name="offers", verbose_name="联系单位"
    )
    contact_phone = models.CharField("公开电话", max_length=30)
    mobile_is_published = models.BooleanField("手机号已经本人同意公开", default=False)
    listed_on = models.DateField("上架日期")
    withdrawn_on = models.DateField("下架日期", null=True, blank=True)
    withdrawal_reason = models.CharField(
        "下架原因", max_length=20, choices=WithdrawalReason, blank=True
    )
    verified_on = models.DateField("核实日期", null=True, blank=True)
    verified_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="核实人"
    )

    class Meta:
        verbose_name = "招商房源"
        triggers = [
            triggers.offer_fits_its_room(),
            triggers.offer_of_an_empty_room(),
            triggers.verification_lapses(),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(withdrawn_on=None),
                name="offer_open_once_per_unit",
                violation_error_message="此房源已经上架，请打开已有的一条修改，或先下架。",
            ),
            models.CheckConstraint(
                condition=Q(unit=None, storey__isnull=False) | Q(unit__isnull=False, storey=None),
                name="offer_of_a_room_or_a_storey",
                violation_error_message="有房号的填房号；没有分户的楼宇只填楼层。",
            ),
            models.CheckConstraint(
                condition=Q(storey=None) | ~Q(storey=0), name="offer_storey_zero_does_not_exist"
            ),
            models.CheckConstraint(
                condition=Q(area__gt=0),
                name="offer_area_positive",
                violation_error_message="招商面积必须大于 0。",
            ),
            models.CheckConstraint(
                condition=Q(rent_yuan=None) | Q(rent_yuan__gt=0),
                name="offer_rent_positive",
                violation_error_message="租金必须大于 0；面议的请留空。",
            ),
            models.CheckConstraint(
                condition=Q(minimum_months=None) | Q(minimum_months__gt=0),
                name="offer_minimum_positive",
                violation_error_message="最短租期至少 1 个月；没有要求的请留空。",
            ),
            models.CheckConstraint(
                condition=Q(mobile_is_published=True) | ~Q(contact_phone__regex=MOBILE),
                name="offer_mobile_only_when_published",
                violation_error_message="公开电话请填单位的办公电话；确需公开手机号的，"
                "须经本人同意并勾选“手机号已经本人同意公开”。",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None, withdrawal_reason="")
                | (Q(withdrawn_on__gte=F("listed_on")) & ~Q(withdrawal_reason="")),
                name="offer_withdrawal_has_reason",
                violation_error_message="下架日期不早于上架日期，并要写明下架原因。",
            ),
            models.CheckConstraint(
                condition=Q(verified_on=None, verified_by=None)
                | Q(verified_on__isnull=False, verified_by__isnull=False),
                name="offer_verified_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(withdrawal_reason__in=["", *WithdrawalReason.values])
                & Q(fit_out__in=["", *FitOut.values]),
                name="offer_words_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.building} {self.whereabouts}"

    def get_absolute_url(self) -> str:
        return f"/offers/{self.pk}/"

    @property
    def whereabouts(self) -> str:
        return f"{self.unit.number} 室" if self.unit else storey_name(self.storey or 0)

    @property
    def level(self) -> int:
        return self.unit.floor.number if self.unit else self.storey or 0

    @property
    def floor_words(self) -> str:
        return storey_name(self.level)


@tracked
class OfferPhoto(Picture):
    """房源照片: what a room on offer looks like, in the order the public sees; the first leads."""

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="photos", verbose_name="招商房源")
    position = models.PositiveSmallIntegerField("次序")

    class Meta:
        verbose_name = "房源照片"
        triggers = [triggers.photo_is_to_be_verified()]
        constraints = [
            models.CheckConstraint(
                condition=Q(position__range=(1, MOST_PHOTOS)), name="offer_photo_six_at_most"
            ),
            # At the end of a transaction: two change places.
            models.UniqueConstraint(
                fields=["offer", "position"],
                name="offer_photo_one_per_place",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(fields=["offer", "sha256"], name="offer_photo_once"),
        ]

    def __str__(self) -> str:
        return f"{self.offer}，照片 {self.position}"

    @property
    def words(self) -> str:
        """For who cannot see it."""
        return self.alt or str(self)


def storey_name(number: int) -> str:
    return f"{number}F" if number > 0 else f"B{-number}"
