"""分工: who answers for which building or enterprise since when; visits; standing in.

What is asked of them belongs to matters.
"""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from louyu.kernel.dated import Dated
from louyu.kernel.history import tracked
from louyu.kernel.scope import ScopedModel
from louyu.registers.buildings.models import Building
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.organizations.models import Organization, User


class Capacity(models.TextChoices):
    LIAISON = "liaison", "楼宇联络员"
    OPERATOR = "operator", "运营方"
    STREET_OFFICER = "street_officer", "街道/园区负责人"
    COMMUNITY_OFFICER = "community_officer", "社区负责人"
    LEADER = "leader", "联系领导"
    DEPARTMENT = "department", "包联部门"
    ADVISOR = "advisor", "指导员"
    TEAM_MEMBER = "team_member", "“1+X”成员"


# One at a time for one building or enterprise; of the others there may be several.
ONLY_ONE = (Capacity.LIAISON, Capacity.STREET_OFFICER, Capacity.LEADER)


def _exactly_one(name: str, first: str, second: str, sentence: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{first}__isnull": False, second: None})
        | Q(**{f"{second}__isnull": False, first: None}),
        violation_error_message=sentence,
    )


def _one_at_a_time(subject: str) -> ExclusionConstraint:
    return ExclusionConstraint(
        name=f"assignment_one_at_a_time_per_{subject}",
        expressions=[
            (subject, RangeOperators.EQUAL),
            ("capacity", RangeOperators.EQUAL),
            ("during", RangeOperators.OVERLAPS),
        ],
        condition=Q(capacity__in=ONLY_ONE),
        violation_error_message="这项分工在这段时间已有人担任。换人请用“交接”，或先填原分工的结束日期。",
    )


@tracked
class Assignment(ScopedModel, Dated):
    """A person or body answers for a building or an enterprise in one capacity, for a time."""

    capacity = models.CharField("分工", max_length=20, choices=Capacity)
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="负责人"
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位"
    )
    building = models.ForeignKey(
        Building,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name="楼宇",
    )
    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name="企业",
    )
    basis = models.CharField("依据", max_length=200, blank=True)
    visits_per_year = models.PositiveSmallIntegerField("每年走访", null=True, blank=True)

    class Meta:
        verbose_name = "分工"
        ordering = ["-start", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__in=Capacity.values), name="assignment_capacity_known"
            ),
            _exactly_one(
                "assignment_one_answers", "user", "organization", "负责人和单位请只填一项。"
            ),
            _exactly_one(
                "assignment_one_subject", "building", "enterprise", "楼宇和企业请只填一项。"
            ),
            models.CheckConstraint(
                condition=Q(end=None) | Q(end__gte=F("start")),
                name="assignment_ends_after_start",
                violation_error_message="结束日期不能早于开始日期。",
            ),
            _one_at_a_time("building"),
            _one_at_a_time("enterprise"),
        ]

    def __str__(self) -> str:
        return f"{self.subject}·{self.get_capacity_display()}"

    @property
    def subject(self) -> Building | Enterprise | None:
        return self.building or self.enterprise

    @property
    def who(self) -> str:
        return str(self.user or self.organization)

    def get_absolute_url(self) -> str:
        return reverse("assignments-detail", args=[self.pk])


class Purpose(models.TextChoices):
    SERVICE = "service", "了解诉求"
    VERIFICATION = "verification", "核实情况"
    POLICY = "policy", "送政策"
    SAFETY = "safety", "安全检查"
    OTHER = "other", "其他"


@tracked
class Visit(ScopedModel):
    """走访: who went where on which day, and what was found. No track, no photo is asked for."""

    visitor = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="走访人")
    building = models.ForeignKey(
        Building, models.PROTECT, null=True, blank=True, related_name="visits", verbose_name="楼宇"
    )
    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="visits",
        verbose_name="企业",
    )
    day = models.DateField("走访日期")
    purpose = models.CharField("事由", max_length=20, choices=Purpose, default=Purpose.SERVICE)
    findings = models.TextField("情况", max_length=2000, blank=True)

    class Meta:
        verbose_name = "走访"
        ordering = ["-day", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose__in=Purpose.values), name="visit_purpose_known"
            ),
            models.CheckConstraint(
                condition=Q(building__isnull=False) | Q(enterprise__isnull=False),
                name="visit_of_somebody",
                violation_error_message="请选择走访的楼宇或企业。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.enterprise or self.building}"

    def get_absolute_url(self) -> str:
        return reverse("visits-detail", args=[self.pk])


@tracked
class Delegation(ScopedModel, Dated):
    """代办: what waits for one person is done by a colleague of the same body until a day.

    It hands on what the person answers for by name, all of it or one item; never a clearance.
    """

    giver = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="委托人")
    receiver = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="代办人")
    # A kind of 待办 and the number of the row in it; both empty: all of it.
    source = models.CharField("待办种类", max_length=40, blank=True)
    item = models.BigIntegerField("待办编号", null=True, blank=True)

    class Meta:
        verbose_name = "代办"
        ordering = ["-start", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(giver=F("receiver")), name="delegation_to_somebody_else"
            ),
            models.CheckConstraint(
                condition=Q(end__isnull=False, end__gte=F("start")), name="delegation_ends"
            ),
            models.CheckConstraint(
                condition=Q(source="", item=None) | ~Q(source="") & Q(item__isnull=False),
                name="delegation_of_one_or_all",
            ),
        ]
