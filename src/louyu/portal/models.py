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


class SignInCode(models.Model):
    """登录验证码: a digest of one code for one phone number; kept for a day (no business data)."""

    phone = models.CharField("手机号", max_length=20, db_index=True)
    digest = models.CharField(max_length=64)
    sent_at = models.DateTimeField("发送时间")
    tries = models.PositiveSmallIntegerField("已试次数", default=0)
    used_at = models.DateTimeField("使用时间", null=True)

    class Meta:
        verbose_name = "登录验证码"
        constraints = [
            models.CheckConstraint(condition=models.Q(tries__lte=5), name="sign_in_code_few_tries")
        ]


class ApiToken(models.Model):
    """接口令牌: lets a program act as its owner, within the owner's duties of the day.

    Only a digest of the token is kept; it opens no clearance, so no tax.
    """

    owner = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="所有人")
    name = models.CharField("用途", max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    writes = models.BooleanField("可以写入", default=False)
    created_at = models.DateTimeField("创建时间", auto_now_add=True)
    expires_on = models.DateField("有效期至")
    used_at = models.DateTimeField("最近使用", null=True)
    revoked_at = models.DateTimeField("停用时间", null=True)

    class Meta:
        verbose_name = "接口令牌"
        ordering = ["-pk"]


class ApiCall(models.Model):
    """接口写入: one call with one key has one effect, and every repetition the same answer."""

    owner = models.ForeignKey(User, models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "接口写入"
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="api_call_once")]
