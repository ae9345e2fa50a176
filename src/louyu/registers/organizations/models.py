"""组织与人员: organizations, users and the dated duties that give them their view."""

from __future__ import annotations

import pghistory
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q

from louyu.kernel.dated import Dated
from louyu.kernel.history import tracked
from louyu.kernel.scope import ScopedModel
from louyu.registers.organizations import triggers
from louyu.registers.places.models import Place


class OrganizationKind(models.TextChoices):
    OFFICE = "office", "区楼宇办"
    DEPARTMENT = "department", "部门"
    SUBDISTRICT = "subdistrict", "街道"
    PARK = "park", "园区"
    COMMUNITY = "community", "社区"
    OPERATOR = "operator", "运营方"
    OWNER = "owner", "产权方"
    PROPERTY_MANAGER = "property_manager", "物业公司"
    ENTERPRISE = "enterprise", "企业"


class Role(models.TextChoices):
    """The one list of roles; three administrators of 三员分立 come last."""

    LEADER = "leader", "区领导"
    OFFICE = "office", "区楼宇办"
    DEPARTMENT = "department", "部门"
    STREET = "street", "街道/园区"
    COMMUNITY = "community", "社区"
    LIAISON = "liaison", "楼宇联络员"
    OPERATOR = "operator", "运营方"
    ENTERPRISE = "enterprise", "企业"
    EXPERT = "expert", "评审专家"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDITOR = "auditor", "审计员"


PUBLIC_KINDS = (
    OrganizationKind.OFFICE,
    OrganizationKind.DEPARTMENT,
    OrganizationKind.SUBDISTRICT,
    OrganizationKind.PARK,
    OrganizationKind.COMMUNITY,
)
ADMINISTRATORS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)
BUSINESS = "business"  # the class of every other duty
DISTRICT_WIDE = (Role.LEADER, Role.OFFICE, Role.DEPARTMENT)
# Beside these duties alone a clearance opens anything.
CLEARABLE = (*DISTRICT_WIDE, Role.STREET)
AREA_BOUND = (Role.STREET, Role.COMMUNITY)
BODY_BOUND = (Role.LIAISON, Role.OPERATOR, Role.ENTERPRISE)


def masked(phone: str) -> str:
    """Enough to tell two people apart, too little to be called."""
    return f"{phone[:3]}****{phone[-4:]}" if phone else ""


@tracked
class Organization(ScopedModel):
    """A body that acts: it outlives its name, and when bodies merge it has a successor."""

    name = models.CharField("名称", max_length=120)
    kind = models.CharField("类别", max_length=20, choices=OrganizationKind)
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, verbose_name="所属街道/园区"
    )
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True)
    phone = models.CharField("联系电话", max_length=30, blank=True)
    start = models.DateField("启用日期", null=True, blank=True)
    end = models.DateField("撤销日期", null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name="后继单位",
    )

    class Meta:
        verbose_name = "单位"
        ordering = ["kind", "name"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "name"], name="organization_name_once"),
            models.CheckConstraint(
                condition=Q(kind__in=OrganizationKind.values), name="organization_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(end=None) | Q(start=None) | Q(end__gte=models.F("start")),
                name="organization_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(successor=None) | Q(end__isnull=False) & ~Q(successor=models.F("id")),
                name="organization_successor_after_end",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/organizations/{self.pk}/"

    @property
    def told(self) -> str:
        """As the administrators read it: companies are no business of theirs."""
        return self.name if self.kind in PUBLIC_KINDS else str(self.get_kind_display())


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    fields=["username", "name", "organization", "phone", "is_active"],
    model_name="UserEvent",
)
class User(AbstractBaseUser):
    """A person who signs in; what they may see comes from their duties, never from a flag."""

    username = models.CharField("账号", max_length=60, unique=True)
    name = models.CharField("姓名", max_length=40)
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, verbose_name="单位"
    )
    phone = models.CharField("手机号", max_length=11, blank=True)
    is_active = models.BooleanField("启用", default=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]
    objects = BaseUserManager["User"]()

    class Meta:
        verbose_name = "人员"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["phone"],
                condition=~Q(phone=""),
                name="user_phone_once",
                violation_error_message="这个手机号已登记在另一个账号上，请核对。",
            ),
            models.CheckConstraint(
                condition=Q(phone="") | Q(phone__regex=r"^1[0-9]{10}$"),
                name="user_phone_has_eleven_digits",
                violation_error_message="请填写 11 位手机号。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def masked_phone(self) -> str:
        return masked(self.phone)


@tracked
class DutyRole(Dated):
    """One role of one person for a time, over a place or for an organization."""

    user = models.ForeignKey(User, models.PROTECT, related_name="duties", verbose_name="人员")
    role = models.CharField("岗位", max_length=20, choices=Role)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, verbose_name="辖区")
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, verbose_name="单位"
    )
    # Business duties form one class, each administrator duty a class of its own:
    # whoever holds one class can hold no other at the same time (三员分立).
    duty_class = models.GeneratedField(
        expression=models.Case(
            models.When(role__in=ADMINISTRATORS, then=models.F("role")),
            default=models.Value(BUSINESS),
        ),
        output_field=models.CharField(max_length=20),
        db_persist=True,
        editable=False,
    )

    class Meta:
        verbose_name = "岗位"
        triggers = [triggers.administrators_are_not_cleared()]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="duty_role_known"),
            models.CheckConstraint(
                condition=~Q(role__in=AREA_BOUND) | Q(place__isnull=False),
                name="duty_area_role_has_place",
            ),
            models.CheckConstraint(
                condition=~Q(role__in=BODY_BOUND) | Q(organization__isnull=False),
                name="duty_body_role_has_organization",
            ),
            ExclusionConstraint(
                name="duty_administrators_hold_nothing_else",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("duty_class", RangeOperators.NOT_EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user.name}·{self.get_role_display()}"

    @property
    def where(self) -> str:
        """As the administrators read it."""
        return str(self.place or (self.organization.told if self.organization else "全区"))


class ClearanceKind(models.TextChoices):
    TAX = "tax", "税收查阅"
    FISCAL = "fiscal", "财政数据"


@tracked
class Clearance(Dated):
    """What a person may read beyond the duty held, for a time and with its basis document."""

    user = models.ForeignKey(User, models.PROTECT, related_name="clearances", verbose_name="人员")
    kind = models.CharField("查阅授权", max_length=20, choices=ClearanceKind)
    basis = models.CharField("授权依据", max_length=200)

    class Meta:
        verbose_name = "查阅授权"
        triggers = [triggers.clearance_beside_a_business_duty()]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ClearanceKind.values), name="clearance_kind_known"
            ),
            ExclusionConstraint(
                name="clearance_once_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user.name}·{self.get_kind_display()}"


class SignInLink(models.Model):
    """一次性登录链接: only the digest of its token is kept; used once, and not after its day."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    issued_by = models.CharField("发放人", max_length=60)
    issued_at = models.DateTimeField("发放时间", auto_now_add=True)
    expires_at = models.DateTimeField("失效时间")
    used_at = models.DateTimeField("使用时间", null=True)

    class Meta:
        verbose_name = "登录链接"
        triggers = [triggers.used_once("sign_in_link_used_once")]


class SecondFactor(models.Model):
    """两步验证: a secret shared with the person's phone, sealed with the instance's key."""

    user = models.OneToOneField(User, models.CASCADE, related_name="second_factor")
    secret = models.BinaryField("密钥（加密）")
    confirmed_at = models.DateTimeField("启用时间", null=True)
    # The half-minute of the code used last: neither it nor an earlier one is taken again.
    last_step = models.BigIntegerField("已用时段", default=0)
    failures = models.PositiveSmallIntegerField("连续不正确次数", default=0)
    locked_until = models.DateTimeField("锁定至", null=True)

    class Meta:
        verbose_name = "两步验证"
        triggers = [triggers.steps_go_forward()]


class RecoveryCode(models.Model):
    """恢复码: takes the place of the phone once; only its digest is stored."""

    factor = models.ForeignKey(SecondFactor, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField("使用时间", null=True)

    class Meta:
        verbose_name = "恢复码"
        triggers = [triggers.used_once("recovery_code_used_once")]


class GrantAct(models.TextChoices):
    DUTY = "duty", "岗位"
    CLEARANCE = "clearance", "查阅授权"
    FACTOR = "factor", "重置两步验证"


class GrantState(models.TextChoices):
    PROPOSED = "proposed", "待复核"
    APPROVED = "approved", "已批准"
    REFUSED = "refused", "已退回"


@tracked
class Grant(ScopedModel):
    """授权申请: what one administrator proposes for a person and another decides."""

    act = models.CharField("事项", max_length=10, choices=GrantAct)
    user = models.ForeignKey(User, models.PROTECT, related_name="grants", verbose_name="人员")
    role = models.CharField("岗位", max_length=20, choices=Role, blank=True)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, verbose_name="辖区")
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, verbose_name="单位"
    )
    kind = models.CharField("查阅授权", max_length=20, choices=ClearanceKind, blank=True)
    start = models.DateField("开始日期")
    end = models.DateField("结束日期", null=True, blank=True)
    basis = models.CharField("依据文件", max_length=200)
    state = models.CharField("状态", max_length=10, choices=GrantState, default="proposed")
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="申请人")
    proposed_as = models.CharField("申请人岗位", max_length=20, choices=Role)
    proposed_at = models.DateTimeField("申请时间", auto_now_add=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="复核人"
    )
    decided_as = models.CharField("复核人岗位", max_length=20, choices=Role, blank=True)
    decided_at = models.DateTimeField("复核时间", null=True)
    reason = models.CharField("退回理由", max_length=200, blank=True)

    class Meta:
        verbose_name = "授权申请"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(decided_by=models.F("proposed_by")) | Q(decided_by=None),
                name="grant_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(proposed_as__in=ADMINISTRATORS)
                & (Q(decided_as="") | Q(decided_as__in=ADMINISTRATORS))
                & ~Q(decided_as=models.F("proposed_as")),
                name="grant_decided_from_another_duty",
            ),
            models.CheckConstraint(
                condition=~Q(proposed_by=models.F("user"))
                & (~Q(decided_by=models.F("user")) | Q(decided_by=None)),
                name="grant_never_for_oneself",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by=None, decided_as="", decided_at=None)
                | Q(state="approved", decided_by__isnull=False, decided_at__isnull=False)
                & ~Q(decided_as="")
                | Q(state="refused", decided_by__isnull=False, decided_at__isnull=False)
                & ~Q(decided_as="")
                & ~Q(reason=""),
                name="grant_state_has_its_record",
            ),
            models.CheckConstraint(
                condition=Q(act="duty", role__in=Role.values, kind="")
                | Q(act="clearance", kind__in=ClearanceKind.values, role="")
                | Q(act="factor", role="", kind=""),
                name="grant_act_complete",
            ),
            models.CheckConstraint(condition=~Q(basis=""), name="grant_has_its_basis"),
            models.UniqueConstraint(
                fields=["user", "act", "role", "place", "organization", "kind"],
                condition=Q(state="proposed"),
                nulls_distinct=False,
                name="grant_proposed_once",
            ),
        ]

    def __str__(self) -> str:
        words = self.get_role_display() or self.get_kind_display() or self.get_act_display()
        where = self.place or (self.organization and self.organization.told)
        return f"{words}·{where}" if where else str(words)
