"""采集: a month, the buildings due in it, what is asked about each and what was answered.

The list of what is due is made when the month opens; nothing leaves it afterwards, so that a
rate is never above 100 % and last month's rate moves only by a decision that is written down.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from louyu.journey.collection import triggers
from louyu.kernel.history import tracked
from louyu.kernel.scope import ScopedModel
from louyu.registers.buildings.models import Building, Unit
from louyu.registers.occupancy.models import EndReason, Occupancy, VacancyState
from louyu.registers.organizations.models import User
from louyu.registers.places.models import Place


class CycleKind(models.TextChoices):
    MONTH = "month", "月度更新"
    # Before the first month, outside the bulletins (建库月).
    CENSUS = "census", "建库核对"


@tracked
class Cycle(ScopedModel):
    """One month of the round, or the census before the first; `month` is its first day.

    Once closed nothing in it moves but what a Reopening lets move.
    """

    kind = models.CharField("种类", max_length=20, choices=CycleKind, default=CycleKind.MONTH)
    month = models.DateField("月份")
    due_on = models.DateField("截止日期")
    opened_at = models.DateTimeField("开启时间", auto_now_add=True)
    closed_at = models.DateTimeField("结束时间", null=True, blank=True)
    # As they were called then.
    closed_by = models.CharField("由谁结束", max_length=120, blank=True)

    class Meta:
        verbose_name = "采集月份"
        # The census of a month comes before the month itself.
        ordering = ["-month", "-kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "month"], name="collection_each_month_opened_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=CycleKind.values), name="collection_cycle_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(month__day=1), name="collection_month_is_its_first_day"
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=models.F("month")), name="collection_due_in_its_month"
            ),
        ]

    def __str__(self) -> str:
        name = f"{self.month:%Y}年{self.month.month}月"
        return name if self.kind == CycleKind.MONTH else f"{name}建库"

    @property
    def slug(self) -> str:
        """As it stands in an address: 2026-11, or 2026-11-census."""
        month = f"{self.month:%Y-%m}"
        return month if self.kind == CycleKind.MONTH else f"{month}-{self.kind}"

    @property
    def words(self) -> str:
        """What is done in it, as its pages are headed."""
        if self.kind == CycleKind.CENSUS:
            return CycleKind.CENSUS.label
        return f"{self.month.month} 月数据更新"


class DutyState(models.TextChoices):
    OPEN = "open", "待核对"
    SUBMITTED = "submitted", "待核实"
    RETURNED = "returned", "已退回"
    ACCEPTED = "accepted", "已核实"
    EXEMPT = "exempt", "本月免报"


@tracked
class Duty(ScopedModel):
    """A building in a month; street and liaison as they were when the month opened.

    `version` counts what was handed in and what was said about it: a page that was opened
    before the last of them is not taken without a look.
    """

    cycle = models.ForeignKey(
        Cycle, models.PROTECT, related_name="buildings_due", verbose_name="月份"
    )
    building = models.ForeignKey(
        Building, models.PROTECT, related_name="collection_duties", verbose_name="楼宇"
    )
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="街道/园区")
    liaison = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="楼宇联络员"
    )
    state = models.CharField(
        "状态", max_length=20, choices=DutyState, default=DutyState.OPEN, db_index=True
    )
    version = models.PositiveIntegerField(default=0)
    # Why it was sent back, or why the building is exempt this month.
    why = models.CharField("理由", max_length=200, blank=True)

    class Meta:
        verbose_name = "月度更新"
        ordering = ["-cycle__month", "building_id"]
        triggers = [triggers.month_is_open("duty", "NEW.cycle_id", "NEW.id")]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "building"], name="collection_duty_once_per_month"
            ),
            models.CheckConstraint(
                condition=Q(state__in=DutyState.values), name="collection_duty_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("exempt", "returned")) | ~Q(why=""),
                name="collection_sent_back_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.building}·{self.cycle}"

    def get_absolute_url(self) -> str:
        return reverse("collection-duty", args=[self.pk])


class Reopening(ScopedModel):
    """补报: one building of a closed month may move until a day; it closes by itself.

    A decision of the office with its reason, written once (collection.md: no force).
    """

    duty = models.ForeignKey(Duty, models.PROTECT, related_name="reopenings")
    until = models.DateField("补报截止")
    why = models.CharField("理由", max_length=200)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    by_words = models.CharField("批准人", max_length=120)
    at = models.DateTimeField("批准时间", default=timezone.now)

    class Meta:
        verbose_name = "补报"
        ordering = ["-at", "-id"]
        triggers = [triggers.written_once("reopening")]
        constraints = [
            models.CheckConstraint(condition=~Q(why=""), name="collection_reopening_has_reason")
        ]


class Verdict(models.TextChoices):
    STAYS = "stays", "还在"
    LEFT = "left", "已搬走"
    CHANGED = "changed", "有变化"
    ARRIVED = "arrived", "新入驻"


class Question(ScopedModel):
    """Why a tenant, an empty room or the building is asked about; never told by what secret.

    With a `proposed` verdict it is what the street saw: the liaison confirms it or answers
    otherwise, and only then it is written.
    """

    duty = models.ForeignKey(Duty, models.PROTECT, related_name="questions")
    code = models.CharField(max_length=40)
    words = models.CharField("请核对什么", max_length=120)
    occupancy = models.ForeignKey(Occupancy, models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    proposed = models.CharField("建议", max_length=20, choices=Verdict, blank=True)
    proposed_day = models.DateField("建议的日期", null=True, blank=True)
    asked_at = models.DateTimeField("提出时间", default=timezone.now)

    class Meta:
        verbose_name = "待核对项"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["duty", "code", "occupancy", "unit"],
                nulls_distinct=False,
                name="collection_asked_once",
            ),
            models.CheckConstraint(
                condition=Q(occupancy=None) | Q(unit=None), name="collection_asks_about_one"
            ),
            models.CheckConstraint(
                condition=Q(proposed__in=("", *Verdict.values))
                & (~Q(proposed=Verdict.LEFT) | Q(proposed_day__isnull=False)),
                name="collection_proposal_is_whole",
            ),
        ]


class ExtraKind(models.TextChoices):
    TEXT = "text", "文字"
    NUMBER = "number", "数字"
    YES_NO = "yes_no", "是/否"
    CHOICE = "choice", "选项"


@tracked
class ExtraField(ScopedModel):
    """补充问题: what the office asks of every building besides, from one month until another.

    It is never changed, only ended; `options` one to a line. `since` and `ended` are first days
    of months: asked from the one on, no longer from the other on.
    """

    label = models.CharField("问题", max_length=30)
    kind = models.CharField("种类", max_length=20, choices=ExtraKind)
    help = models.CharField("说明", max_length=120)
    options = models.TextField("选项", blank=True)
    since = models.DateField("从哪个月起问")
    ended = models.DateField("从哪个月起不再问", null=True, blank=True)

    class Meta:
        verbose_name = "补充问题"
        ordering = ["since", "id"]
        triggers = [*triggers.only_ended("extra")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ExtraKind.values), name="collection_extra_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(kind="choice") & ~Q(options="") | ~Q(kind="choice") & Q(options=""),
                name="collection_extra_options_of_a_choice",
            ),
            models.CheckConstraint(
                condition=Q(since__day=1)
                & (Q(ended=None) | Q(ended__day=1, ended__gte=models.F("since"))),
                name="collection_extra_months",
            ),
            models.UniqueConstraint(
                fields=["label"],
                condition=Q(ended=None),
                name="collection_extra_asked_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True)
class ExtraTold:
    """An answer as it is read: the question as it was put, and what was said."""

    label: str
    words: str


class Submission(ScopedModel):
    """One handing-in, written once; the first and every later one are kept."""

    duty = models.ForeignKey(Duty, models.PROTECT, related_name="submissions")
    number = models.PositiveIntegerField("第几次")
    key = models.UUIDField(unique=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # As they were called then.
    by_words = models.CharField("提交人", max_length=120)
    at = models.DateTimeField("提交时间", default=timezone.now)
    # 代报: by somebody who does not look after the building.
    on_behalf = models.BooleanField("代报", default=False)
    # Signed: but for what is answered here, nothing has changed.
    rest_unchanged = models.BooleanField("其余无变化", default=False)
    words = models.CharField("说明", max_length=500, blank=True)
    # Each answer with the question as it was put: {field, label, kind, value}, values as texts.
    extras = models.JSONField("补充情况", default=list, blank=True)

    class Meta:
        verbose_name = "提交"
        ordering = ["number"]
        triggers = [
            triggers.written_once("submission"),
            triggers.month_is_open(
                "submission",
                "(SELECT cycle_id FROM collection_duty WHERE id = NEW.duty_id)",
                "NEW.duty_id",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["duty", "number"], name="collection_submission_numbered"
            )
        ]

    @property
    def told(self) -> list[ExtraTold]:
        """What was answered to the office's own questions."""
        return [ExtraTold(one["label"], _worded(one)) for one in self.extras]


def _worded(answer: dict[str, str]) -> str:
    if answer["kind"] == ExtraKind.YES_NO:
        return "是" if answer["value"] == "yes" else "否"
    return answer["value"]


class TenantAnswer(ScopedModel):
    """What was said of one stay; `is_correction`: the register was wrong, nothing has moved."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="tenant_answers")
    occupancy = models.ForeignKey(Occupancy, models.PROTECT, related_name="answers")
    verdict = models.CharField("核对结果", max_length=20, choices=Verdict)
    # Asked by name, or confirmed with all the rest in one tap.
    was_asked = models.BooleanField("逐家核对", default=False)
    is_correction = models.BooleanField("更正", default=False)
    day = models.DateField("日期", null=True)
    end_reason = models.CharField("迁出原因", max_length=20, choices=EndReason, blank=True)
    destination = models.CharField("迁往", max_length=200, blank=True)
    satisfaction = models.PositiveSmallIntegerField("满意度", null=True)
    headcount = models.PositiveIntegerField("从业人数", null=True)
    lease_expiry = models.DateField("租约到期日", null=True)
    words = models.CharField("变化说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "企业核对"
        ordering = ["id"]
        triggers = [triggers.written_once("tenant_answer")]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "occupancy"], name="collection_one_answer_per_stay"
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=Verdict.values), name="collection_verdict_known"
            ),
            models.CheckConstraint(
                condition=~Q(verdict="left") | (Q(day__isnull=False) & ~Q(end_reason="")),
                name="collection_left_has_day_and_reason",
            ),
        ]


class UnitAnswer(ScopedModel):
    """What was said of one room without a tenant: empty since when, and in which way."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="unit_answers")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="answers")
    state = models.CharField("状态", max_length=20, choices=VacancyState)
    since = models.DateField("空置自")
    # Told otherwise than it was known.
    is_change = models.BooleanField("有变化", default=False)

    class Meta:
        verbose_name = "房源核对"
        ordering = ["id"]
        triggers = [triggers.written_once("unit_answer")]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "unit"], name="collection_one_answer_per_unit"
            ),
            models.CheckConstraint(
                condition=Q(state__in=VacancyState.values), name="collection_unit_state_known"
            ),
        ]
