"""核验: what was said of a handing-in by somebody else, and what was found on the spot."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from louyu.journey.collection.models import Cycle, Submission, TenantAnswer
from louyu.journey.verification import triggers
from louyu.kernel.history import tracked
from louyu.kernel.scope import ScopedModel
from louyu.registers.organizations.models import User
from louyu.registers.places.models import Place


class Outcome(models.TextChoices):
    ACCEPTED = "accepted", "核实通过"
    RETURNED = "returned", "退回"


class Review(ScopedModel):
    """One look at one submission; written once. A later submission is reviewed by itself."""

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="review")
    outcome = models.CharField("结果", max_length=20, choices=Outcome)
    reason = models.CharField("理由", max_length=200, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    by_words = models.CharField("核实人", max_length=120)
    at = models.DateTimeField("核实时间", default=timezone.now)

    class Meta:
        verbose_name = "核实"
        ordering = ["-at"]
        triggers = [triggers.written_once(), triggers.nobody_accepts_their_own()]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="review_outcome_known"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="returned") | ~Q(reason=""), name="review_return_has_reason"
            ),
        ]


@tracked
class Sample(ScopedModel):
    """抽查: records of one street's month drawn by lot, with the number that drew them.

    The same seed over the same records draws the same ones, so that anybody can draw it again.
    """

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="samples", verbose_name="月份")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="街道/园区")
    seed = models.PositiveIntegerField("随机种子")
    # How many records it was drawn from.
    out_of = models.PositiveIntegerField("抽样总数")
    by_words = models.CharField("抽样人", max_length=120)
    at = models.DateTimeField("抽样时间", default=timezone.now)

    class Meta:
        verbose_name = "抽查"
        ordering = ["-cycle__month", "place__code"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "place"], name="sample_once_a_month")
        ]

    def __str__(self) -> str:
        return f"{self.place}·{self.cycle}抽查"

    def get_absolute_url(self) -> str:
        return reverse("sample", args=[self.pk])


@tracked
class SampledStay(ScopedModel):
    """One record to be looked at on the spot: is the tenant there, as was told?

    `is_right` is empty until somebody has been there; WK04 is right / looked at.
    """

    sample = models.ForeignKey(Sample, models.PROTECT, related_name="drawn_records")
    answer = models.ForeignKey(TenantAnswer, models.PROTECT, related_name="sampled")
    # How likely it was drawn against the others: told changes and long unseen ones weigh more.
    weight = models.PositiveSmallIntegerField("权数")
    is_right = models.BooleanField("与现场一致", null=True, blank=True)
    found = models.CharField("现场情况", max_length=200, blank=True)
    seen_on = models.DateField("核实日期", null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    by_words = models.CharField("核实人", max_length=120, blank=True)

    class Meta:
        verbose_name = "抽查记录"
        ordering = ["answer__submission__duty__building_id", "id"]
        triggers = [triggers.nobody_looks_at_their_own()]
        constraints = [
            models.UniqueConstraint(fields=["sample", "answer"], name="sampled_once"),
            models.CheckConstraint(condition=Q(weight__gt=0), name="sampled_weight_positive"),
            models.CheckConstraint(
                condition=Q(is_right=None, seen_on=None)
                | Q(is_right__isnull=False, seen_on__isnull=False),
                name="sampled_seen_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(is_right=False) | ~Q(found=""), name="sampled_wrong_says_how"
            ),
        ]
