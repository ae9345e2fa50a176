"""经营主体: enterprises, self-employed households and branches with their registration."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from louyu.kernel.history import tracked
from louyu.kernel.scope import ScopedModel
from louyu.kernel.sorting import sort_key
from louyu.registers.enterprises import triggers
from louyu.registers.places.models import Place


class EnterpriseKind(models.TextChoices):
    ENTERPRISE = "enterprise", "企业"
    INDIVIDUAL = "individual", "个体工商户"
    BRANCH = "branch", "分支机构"
    INSTITUTION = "institution", "事业单位/社会组织"


class EnterpriseStatus(models.TextChoices):
    ACTIVE = "active", "存续"
    DEREGISTERED = "deregistered", "注销"
    REVOKED = "revoked", "吊销"
    MOVED_OUT = "moved_out", "迁出"


class UsccIsValid(models.Func):
    """The check digit of GB 32100-2015, computed by the database."""

    function = "louyu_uscc_is_valid"
    output_field = models.BooleanField()


@tracked
class Enterprise(ScopedModel):
    """One market entity; its code is empty while it is unidentified, never invented."""

    uscc = models.CharField("统一社会信用代码", max_length=18, null=True, blank=True, unique=True)
    # 15-digit registration numbers from before 2015, kept as they were written.
    old_number = models.CharField("原注册号", max_length=15, blank=True, db_index=True)
    name = models.CharField("企业名称", max_length=200)
    name_sort = models.CharField(max_length=400, editable=False, db_index=True)
    kind = models.CharField(
        "类型", max_length=20, choices=EnterpriseKind, default=EnterpriseKind.ENTERPRISE
    )
    status = models.CharField(
        "登记状态", max_length=20, choices=EnterpriseStatus, default=EnterpriseStatus.ACTIVE
    )
    registered_address = models.CharField("注册地址", max_length=300, blank=True)
    registration_authority = models.CharField("登记机关", max_length=100, blank=True)
    industry_code = models.CharField("行业代码", max_length=5, blank=True)
    business_scope = models.TextField("经营范围", blank=True)
    capital_yuan = models.DecimalField(
        "注册资本", max_digits=18, decimal_places=2, null=True, blank=True
    )
    founded_on = models.DateField("成立日期", null=True, blank=True)
    # Which street put the record in; what it may see besides comes from occupancies.
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, verbose_name="建档街道/园区"
    )

    class Meta:
        verbose_name = "企业"
        ordering = ["name_sort", "id"]
        triggers = [triggers.keep_former_names()]
        constraints = [
            models.CheckConstraint(
                condition=Q(uscc=None) | Q(UsccIsValid("uscc")),
                name="enterprise_uscc_valid",
                violation_error_message="统一社会信用代码校验不通过，请对照营业执照重新填写。",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=EnterpriseKind.values) & Q(status__in=EnterpriseStatus.values),
                name="enterprise_words_known",
            ),
            models.CheckConstraint(
                condition=Q(capital_yuan=None) | Q(capital_yuan__gte=0),
                name="enterprise_capital_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(industry_code="") | Q(industry_code__regex=r"^[A-T]?[0-9]{0,4}$"),
                name="enterprise_industry_code_form",
                violation_error_message="行业代码应为 GB/T 4754 代码，如 6512 或 I6512。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.uscc = (self.uscc or "").strip().upper() or None
        self.name_sort = sort_key(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return f"/enterprises/{self.pk}/"


@tracked
class EnterpriseName(ScopedModel):
    """A name the enterprise bore until a day; written by a trigger when the name changes."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="former_names")
    name = models.CharField("曾用名", max_length=200)
    until = models.DateField("使用至")

    class Meta:
        verbose_name = "曾用名"
        ordering = ["-until"]
