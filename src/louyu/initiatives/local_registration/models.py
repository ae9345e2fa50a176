"""自愿登记服务: campaigns, the firms on their lists, what each was asked and said, departure signs.

Nobody but this app reads these tables: what a firm said decides nothing anywhere else
(公平竞争审查条例, in force 1 Aug 2024).
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from louyu.initiatives.local_registration import triggers
from louyu.initiatives.local_registration.kinds import DEPARTURE_VISIT as DEPARTURE_VISIT
from louyu.kernel.dated import Dated
from louyu.kernel.history import tracked
from louyu.kernel.scope import ScopedModel
from louyu.registers.assignments.models import Visit
from louyu.registers.buildings.models import Building
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.matters.models import Matter
from louyu.registers.organizations.models import User
from louyu.registers.places.models import Place


@tracked
class Campaign(ScopedModel, Dated):
    """A time in which firms on site that are registered elsewhere are offered help.

    `place`: the district, or one street or park.
    """

    name = models.CharField("名称", max_length=80, unique=True)
    basis = models.CharField("依据文件", max_length=200)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="范围")

    class Meta:
        verbose_name = "服务活动"
        ordering = ["-start", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=False, end__gte=F("start")), name="campaign_has_an_end"
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(basis=""), name="campaign_names_its_basis"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("local-registration-progress", args=[self.pk])

    @property
    def is_running(self) -> bool:
        return self.end is not None and self.start <= timezone.localdate() <= self.end


class EntryState(models.TextChoices):
    LISTED = "listed", "已列入"
    VISITED = "visited", "已走访"
    ASKED = "asked", "已询问，待答复"
    CONSENTED = "consented", "同意"
    GUIDED = "guided", "已指导"
    REGISTERED = "registered", "已在本区登记"
    ELSEWHERE = "elsewhere", "仍在区外登记"
    GAVE_UP = "gave_up", "企业自行中止"
    DECLINED = "declined", "不同意"
    WITHDRAWN = "withdrawn", "已撤回同意"
    REMOVED = "removed", "已移出名单"


@tracked
class Entry(ScopedModel):
    """One firm on a campaign's list, with the building it was met in; `words` say why."""

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="listed_firms", verbose_name="活动"
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="+", verbose_name="企业"
    )
    building = models.ForeignKey(Building, models.PROTECT, related_name="+", verbose_name="楼宇")
    words = models.CharField("情况", max_length=500)
    state = models.CharField(
        "进展", max_length=12, choices=EntryState, default=EntryState.LISTED, db_index=True
    )
    listed_on = models.DateField("列入日期")
    visited_on = models.DateField("走访日期", null=True, blank=True)
    asked_on = models.DateField("询问日期", null=True, blank=True)
    guided_on = models.DateField("指导日期", null=True, blank=True)
    settled_on = models.DateField("结果日期", null=True, blank=True)
    removal_reason = models.CharField("移出原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "名单企业"
        ordering = ["id"]
        triggers = [triggers.refused_is_left_alone(), triggers.helped_by_consent()]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "enterprise"], name="entry_once_per_campaign"
            ),
            models.CheckConstraint(
                condition=Q(state__in=EntryState.values), name="entry_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="removed") & ~Q(removal_reason="")
                | ~Q(state="removed") & Q(removal_reason=""),
                name="entry_removed_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="guided") | Q(guided_on__isnull=False),
                name="entry_guided_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return str(self.enterprise)

    def get_absolute_url(self) -> str:
        return reverse("local-registration-firm", args=[self.pk])

    @property
    def is_over(self) -> bool:
        """The firm said no, or took its yes back: nothing more is asked."""
        return self.state in (EntryState.DECLINED, EntryState.WITHDRAWN)


class Way(models.TextChoices):
    PAPER = "paper", "当面签字"
    SPOKEN = "spoken", "当面口头"
    PHONE = "phone", "电话"
    WRITTEN = "written", "来函、微信或邮件"


@tracked
class Consent(ScopedModel):
    """意愿: what the firm said, by whom and in which way; a yes may be taken back at any time.

    `told` is the text it was shown before it said so.
    """

    entry = models.OneToOneField(Entry, models.CASCADE, related_name="consent")
    agrees = models.BooleanField("同意")
    person = models.CharField("答复人", max_length=40)
    position = models.CharField("职务", max_length=40, blank=True)
    way = models.CharField("方式", max_length=10, choices=Way)
    day = models.DateField("答复日期")
    told = models.TextField("告知内容", max_length=2000)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    by_words = models.CharField("记录人", max_length=120)
    at = models.DateTimeField("记录时间", auto_now_add=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    withdrawn_by_words = models.CharField("撤回人", max_length=120, blank=True)

    class Meta:
        verbose_name = "意愿记录"
        triggers = [triggers.consent_is_only_withdrawn()]
        constraints = [
            models.CheckConstraint(condition=Q(way__in=Way.values), name="consent_way_known"),
            models.CheckConstraint(
                condition=~Q(person="") & ~Q(told="") & ~Q(by_words=""),
                name="consent_is_somebodys",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by_words="")
                | Q(agrees=True, withdrawn_at__isnull=False) & ~Q(withdrawn_by_words=""),
                name="consent_withdrawn_by_somebody",
            ),
        ]

    @property
    def stands(self) -> bool:
        return self.agrees and self.withdrawn_at is None


class Act(models.TextChoices):
    LISTED = "listed", "列入名单"
    VISITED = "visited", "走访"
    ASKED = "asked", "说明并询问意愿"
    CONSENTED = "consented", "企业同意"
    DECLINED = "declined", "企业不同意"
    WITHDRAWN = "withdrawn", "企业撤回同意"
    GUIDED = "guided", "指导"
    REGISTERED = "registered", "登记名单确认已在本区登记"
    ELSEWHERE = "elsewhere", "企业决定仍在区外登记"
    GAVE_UP = "gave_up", "企业自行中止"
    REMOVED = "removed", "移出名单"
    RESTORED = "restored", "放回名单"


class Step(ScopedModel):
    """One thing that was done with a firm; written once, never changed."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="taken_steps")
    act = models.CharField("步骤", max_length=12, choices=Act)
    day = models.DateField("日期")
    text = models.TextField("情况", max_length=1000, blank=True)
    materials = models.TextField("材料清单", max_length=1000, blank=True)
    helper = models.CharField("帮办人", max_length=80, blank=True)
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    by_words = models.CharField(max_length=120)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "服务步骤"
        ordering = ["id"]
        triggers = [triggers.written_once()]
        constraints = [models.CheckConstraint(condition=Q(act__in=Act.values), name="step_known")]
        indexes = [models.Index(fields=["act", "day"], name="step_of_a_day")]


class Sign(models.TextChoices):
    """Facts of the roster and the registry; nothing of tax."""

    LEASE = "lease", "租约将到期"
    REGISTRY = "registry", "登记已迁出"
    SHRUNK = "shrunk", "面积减少"


class DepartureSign(ScopedModel):
    """迁出迹象: a fact that opened a service visit, or was added to the one that was open.

    `facts` is what it rests on: the same fact is told once.
    """

    kind = models.CharField("迹象", max_length=10, choices=Sign)
    facts = models.CharField(max_length=64)
    enterprise = models.ForeignKey(
        Enterprise, models.CASCADE, related_name="+", verbose_name="企业"
    )
    building = models.ForeignKey(Building, models.CASCADE, related_name="+", verbose_name="楼宇")
    words = models.CharField("情况", max_length=300)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="+", verbose_name="事项")
    seen_on = models.DateField("发现日期")
    gone_on = models.DateField("消失日期", null=True, blank=True)

    class Meta:
        verbose_name = "迁出迹象"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "facts"], name="departure_sign_told_once"),
            models.CheckConstraint(condition=Q(kind__in=Sign.values), name="departure_sign_known"),
        ]
