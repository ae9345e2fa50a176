"""名单的内容: the entries of a campaign that one reader asks for; the page and its workbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, IntegerField, QuerySet, Value, When
from django.http import QueryDict

from louyu.initiatives.local_registration.counting import BY_KEY, counted
from louyu.initiatives.local_registration.models import Campaign, Entry, EntryState
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Building
from louyu.registers.places.models import Place

STATES = Case(
    *(When(state=one, then=Value(number)) for number, one in enumerate(EntryState)),
    output_field=IntegerField(),
)
SORTS: dict[str, Any] = {
    "building": F("building__name_sort"),
    "firm": F("enterprise__name_sort"),
    "state": STATES,
    "visited": F("visited_on"),
}
LABELS = {"firm": "企业", "building": "楼宇", "state": "进展", "visited": "走访日期"}


@dataclass(frozen=True)
class Asked:
    """Read from the address; what does not fit is as if it were not asked."""

    q: str
    state: str
    reached: str
    place: int | None
    building: int | None
    sort: str

    @classmethod
    def read(cls, given: QueryDict) -> Asked:
        state, reached, sort = (given.get(name, "") for name in ("state", "reached", "sort"))
        return cls(
            q=given.get("q", "").replace("\0", "").strip()[:100],
            state=state if state in EntryState.values else "",
            reached=reached if reached in BY_KEY else "",
            place=_number(given.get("place", "")),
            building=_number(given.get("building", "")),
            sort=sort if sort.removeprefix("-") in SORTS else "building",
        )

    @property
    def narrows(self) -> bool:
        return bool(self.q or self.state or self.reached or self.place or self.building)


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 10 else None


def selected(campaign: Campaign, asked: Asked, actor: Actor) -> QuerySet[Entry]:
    """Removed ones only where they are asked for: they are no part of any count."""
    rows: QuerySet[Entry]
    if asked.state == EntryState.REMOVED:
        rows = Entry.objects.visible_to(actor).filter(campaign=campaign, state=asked.state)
    else:
        rows = counted(campaign, actor)
        rows = rows.filter(state=asked.state) if asked.state else rows
    if asked.reached:
        rows = rows.filter(BY_KEY[asked.reached].condition)
    if asked.place:
        rows = rows.filter(building__place_id=asked.place)
    if asked.building:
        rows = rows.filter(building_id=asked.building)
    for word in asked.q.split():
        rows = rows.filter(enterprise__name__icontains=word)
    key = SORTS[asked.sort.removeprefix("-")]
    first = key.desc(nulls_last=True) if asked.sort.startswith("-") else key.asc(nulls_last=True)
    return rows.select_related("enterprise", "building__place").order_by(
        first, "enterprise__name_sort", "pk"
    )


def words(asked: Asked, actor: Actor) -> str:
    """What was asked for, as people read it; empty when nothing was."""
    told = [asked.q and f"名称含“{asked.q}”"]
    told += [asked.state and f"进展：{EntryState(asked.state).label}"]
    told += [asked.reached and f"步骤：{BY_KEY[asked.reached].label}"]
    if asked.place:
        told.append(str(Place.objects.filter(pk=asked.place).first() or ""))
    if asked.building:
        seen = Building.objects.visible_to(actor)
        told.append(str(seen.filter(pk=asked.building).first() or ""))
    return "；".join(one for one in told if one)
