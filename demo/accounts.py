"""演示账号: one invented account per role; they exist in a demo instance only."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password

from louyu.registers.buildings.models import BuildingParty
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.occupancy.models import Occupancy
from louyu.registers.organizations.models import (
    Clearance,
    ClearanceKind,
    DutyRole,
    Organization,
    OrganizationKind,
    Role,
    User,
)
from louyu.registers.places.models import Place, PlaceLevel

PASSWORD = "louyu-demo-2026"


@dataclass(frozen=True)
class Account:
    """`place` is a code, `body` a kind of organization or the name of one bureau."""

    username: str
    name: str
    role: Role
    place: str = ""
    body: OrganizationKind | str | None = None
    clearances: tuple[ClearanceKind, ...] = ()


TAX, FISCAL = ClearanceKind.TAX, ClearanceKind.FISCAL
TAX_BUREAU, FINANCE_BUREAU = "芝罘区税务局（演示）", "芝罘区财政局（演示）"
MARKET_BUREAU = "芝罘区市场监督管理局（演示）"
ACCOUNTS = (
    Account("office", "区楼宇办·演示", Role.OFFICE, body=OrganizationKind.OFFICE),
    Account("leader", "区领导·演示", Role.LEADER),
    Account("department", "部门·演示", Role.DEPARTMENT, body=OrganizationKind.DEPARTMENT),
    Account("tax-analyst", "税收分析员·演示", Role.DEPARTMENT, body=TAX_BUREAU, clearances=(TAX,)),
    Account("finance", "财政·演示", Role.DEPARTMENT, body=FINANCE_BUREAU, clearances=(TAX, FISCAL)),
    Account("street-xiangyang", "向阳街道·演示", Role.STREET, "370602001"),
    Account("street-yuhuangding", "毓璜顶街道·演示", Role.STREET, "370602003"),
    Account("park-zhichu", "只楚园·演示", Role.STREET, "370602-P1"),
    Account("community", "社区·演示", Role.COMMUNITY, "370602001901"),
    Account("liaison", "楼宇联络员·演示", Role.LIAISON, body=OrganizationKind.PROPERTY_MANAGER),
    Account("operator", "运营方·演示", Role.OPERATOR, body=OrganizationKind.OPERATOR),
    Account("enterprise", "企业·演示", Role.ENTERPRISE, body=OrganizationKind.ENTERPRISE),
    Account("expert", "评审专家·演示", Role.EXPERT),
    Account("sysadmin", "系统管理员·演示", Role.SYSTEM_ADMIN),
    Account("secadmin", "安全管理员·演示", Role.SECURITY_ADMIN),
    Account("auditor", "审计员·演示", Role.AUDITOR),
)
PUBLIC_BODIES = (
    ("芝罘区楼宇办（演示）", OrganizationKind.OFFICE),
    ("芝罘区商务局（演示）", OrganizationKind.DEPARTMENT),
)
_KIND_OF_LEVEL = {
    PlaceLevel.SUBDISTRICT: OrganizationKind.SUBDISTRICT,
    PlaceLevel.PARK: OrganizationKind.PARK,
}


def build_accounts(*, base: date) -> None:
    # One costly hash for all: the password is printed on the sign-in page anyway.
    password = make_password(PASSWORD)
    bodies = _bodies()
    for account in ACCOUNTS:
        place = Place.objects.get(code=account.place) if account.place else None
        body = bodies.get(account.body) if account.body else None
        user = User.objects.create(
            username=account.username, name=account.name, password=password, organization=body
        )
        DutyRole.objects.create(
            user=user,
            role=account.role,
            place=place,
            organization=body,
            start=date(base.year - 1, 1, 1),
        )
        for kind in account.clearances:
            Clearance.objects.create(
                user=user, kind=kind, basis="演示授权〔虚构〕", start=date(base.year - 1, 1, 1)
            )


def _bodies() -> dict[OrganizationKind | str, Organization]:
    """The offices, and the bodies whose buildings lie in the street of the demo's walk."""
    for place in Place.objects.filter(level__in=_KIND_OF_LEVEL):
        Organization.objects.create(
            name=f"{place.name}（演示）", kind=_KIND_OF_LEVEL[PlaceLevel(place.level)], place=place
        )
    found = {
        kind: Organization.objects.create(name=name, kind=kind) for name, kind in PUBLIC_BODIES
    }
    for name in (TAX_BUREAU, FINANCE_BUREAU, MARKET_BUREAU):
        found[name] = Organization.objects.create(name=name, kind=OrganizationKind.DEPARTMENT)
    for kind in (OrganizationKind.PROPERTY_MANAGER, OrganizationKind.OPERATOR):
        found[kind] = _working_in("370602001", kind)
    tenant = _tenant_in("370602001")
    found[OrganizationKind.ENTERPRISE] = Organization.objects.create(
        name=tenant.name, kind=OrganizationKind.ENTERPRISE, place=None, uscc=tenant.uscc
    )
    return found


def _working_in(code: str, kind: OrganizationKind) -> Organization:
    party = (
        BuildingParty.objects.unscoped("demo data")
        .filter(building__place__code=code, building__life_stage="in_use", kind=kind, end=None)
        .order_by("pk")
        .first()
    )
    if party is None:
        raise LookupError(f"no {kind} works in {code}")
    return party.organization


def _tenant_in(code: str) -> Enterprise:
    stays = Occupancy.objects.unscoped("demo data").filter(
        building__place__code=code, end=None, enterprise__uscc__isnull=False
    )
    return stays.select_related("enterprise").earliest("pk").enterprise
