"""核验: what was said of a handing-in, by somebody else than who handed it in."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from louyu.journey.collection.models import Submission
from louyu.journey.verification import triggers
from louyu.kernel.scope import ScopedModel
from louyu.registers.organizations.models import User


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
