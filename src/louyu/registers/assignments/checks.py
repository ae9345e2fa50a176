"""分工检查: whether who is named can be reached, and may do what they are named for."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from louyu.engines.checks import Doubt, Extent, Severity, check, integrity
from louyu.registers.assignments.models import Assignment, Capacity
from louyu.registers.organizations.models import DutyRole, Role

WHOLE = "a check looks at every assignment"
MOBILE = r"^1[3-9][0-9]{9}$"


def _named(extent: Extent) -> QuerySet[Any]:
    rows = Assignment.objects.unscoped(WHOLE).filter(
        during__contains=extent.day, user__isnull=False
    )
    return rows.select_related("user", "building", "enterprise").order_by("pk")


def _doubt(row: Any, words: str) -> Doubt:
    return Doubt(
        subject=f"assignment:{row.pk}",
        label=f"{row.subject}·{row.get_capacity_display()}：{row.user}",
        words=words,
        link=row.get_absolute_url(),
        building=row.building_id,
    )


@check(
    "liaison-phone",
    Severity.WARNING,
    "楼宇联络员没有可用的手机号",
    "请街道向联络员问清手机号，交系统管理员在账号里登记；换了人的办理交接。",
)
def liaison_phone(extent: Extent) -> Iterator[Doubt]:
    """The number itself is not told: the finding is read by more people than it is."""
    rows = _named(extent).filter(capacity=Capacity.LIAISON, building__isnull=False)
    for row in rows.filter(~Q(user__phone__regex=MOBILE), **extent.within()):
        yield _doubt(row, "登记的不是手机号" if row.user.phone else "没有登记手机号")


@integrity(
    "duty-conflict",
    Severity.WARNING,
    "分工的人已没有岗位，或联络员自己又是本街道的核实人",
    "没有岗位的请街道办理交接；兼任的由街道另派一人核实他报的楼。",
)
def duty_conflict(extent: Extent) -> Iterator[Doubt]:
    held = DutyRole.objects.filter(user=OuterRef("user"), during__contains=extent.day)
    looks = held.filter(role=Role.STREET, place=OuterRef("building__place"))
    rows = _named(extent).annotate(on_duty=Exists(held), looks=Exists(looks))
    gone = Q(on_duty=False) | Q(user__is_active=False)
    both = Q(capacity=Capacity.LIAISON, looks=True)
    for row in rows.filter(gone | both):
        idle = not (row.on_duty and row.user.is_active)
        yield _doubt(row, f"{row.user}已没有岗位" if idle else f"{row.user}同时是本街道的核实人")
