"""演示分解: the invented plan divided among streets, departments and years.

Shares follow what each street has; the figures are invented all the same.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db.models import Count, Sum

from louyu.journey.statistics.models import Plan, Target, TargetPart
from louyu.registers.buildings.models import Building, KeyListing
from louyu.registers.occupancy.models import Occupancy
from louyu.registers.organizations.models import Organization

CENT = Decimal("0.01")
Shares = Mapping[int, Decimal]


def build_division(plan: Plan, departments: list[Organization], *, base: date) -> None:
    named = {target.name: target for target in Target.objects.unscoped("demo").filter(plan=plan)}
    source = f"{base.year - 2}年楼宇台账（演示）"
    listed = KeyListing.objects.unscoped("demo").values("building")
    buildings = Building.objects.unscoped("demo")
    areas = _shares(buildings.filter(pk__in=listed), Sum("gross_floor_area"))
    stays = Occupancy.objects.unscoped("demo").filter(end=None)
    tenants = _shares(stays, Count("enterprise", distinct=True), "building__place")
    _divide(named["重点楼宇规模"], areas, source, CENT)
    _divide(named["入驻市场主体数量"], tenants, source, Decimal(1))
    _same_rate(named["在用楼宇入驻率"], sorted(tenants), source)
    projects = named["规划储备楼宇项目"]
    for body, value in zip(departments, (4, 3, 2), strict=False):
        _part(projects, value=value, department=body)
    for year in range(plan.start.year, plan.end.year + 1):
        _part(projects, value=3, year=year)


def _shares(rows: object, amount: object, place: str = "place") -> Shares:
    found = rows.order_by(place).values_list(place).annotate(amount)  # type: ignore[attr-defined]
    whole = sum(number for _, number in found)
    return {pk: Decimal(number) / whole for pk, number in found if number}


def _divide(target: Target, shares: Shares, source: str, step: Decimal) -> None:
    """The largest takes what rounding leaves, so that the parts make the whole."""
    values = {pk: (target.value * share).quantize(step) for pk, share in shares.items()}
    largest = max(values, key=lambda pk: values[pk])
    values[largest] += target.value - sum(values.values())
    for pk, value in values.items():
        baseline = ((target.baseline or 0) * shares[pk]).quantize(step)
        _part(target, value=value, street_id=pk, baseline=baseline, baseline_source=source)


def _same_rate(target: Target, streets: list[int], source: str) -> None:
    """Some a little above the district, some below: what they come to has to be weighed."""
    for number, pk in enumerate(streets):
        value = target.value + (number % 5) - 2
        baseline = (target.baseline or 0) + number % 3 - 1
        _part(target, value=value, street_id=pk, baseline=baseline, baseline_source=source)


def _part(target: Target, **fields: object) -> None:
    TargetPart.objects.create(plan=target.plan, target=target, **fields)
