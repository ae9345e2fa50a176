"""门户: what people tell the office about the system itself; 企业诉求 are not kept here."""

from django.db import models

from louyu.kernel.scope import ScopedModel
from louyu.registers.organizations.models import User


class Feedback(ScopedModel):
    """意见反馈: one message and the page it was written about."""

    author = models.ForeignKey(User, models.PROTECT, editable=False, verbose_name="反馈人")
    page = models.CharField("所在页面", max_length=200, blank=True)
    text = models.TextField("意见", max_length=2000)
    created_at = models.DateTimeField("反馈时间", auto_now_add=True)

    class Meta:
        verbose_name = "意见反馈"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="feedback_says_something")
        ]
