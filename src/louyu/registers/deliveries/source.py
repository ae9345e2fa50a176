"""数据使用授权: what must be known of a file before a line of it is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from louyu.engines.measures import Period, PeriodError
from louyu.engines.tables import Refused
from louyu.kernel.history import acting
from louyu.kernel.scope import Actor
from louyu.registers.deliveries.models import DataClass
from louyu.registers.organizations.models import (
    ADMINISTRATORS,
    ClearanceKind,
    Organization,
    OrganizationKind,
    Role,
)

UNITS = {"元": "元", "万元": "万元"}
# Words of a record's allowed users → what people read.
USERS = {role.value: str(role.label) for role in Role if role not in ADMINISTRATORS} | {
    kind.value: str(kind.label) for kind in ClearanceKind
}

# Who reads sums after the rules of disclosure, and the cleared; a record may name fewer.
USUAL = (Role.OFFICE.value, Role.LEADER.value, Role.STREET.value, ClearanceKind.TAX.value)


@dataclass(frozen=True)
class Source:
    """`unit` is what the provider says of columns whose header does not; "" when nobody did."""

    period: Period
    provider: Organization
    basis: str
    purpose: str
    data_class: DataClass
    application_number: str
    allowed_roles: tuple[str, ...]
    valid_until: date | None
    unit: str
    cumulative: bool
    sha256: str
    file_id: int

    @property
    def month(self) -> date:
        return self.period.first

    @classmethod
    def of(cls, about: Mapping[str, Any]) -> Source:
        """Raises Refused, naming everything the record lacks."""
        lacking = missing(about)
        if lacking:
            raise Refused("".join(lacking))
        until = about.get("valid_until")
        return cls(
            period=Period(about["period"]),
            provider=Organization.objects.unscoped("named by the record").get(pk=about["provider"]),
            basis=about["basis"],
            purpose=about["purpose"],
            data_class=DataClass(int(about["data_class"])),
            application_number=about.get("application_number", ""),
            allowed_roles=tuple(about["allowed_roles"]),
            valid_until=date.fromisoformat(until) if until else None,
            unit=about.get("unit", ""),
            cumulative=bool(about.get("cumulative")),
            sha256=about["sha256"],
            file_id=about["file"],
        )


_ASKED = {
    "period": "请填写所属期，如 2026-09。",
    "provider": "请填写提供单位。",
    "basis": "请填写提供数据的法律依据。",
    "purpose": "请填写使用目的。",
    "data_class": "请选择数据级别。",
    "allowed_roles": "请选择可使用这份数据的岗位。",
}


def missing(about: Mapping[str, Any]) -> Sequence[str]:
    """One sentence for each part of the record that is not there or cannot be."""
    lacking = [sentence for name, sentence in _ASKED.items() if not about.get(name)]
    if about.get("period"):
        try:
            Period(about["period"])
        except PeriodError as wrong:
            lacking.append(str(wrong))
    if about.get("valid_until"):
        lacking += _over(about["valid_until"])
    if set(about.get("allowed_roles") or ()) - set(USERS):
        lacking.append("可使用的岗位里有系统不认识的词，请重新选择。")
    return lacking


def _over(until: str) -> Sequence[str]:
    try:
        over = date.fromisoformat(until) < timezone.localdate()
    except ValueError:
        return ["使用期限请写成 2027-12-31 这样的日期。"]
    return [f"使用期限 {until} 已过，请与提供单位续期后填写新的期限。"] if over else []


def provider(name: str, actor: Actor) -> Organization:
    """The department of this name; entered when it is not there yet, as with an account."""
    with acting(actor, "provider_named"):
        return Organization.objects.unscoped("named at the console").get_or_create(
            name=name, kind=OrganizationKind.DEPARTMENT
        )[0]
