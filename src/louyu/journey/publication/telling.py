"""说法: what a text may say of parts, buildings, targets and work, each by its name.

The figures of the whole belong to wording. What names one building or somebody's duty is
for the internal edition.
"""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from louyu.engines.measures import Measure, Scale, Value, half_up, quantity
from louyu.journey.publication.audiences import Audience
from louyu.journey.publication.monthly import telling as monthly
from louyu.journey.publication.phrasing import Told
from louyu.journey.publication.snapshot import Aim, Row, Snapshot, as_of
from louyu.journey.publication.wording import (
    AREA,
    OCCUPANCY,
    RATE,
    REGISTERED,
    change_in_points,
    sums_of,
    with_unit,
    worded_points,
)
from louyu.registers.places.models import PlaceLevel

FIRST = 3
VACANT = "SP06"


def figures_of(snapshot: Snapshot, audience: Audience = Audience.CLEARED) -> dict[str, str]:
    """Every name a text may use, with what is printed for it in this edition."""
    told = told_of(snapshot).items()
    return figures_of_the_whole(snapshot) | {
        name: one.text for name, one in told if one.text and audience.reads(one.audience)
    }


def figures_of_the_whole(snapshot: Snapshot) -> dict[str, str]:
    return monthly.sums_of(snapshot) if snapshot.is_monthly else sums_of(snapshot)


def told_of(snapshot: Snapshot) -> dict[str, Told]:
    """What there is to say; a name without anything to say is not known."""
    if snapshot.is_monthly:
        return monthly.told_of(snapshot)
    found = _aims(snapshot.aims) | _parts(snapshot) | _buildings(snapshot) | _work(snapshot)
    if snapshot.plan:
        found["计划"] = Told(snapshot.plan)
    return found


def of_buildings(snapshot: Snapshot) -> tuple[Row, ...]:
    """A district's buildings; the parts of a street are its buildings."""
    by_place = snapshot.place_level == PlaceLevel.DISTRICT
    return snapshot.buildings if by_place else snapshot.parts


def amount(row: Row, code: str) -> Fraction:
    """To order by: what nobody reported comes after every number."""
    found = quantity(row.now.get(code))
    return Fraction(-1) if found is None else found


def moved(rows: Iterable[Row]) -> list[tuple[Decimal, Row]]:
    """Those whose occupancy is not what it was a quarter ago, the greatest rise first."""
    changes = [(change_in_points(row, "before"), row) for row in rows]
    known = [(points, row) for points, row in changes if points]
    return sorted(known, key=lambda one: (-one[0], one[1].name))


def most_vacant(rows: Iterable[Row]) -> list[Row]:
    empty = [row for row in rows if amount(row, VACANT) > 0]
    return sorted(empty, key=lambda row: (-amount(row, VACANT), row.name))


def _aims(aims: tuple[Aim, ...]) -> dict[str, Told]:
    told = [aim for aim in aims if aim.percent]
    late = [aim for aim in told if aim.is_late]
    found = {
        "目标数": Told(f"{len(told)}项" if told else ""),
        "达序时目标数": Told(f"{len(told) - len(late)}项" if told else ""),
        "滞后目标数": Told(f"{len(late)}项" if told else ""),
    }
    for aim in told:
        gap = f"{aim.state}，" if aim.state else ""
        found[f"{aim.name}进度"] = Told(
            f"本期{aim.now}，基期{aim.base}，目标{aim.goal}，{gap}完成进度{aim.percent}%，序时进度{aim.elapsed}%"
        )
        found[f"{aim.name}责任单位"] = Told(aim.department, Audience.INTERNAL)
    departments = dict.fromkeys(aim.department for aim in late if aim.department)
    found["滞后目标责任单位"] = Told("、".join(departments), Audience.INTERNAL)
    return found


def _parts(snapshot: Snapshot) -> dict[str, Told]:
    """Of a street the parts are buildings, and its bulletin is its own."""
    found = {}
    for name, code in (("入驻率居前", OCCUPANCY), ("区内注册率居前", REGISTERED)):
        known = [row for row in snapshot.parts if amount(row, code) >= 0]
        known.sort(key=lambda row: (-amount(row, code), row.name))
        found[name] = Told(_listed(known[:FIRST], code, RATE) if len(known) > FIRST else "")
    changes = moved(snapshot.parts)
    risen = [one for one in changes if one[0] > 0]
    fallen = [one for one in reversed(changes) if one[0] < 0]
    found["提高最多"] = Told(_changed(risen[:1]))
    found["下降最多"] = Told(_changed(fallen[:1]))
    return found


def _buildings(snapshot: Snapshot) -> dict[str, Told]:
    rows = of_buildings(snapshot)
    changes = moved(rows)
    fallen = [one for one in reversed(changes) if one[0] < 0]
    compared = any(row.before for row in rows)
    empty = most_vacant(rows)[:FIRST]
    return {
        "提高楼宇数": Told(f"{len(changes) - len(fallen)}幢" if compared else ""),
        "下降楼宇数": Told(f"{len(fallen)}幢" if compared else ""),
        "降幅最大楼宇": Told(_changed(fallen[:FIRST]), Audience.INTERNAL),
        "空置最多楼宇": Told(_listed(empty, VACANT, AREA, Scale.BUILDING), Audience.INTERNAL),
    }


def _work(snapshot: Snapshot) -> dict[str, Told]:
    work, internal = snapshot.work, Audience.INTERNAL
    found = {"租约统计日": Told(as_of(snapshot.month), internal)}
    if work.leases:
        area = Value(work.lease_area, None, 1, 1, work.leases)
        found["到期租约"] = Told(f"{work.leases}份、{with_unit(area, AREA)}", internal)
    if work.expired:
        found["过期租约"] = Told(f"{work.expired}份", internal)
    if work.offers:
        found["在招空间"] = Told(f"{work.offers}处")
        found["在招面积"] = Told(with_unit(Value(work.offer_area, None, 1, 1, work.offers), AREA))
    for name, firms in (("新入驻", work.arrived), ("迁出", work.left)):
        found[name] = Told("" if firms is None else f"{firms}家")
    if work.raised:
        found["受理事项"] = Told(f"{work.raised}件")
        found["办结事项"] = Told(f"{work.closed}件")
        rate = half_up(Fraction(work.closed_in_time * 100, work.closed or 1), 2)
        found["按时办结率"] = Told(f"{rate}%" if work.closed else "")
    return found


def _listed(rows: list[Row], code: str, measure: Measure, scale: Scale = Scale.PLACE) -> str:
    return "、".join(
        f"{row.name}（{with_unit(row.now.get(code), measure, scale)}）" for row in rows
    )


def _changed(changes: list[tuple[Decimal, Row]]) -> str:
    return "、".join(f"{row.name}（{worded_points(points)}）" for points, row in changes)
