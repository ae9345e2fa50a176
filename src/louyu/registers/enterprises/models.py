"""经营主体: enterprises, self-employed households and branches with their registration."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Left, Length

from louyu.kernel.dated import Dated
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


class IndustryLevel(models.IntegerChoices):
    """How many characters a code of this level has."""

    SECTION = 1, "门类"
    DIVISION = 3, "大类"
    GROUP = 4, "中类"
    CLASS = 5, "小类"


@tracked
class Industry(models.Model):
    """A row of 国民经济行业分类 (GB/T 4754); a published standard, so it is not scoped."""

    code = models.CharField("代码", max_length=5, unique=True)
    name = models.CharField("行业名称", max_length=100)
    level = models.GeneratedField(
        expression=Length("code"),
        output_field=models.IntegerField("层级", choices=IndustryLevel),
        db_persist=True,
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, to_field="code", verbose_name="上级"
    )

    class Meta:
        verbose_name = "国民经济行业"
        ordering = ["code"]
        triggers = [triggers.enterprises_learn_their_industry()]
        constraints = [
            # 门类 is one letter; every other code continues the code of its parent.
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-T]$", parent=None)
                | Q(parent__isnull=False)
                & (
                    Q(code__regex=r"^[A-T][0-9]{2}$", parent=Left("code", 1))
                    | Q(code__regex=r"^[A-T][0-9]{3}$", parent=Left("code", 3))
                    | Q(code__regex=r"^[A-T][0-9]{4}$", parent=Left("code", 4))
                ),
                name="industry_code_continues_its_parent",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


@tracked
class LocalIndustry(Dated):
    """主导产业对照: codes that begin so belong to this industry of the district's own."""

    prefix = models.CharField("行业代码开头", max_length=5)
    name = models.CharField("主导产业", max_length=40)
    basis = models.CharField("依据", max_length=200, blank=True)

    class Meta:
        verbose_name = "主导产业对照"
        ordering = ["prefix", "-start"]
        constraints = [
            models.CheckConstraint(
                condition=Q(prefix__regex=r"^[A-T]([0-9]{2,4})?$"),
                name="local_industry_prefix_form",
                violation_error_message="请填写带门类字母的行业代码，如 I65 或 I6510。",
            ),
            models.CheckConstraint(
                condition=Q(end=None) | Q(end__gte=models.F("start")),
                name="local_industry_ends_after_start",
                violation_error_message="结束日期不能早于开始日期。",
            ),
            ExclusionConstraint(
                name="local_industry_one_rule_per_prefix",
                expressions=[
                    ("prefix", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                violation_error_message="这个代码开头在这段时间已有对照，请先给旧的填写结束日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prefix} {self.name}"

    def get_absolute_url(self) -> str:
        return f"/local-industries/{self.pk}/"


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
    # Measured by EN04 and nothing else: no reward and no obstacle may rest on it.
    tax_authority = models.CharField("主管税务机关", max_length=100, blank=True)
    industry_code = models.CharField("行业代码", max_length=5, blank=True)
    # Filled by a trigger; empty while the code is unknown or the standard is not loaded.
    industry = models.ForeignKey(
        Industry, models.PROTECT, null=True, editable=False, verbose_name="行业"
    )
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
        triggers = [triggers.keep_former_names(), triggers.industry_follows_its_code()]
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
