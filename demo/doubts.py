"""演示疑点: a few figures as people mistype them, what the checks make of them, one answered."""

from datetime import date, timedelta
from typing import Any

from louyu.journey.verification.findings.answering import answer
from louyu.journey.verification.findings.models import Finding
from louyu.journey.verification.findings.running import check_everything
from louyu.registers.occupancy.models import Occupancy, OccupancyKind
from louyu.registers.organizations.actors import actor_of
from louyu.registers.organizations.models import User

STREET = "370602001"
NIGHTS = 6
A_YEAR = 12  # rent of a year where the month's is asked for
EXPLAINED = "企业按年一次付清，合同价含装修补贴，已与运营方核对。"


def build_doubts(*, base: date) -> None:
    """Run for some nights before; on the last one more is mistyped, and one is put right."""
    street = User.objects.get(username="street-xiangyang")
    stays = _tenants()
    _mistype(stays[:4], rent=A_YEAR)
    for nights in range(NIGHTS, 0, -1):
        check_everything(base - timedelta(days=nights))
    _mistype(stays[4:5], rent=A_YEAR)
    _mistype(stays[:1], rent=1 / A_YEAR)
    for stay in stays[5:7]:
        stay.headcount = 0
    Occupancy.objects.bulk_update(stays[5:7], ["headcount"])
    check_everything(base)
    rows = Finding.objects.visible_to(actor_of(street))
    first = rows.filter(code="rent-far-off", closed_on=None).order_by("pk").first()
    if first:
        answer(finding=first, text=EXPLAINED, actor=actor_of(street))


def _tenants() -> list[Any]:
    rows = Occupancy.objects.unscoped("demo").filter(
        building__place__code=STREET, end=None, rent_yuan__gt=0, kind=OccupancyKind.LEASED
    )
    return list(rows.order_by("-unit_links__unit__area", "pk")[:7])


def _mistype(stays: list[Any], *, rent: float) -> None:
    for stay in stays:
        stay.rent_yuan = round(float(stay.rent_yuan) * rent, 2)
    Occupancy.objects.bulk_update(stays, ["rent_yuan"])
