"""事项: the thread, its steps, who handles it jointly; the holidays its due day is counted by."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from louyu.kernel.history import tracked
from louyu.kernel.scope import ScopedModel
from louyu.registers.buildings.models import Building
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.matters.kinds import choices
from louyu.registers.organizations.models import Organization, User
from louyu.registers.places.models import Place

OFFICE = "区楼宇办"


class Level(models.TextChoices):
    """三级联动: whose turn it is."""

    BUILDING = "building", "楼"
    STREET = "street", "街"
    DISTRICT = "district", "区"


LEVELS = tuple(Level)


class MatterState(models.TextChoices):
    OPEN = "open", "办理中"
    ANSWERED = "answered", "已答复"
    CLOSED = "closed", "已办结"


class Act(models.TextChoices):
    OPENED = "opened", "提出"
    HANDED_UP = "handed_up", "上报"
    HANDED_BACK = "handed_back", "交回"
    HANDED_ON = "handed_on", "转办"
    JOINED = "joined", "请会办"
    JOINT_ANSWER = "joint_answer", "会办答复"
    NOTED = "noted", "补充"
    ANSWERED = "answered", "答复"
    REOPENED = "reopened", "要求再办"
    CLOSED = "closed", "办结"


@tracked
class Matter(ScopedModel):
    """Who has it is told by `level`, and by `owner_user` or `owner_body` where one was named.

    Without a name it lies with whoever today looks after the building, with the street of
    `place`, or with the district's office: when people change, it is with their successors.
    """

    kind = models.CharField("种类", max_length=40, db_index=True, choices=choices)
    title = models.CharField("事项", max_length=100)
    building = models.ForeignKey(
        Building, models.PROTECT, null=True, blank=True, related_name="matters", verbose_name="楼宇"
    )
    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="matters",
        verbose_name="企业",
    )
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="街道/园区"
    )
    level = models.CharField("层级", max_length=20, choices=Level)
    owner_user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="承办人"
    )
    owner_body = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="承办单位",
    )
    state = models.CharField(
        "状态", max_length=20, choices=MatterState, default=MatterState.OPEN, db_index=True
    )
    due = models.DateField("限办日期")
    # Nobody where an app opened it of itself.
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField("提出时间", auto_now_add=True)
    # Once it was with those who look after the building, they go on reading it.
    with_building = models.BooleanField(default=False)
    # The enterprise asked, or somebody for it: it reads its own thread.
    for_enterprise = models.BooleanField(default=False)
    satisfaction = models.PositiveSmallIntegerField("满意度", null=True, blank=True)
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)
    idempotency_key = models.CharField(max_length=100, null=True, unique=True)

    class Meta:
        verbose_name = "事项"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=MatterState.values) & Q(level__in=Level.values),
                name="matter_words_known",
            ),
            models.CheckConstraint(
                condition=Q(satisfaction=None) | Q(satisfaction__range=(1, 5)),
                name="matter_satisfaction_1_to_5",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                | ~Q(state="closed") & Q(closed_at=None, satisfaction=None),
                name="matter_closed_with_its_day",
            ),
            models.CheckConstraint(
                condition=Q(owner_user=None) | Q(owner_body=None), name="matter_one_owner"
            ),
            models.CheckConstraint(
                condition=~Q(level="building") | Q(building__isnull=False, with_building=True),
                name="matter_at_a_building_has_one",
            ),
            models.CheckConstraint(
                condition=~Q(level="street") | Q(place__isnull=False),
                name="matter_at_a_street_has_one",
            ),
            models.CheckConstraint(
                condition=Q(for_enterprise=False) | Q(enterprise__isnull=False),
                name="matter_for_an_enterprise_names_it",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("matter", args=[self.pk])

    @property
    def owner(self) -> str:
        """As people read it: who has it now."""
        named = self.owner_user or self.owner_body
        if named:
            return str(named)
        if self.level == Level.BUILDING:
            return f"{self.building}联络员"
        return str(self.place) if self.level == Level.STREET else OFFICE


@tracked
class MatterStep(ScopedModel):
    """One step in the thread; it is written once and never changed."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="steps")
    act = models.CharField("步骤", max_length=20, choices=Act)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # As they were called then: 代办 and changed offices stay readable.
    by_words = models.CharField(max_length=120)
    to_words = models.CharField(max_length=120, blank=True)
    text = models.TextField("内容", max_length=2000, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "事项步骤"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(act__in=Act.values), name="matter_step_known")
        ]


@tracked
class JointHandling(ScopedModel):
    """会办: a body that answers its part before the owner answers the whole."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="joint")
    body = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name="会办单位"
    )
    answer = models.TextField("答复", max_length=2000, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField("答复时间", null=True)

    class Meta:
        verbose_name = "会办"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "body"],
                name="joint_once_per_body",
                violation_error_message="这个单位已在会办。",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="")
                | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="joint_answer_has_its_time",
            ),
        ]


class Holiday(models.Model):
    """节假日: a weekday off, or a Saturday or Sunday worked instead; public, so not scoped."""

    class Kind(models.TextChoices):
        OFF = "off", "放假"
        WORKED = "worked", "上班"

    day = models.DateField("日期", unique=True)
    kind = models.CharField("安排", max_length=10, choices=Kind, default=Kind.OFF)
    name = models.CharField("节日", max_length=40, blank=True)

    class Meta:
        verbose_name = "节假日"
        ordering = ["day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=("off", "worked")), name="holiday_kind_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"
