"""进展的口径: what each count counts, for the page, its rows and the workbook alike."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet

from louyu.initiatives.local_registration.models import Campaign, Entry, EntryState
from louyu.kernel.scope import Actor


@dataclass(frozen=True)
class Reached:
    """How far firms have come; `condition` is over entries that were not removed."""

    key: str
    label: str
    means: str
    condition: Q


REACHED = (
    Reached("listed", "列入", "在名单上的企业，不含移出的", Q()),
    Reached("visited", "已走访", "登记过走访", Q(visited_on__isnull=False)),
    Reached(
        "consented",
        "同意",
        "同意且没有撤回",
        Q(consent__agrees=True, consent__withdrawn_at=None),
    ),
    Reached(
        "declined",
        "不同意或已撤回",
        "不再联系，没有其他后果",
        Q(state__in=(EntryState.DECLINED, EntryState.WITHDRAWN)),
    ),
    Reached("guided", "已指导", "同意以后登记过指导", Q(guided_on__isnull=False)),
    Reached(
        "registered",
        "已在本区登记",
        "登记名单确认",
        Q(state=EntryState.REGISTERED),
    ),
)
BY_KEY = {one.key: one for one in REACHED}
COUNTS = {one.key: Count("pk", filter=one.condition) for one in REACHED}
KEYS = tuple(COUNTS)


@dataclass(frozen=True)
class Line:
    """Counts of one street, building or month, in the order of their labels."""

    name: str
    counts: tuple[int, ...]
    pk: int | None = None
    within: str = ""

    @property
    def labelled(self) -> list[tuple[Reached, int]]:
        return list(zip(REACHED, self.counts, strict=True))


@dataclass(frozen=True)
class Told:
    """`rate`: WK08 属地化整改率, registered / listed; None while nobody is listed."""

    total: tuple[int, ...]
    streets: list[Line]
    buildings: list[Line]
    paired: int

    @property
    def by_key(self) -> dict[str, int]:
        return dict(zip(KEYS, self.total, strict=True))

    @property
    def rate(self) -> Decimal | None:
        counts = self.by_key
        return Decimal(counts["registered"]) / counts["listed"] if counts["listed"] else None


def counted(campaign: Campaign, actor: Actor) -> QuerySet[Entry]:
    """What the figures are about: this campaign's list, within what the actor reads."""
    rows = Entry.objects.visible_to(actor).filter(campaign=campaign)
    return rows.exclude(state=EntryState.REMOVED)


WHERE = ("building_id", "building__name", "building__place_id", "building__place__name")
ORDER = ("building__place__code", "building__name_sort", "building_id")


def progress(campaign: Campaign, actor: Actor) -> Told:
    """By building in one query; streets and the whole are their sums: a firm is listed once."""
    rows: Any = counted(campaign, actor)
    told = list(rows.order_by(*ORDER).values_list(*WHERE, *ORDER[:2]).annotate(**COUNTS))
    size = len(WHERE) + 2
    buildings = [Line(one[1], tuple(one[size:]), one[0], one[3]) for one in told]
    streets: dict[int, Line] = {}
    for one in told:
        counts = tuple(one[size:])
        before = streets.get(one[2])
        streets[one[2]] = Line(one[3], _sum(before.counts, counts) if before else counts, one[2])
    total = (0,) * len(KEYS)
    for line in buildings:
        total = _sum(total, line.counts)
    return Told(total, list(streets.values()), buildings, _paired(rows))


def _paired(rows: QuerySet[Entry]) -> int:
    """Of how many the latest comparison knows their registration."""
    return rows.filter(enterprise__pairing__state="taken").count()


def _sum(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(a + b for a, b in zip(one, other, strict=True))


DAYS = {
    "listed": "listed_on",
    "visited": "visited_on",
    "consented": "consent__day",
    "declined": "settled_on",
    "guided": "guided_on",
    "registered": "settled_on",
}


def by_month(campaign: Campaign, actor: Actor) -> list[Line]:
    """How many came so far in each month of the campaign, by the day of the step."""
    found: dict[str, dict[str, int]] = {}
    for one in REACHED:
        field = DAYS[one.key]
        rows: Any = counted(campaign, actor).filter(one.condition, **{f"{field}__isnull": False})
        months = rows.order_by().values_list(f"{field}__year", f"{field}__month")
        for year, month, n in months.annotate(n=Count("pk")):
            found.setdefault(f"{year}-{month:02d}", {})[one.key] = n
    return [
        Line(month, tuple(counts.get(key, 0) for key in KEYS))
        for month, counts in sorted(found.items())
    ]
