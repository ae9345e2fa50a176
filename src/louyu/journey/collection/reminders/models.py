"""提醒: where a person gets messages, and the record of what was sent about which building."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from louyu.journey.collection.models import Duty
from louyu.kernel.history import tracked
from louyu.kernel.scope import ScopedModel
from louyu.registers.organizations.models import User


class Via(models.TextChoices):
    MAIL = "mail", "邮件"
    WECOM = "wecom", "企业微信"
    DINGTALK = "dingtalk", "政务钉钉"


# One person each: no list, no group, never 企业微信's "@all".
ADDRESS_OF = {
    Via.MAIL: r"^[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+$",
    Via.WECOM: r"^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$",
    Via.DINGTALK: r"^[A-Za-z0-9_-]{1,64}$",
}


def _addressed() -> Q:
    whole = Q(address="")
    for via, form in ADDRESS_OF.items():
        whole |= Q(via=via, address__regex=form)
    return whole


@tracked
class Contact(ScopedModel):
    """A person's address in one channel; nobody has to have one, or to want messages."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="人员")
    via = models.CharField("渠道", max_length=20, choices=Via)
    address = models.CharField("地址", max_length=120, blank=True)
    wanted = models.BooleanField("接收提醒", default=True)

    class Meta:
        verbose_name = "消息地址"
        constraints = [
            models.UniqueConstraint(fields=["user", "via"], name="contact_once_per_channel"),
            models.CheckConstraint(condition=Q(via__in=Via.values), name="contact_channel_known"),
            models.CheckConstraint(condition=_addressed(), name="contact_address_of_one_person"),
        ]


class Kind(models.TextChoices):
    NEAR = "near", "临期"
    LATE = "late", "逾期"
    RETURNED = "returned", "退回"


class Reminder(ScopedModel):
    """One building in one message, written before it is sent: a second run finds it there.

    With neither a time nor a reason the sending broke off, and nobody knows whether it arrived.
    """

    duty = models.ForeignKey(Duty, models.PROTECT, related_name="reminders", verbose_name="楼宇")
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="人员")
    kind = models.CharField("种类", max_length=20, choices=Kind)
    day = models.DateField("日期", db_index=True)
    # Of the duty, when it was written: sent back again, it is another matter.
    version = models.PositiveIntegerField()
    # Shared by the buildings of one message.
    message = models.UUIDField(db_index=True)
    via = models.CharField("渠道", max_length=20, choices=Via)
    sent_at = models.DateTimeField("发出时间", null=True)
    receipt = models.CharField("回执", max_length=120, blank=True)
    refused = models.CharField("没有发出的原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "提醒"
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["duty", "kind", "day"], name="reminder_once_a_day"),
            models.CheckConstraint(
                condition=Q(kind__in=Kind.values, via__in=Via.values), name="reminder_words_known"
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(refused=""), name="reminder_sent_or_refused"
            ),
        ]
