"""入驻企业: who is in the building, or was, a page at a time."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet

from louyu.registers.occupancy.building_page import BuildingPage, direction, turned
from louyu.registers.occupancy.models import Occupancy
from louyu.registers.occupancy.tenancies import tenancies, with_rooms

PER_PAGE = 50
DEFAULT = "tenant"


@dataclass(frozen=True)
class Column:
    """`path` is what it is sorted by; empty where it cannot be."""

    name: str
    label: str
    path: str = ""
    unit: str = ""
    css: str = ""


ALWAYS = (
    Column("tenant", "企业", "enterprise__name_sort"),
    Column("kind", "入驻方式", "kind"),
    Column("rooms", "房号"),
    Column("area", "面积", unit="㎡", css="r"),
    Column("start", "入驻日期", "start"),
)
PAST = (
    Column("end", "迁出日期", "end"),
    Column("reason", "迁出原因", "end_reason"),
    Column("destination", "迁往"),
)
TERMS = (Column("expiry", "租约到期", "lease_expiry"),)
PRESENT = (Column("headcount", "从业人员", "headcount", unit="人", css="r"),)
REPORTS = (Column("report", "办理"),)


def tenant_list(page: BuildingPage) -> dict[str, Any]:
    past, q, sort = (page.asked.get(name, "").strip() for name in ("past", "q", "sort"))
    stays = page.building.occupancies
    present, left = stays.filter(during__contains=page.day), stays.filter(end__lt=page.day)
    columns = _columns(page, bool(past))
    rows = _sorted(left if past else present, columns, sort or ("-end" if past else DEFAULT))
    if q:
        rows = rows.filter(Q(enterprise__name__icontains=q) | Q(enterprise__uscc__icontains=q))
    found = Paginator(with_rooms(rows), PER_PAGE).get_page(page.asked.get("page"))
    return {
        "past": past,
        "q": q,
        "columns": [
            (column, page.link(sort=turned(column.name, sort)), direction(column.name, sort))
            for column in columns
        ],
        "page": found,
        "rows": tenancies(found.object_list),
        "page_link": f"{page.link(page='')}&",
        "present_count": len(page.plan.stays),
        "past_count": left.count(),
    }


def _columns(page: BuildingPage, past: bool) -> tuple[Column, ...]:
    """What a reader may not see cannot be sorted by either: the order would tell it."""
    if past:
        return ALWAYS + PAST
    building = page.building
    terms = TERMS if building.shows_terms else ()
    return ALWAYS + terms + PRESENT + (REPORTS if building.takes_reports else ())


def _sorted(
    rows: QuerySet[Occupancy], columns: tuple[Column, ...], sort: str
) -> QuerySet[Occupancy]:
    paths = {column.name: F(column.path) for column in columns if column.path}
    if sort.removeprefix("-") not in paths:
        sort = DEFAULT
    path = paths[sort.removeprefix("-")]
    ordered = path.desc(nulls_last=True) if sort.startswith("-") else path.asc(nulls_last=True)
    return rows.order_by(ordered, "id")
