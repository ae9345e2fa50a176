"""复算: random districts counted a second time in plain Python, from nothing but the stays."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from demo import factories
from louyu.engines.measures import Period
from louyu.journey.collection.models import Cycle
from louyu.journey.statistics.computing import compute
from louyu.journey.statistics.models import Figure
from louyu.journey.statistics.tests.worlds import OFFICE, play, sampled, settle
from louyu.registers.buildings.models import KeyListing, Unit
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.occupancy.models import Occupancy, OccupancyKind

pytestmark = pytest.mark.django_db

DAY = date(2026, 9, 30)
MONTH = Period.of(DAY)
MOVED_IN = date(2026, 3, 2)
KINDS = list(OccupancyKind)
# Here, elsewhere, and one that does not tell.
AUTHORITIES = ("芝罘区市场监督管理局", "莱山区市场监督管理局", "烟台市市场监督管理局")
BUREAUS = ("芝罘区税务局", "莱山区税务局", "")
CENT = Decimal("0.01")

# What became of a building's month: state, days of what was handed in, and what was said of each.
MONTHS: tuple[tuple[str, tuple[int, ...], str], ...] = (
    ("", (), ""),
    ("open", (), ""),
    ("exempt", (), ""),
    ("submitted", (30,), ""),
    ("submitted", (29, 31), ""),
    ("returned", (28,), "r"),
    ("accepted", (30,), "a"),
    ("accepted", (28, 31), "ra"),
    ("accepted", (28, 29), "ra"),
)
SEEN = {"not yet": None, "right": True, "wrong": False}
areas = st.integers(1, 60_000).map(lambda cents: Decimal(cents) / 100)
stays = st.fixed_dictionaries(
    {
        "who": st.integers(0, 5),
        "kind": st.sampled_from(KINDS),
        "area": st.none() | areas,
        "here": st.booleans(),
        "new": st.booleans(),
        "seen": st.sampled_from(["not drawn", *SEEN]),
        # 从业人数 and 租约到期日 were filled in.
        "told": st.booleans(),
    }
)
rooms = st.fixed_dictionaries(
    {
        "area": areas,
        "stays": st.lists(stays, max_size=4, unique_by=lambda stay: stay["who"]),
        "empty": st.booleans(),
        "stood_empty": st.booleans(),
    }
)
houses = st.fixed_dictionaries(
    {
        "street": st.booleans(),
        "declared": st.none() | areas,
        "gross": st.none() | areas,
        "key": st.booleans(),
        "in_use": st.booleans(),
        "rooms": st.lists(rooms, max_size=3),
        "month": st.sampled_from(MONTHS),
    }
)


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(told=st.lists(houses, min_size=1, max_size=4))
def test_figures_equal_an_independent_count(told: list[dict[str, Any]]) -> None:
    with transaction.atomic():
        tree = factories.place_tree()
        _build(tree, told)
        compute(period=MONTH, actor=OFFICE)
        stored = _stored()
        counted = _counted(tree, told)
        transaction.set_rollback(True)
    assert stored == counted


def _build(tree: factories.PlaceTree, told: list[dict[str, Any]]) -> None:
    cycle = Cycle.objects.create(month=MONTH.first, due_on=DAY)
    looker = factories.user()
    people = [
        factories.enterprise(
            registration_authority=AUTHORITIES[n % 3], tax_authority=BUREAUS[n // 2]
        )
        for n in range(6)
    ]
    for house in told:
        building = factories.building(
            tree.street if house["street"] else tree.other_street,
            gross_floor_area=house["gross"],
            # A business area is never above the gross floor area.
            business_area=_declared(house),
            life_stage="in_use" if house["in_use"] else "idle",
            stage_since=factories.LONG_AGO,
        )
        if house["key"]:
            KeyListing.objects.create(building=building, basis="试验", start=factories.LONG_AGO)
        duty = play(cycle, building, house["month"], looker)
        for room in house["rooms"]:
            for stay, told_of in _settled(
                factories.unit(building, area=room["area"]), room, people
            ):
                if house["month"][1] and stay["seen"] != "not drawn":
                    sampled(duty, told_of, SEEN[stay["seen"]])


def _settled(
    unit: Unit, room: dict[str, Any], people: list[Enterprise]
) -> list[tuple[dict[str, Any], Occupancy]]:
    found = []
    for stay in room["stays"]:
        # who is not here left on the last day before the month's end, or comes after it
        more = {} if stay["here"] else {"end": date(2026, 9, 29), "end_reason": "cost"}
        if stay["told"]:
            more |= {"headcount": 3, "lease_expiry": DAY}
        start = MOVED_IN if stay["new"] else factories.LONG_AGO
        who, area, kind = people[stay["who"]], stay["area"], stay["kind"]
        found.append(
            (stay, settle(unit, enterprise=who, area=area, kind=kind, start=start, **more))
        )
    if room["empty"]:
        factories.vacancy(unit)
    elif room["stood_empty"]:
        factories.vacancy(unit, end=MOVED_IN - timedelta(days=1))
    return found


def _declared(house: dict[str, Any]) -> Decimal | None:
    known = [area for area in (house["declared"], house["gross"]) if area is not None]
    return min(known) if house["declared"] is not None else None


def _stored() -> dict[tuple[str, str], tuple[Any, ...]]:
    figures = Figure.objects.unscoped("test").filter(building=None).select_related("place")
    return {
        (figure.place.code, figure.indicator): (
            figure.numerator,
            figure.denominator,
            figure.known,
            figure.total,
        )
        for figure in figures
    }


def _split(room: dict[str, Any]) -> dict[str, Decimal]:
    """Every user in turn takes a share; nothing of the product's expressions is used."""
    present = [s for s in room["stays"] if s["here"] and s["kind"] != "address_only"]
    shares: list[tuple[str, Decimal]] = [
        (s["kind"], s["area"]) for s in present if s["area"] is not None
    ]
    claimed = sum((area for _, area in shares), Decimal(0))
    sharers = [s["kind"] for s in present if s["area"] is None]
    left = max(room["area"] - claimed, Decimal(0))
    shares += [(kind, left / len(sharers)) for kind in sharers]
    if claimed > room["area"]:
        shares = [(kind, area * room["area"] / claimed) for kind, area in shares]
    used = sum((area for _, area in shares), Decimal(0)).quantize(CENT, ROUND_HALF_UP)
    own = sum((area for kind, area in shares if kind == "owner_occupied"), Decimal(0))
    own = own.quantize(CENT, ROUND_HALF_UP)
    rest = room["area"] - used
    return {
        "SP04": own,
        "SP05": used - own,
        "SP06": rest if room["empty"] else Decimal(0),
        "SP13": Decimal(0) if room["empty"] else rest,
    }


def _revived(house: dict[str, Any], room: dict[str, Any], used: Decimal) -> Decimal:
    """Of long-empty rooms, or of any in a house that stood idle, what came into use this year."""
    if house["in_use"] and not (room["empty"] or room["stood_empty"]):
        return Decimal(0)
    users = [stay for stay in room["stays"] if stay["kind"] != "address_only"]
    came = [s["area"] or room["area"] for s in users if s["here"] and s["new"]]
    # Also who is gone by now sat there on the eve, but for those who came on the same day.
    eve = [s["area"] or room["area"] for s in users if not s["new"]]
    before = min(sum(eve, Decimal(0)), room["area"])
    return max(min(used - before, sum(came, Decimal(0))), Decimal(0))


def _areas(house: dict[str, Any]) -> dict[str, Decimal]:
    parts: dict[str, Decimal] = defaultdict(Decimal)
    for room in house["rooms"]:
        split = _split(room)
        for code, area in split.items():
            parts[code] += area
        parts["SP10"] += _revived(house, room, split["SP04"] + split["SP05"])
    registered = sum((room["area"] for room in house["rooms"]), Decimal(0))
    parts["SP02"] = max(registered, _declared(house) or Decimal(0))
    parts["SP13"] += parts["SP02"] - registered
    return parts


def _counted(
    tree: factories.PlaceTree, told: list[dict[str, Any]]
) -> dict[tuple[str, str], tuple[Any, ...]]:
    sums: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    people: dict[str, set[int]] = defaultdict(set)
    for house in told:
        own_place = (tree.street if house["street"] else tree.other_street).code
        parts = _areas(house)
        tenants = {
            stay["who"]
            for room in house["rooms"]
            for stay in room["stays"]
            if stay["here"] and stay["kind"] != "address_only"
        }
        collected = parts["SP13"] < parts["SP02"]
        for place in (own_place, tree.district.code):
            people[place] |= tenants
            tally = sums[place]
            for code, area in parts.items():
                tally[code] += area
                tally[f"used {code}"] += area if house["in_use"] else 0
            tally["all"] += 1
            _count_gross(house, tally)
            _count_month(house, tally)
            tally["measured"] += parts["SP02"] > 0
            tally["known"] += collected
            tally["seen"] += collected or bool(tenants)
            tally["taxed"] += any(BUREAUS[who // 2] for who in tenants)
            tally["used all"] += house["in_use"]
            tally["used known"] += collected and house["in_use"]
    return {
        key: figure
        for place, tally in sums.items()
        for key, figure in _figures(place, tally, people[place]).items()
    }


def _count_gross(house: dict[str, Any], tally: dict[str, Decimal]) -> None:
    for kind in ("", "key ") if house["key"] else ("",):
        tally[f"{kind}gross"] += house["gross"] or 0
        tally[f"{kind}grossed"] += house["gross"] is not None
    tally["key all"] += house["key"]


def _count_month(house: dict[str, Any], tally: dict[str, Decimal]) -> None:
    state, days, said = house["month"]
    tally["listed"] += state != ""
    if state in ("", "exempt"):
        return
    in_hand = state in ("submitted", "accepted")
    tally["due"] += 1
    tally["in hand"] += in_hand
    tally["on time"] += in_hand and days[-1] <= DAY.day
    tally["looked"] += said != ""
    tally["first"] += said == "a"
    tally["accepted"] += state == "accepted"
    drawn = [s["seen"] for room in house["rooms"] for s in room["stays"] if days]
    right, wrong = drawn.count("right"), drawn.count("wrong")
    tally["right"] += right
    tally["seen there"] += right + wrong
    tally["sampled"] += right + wrong > 0
    for room in house["rooms"]:
        present = [s for s in room["stays"] if s["here"] and s["kind"] != "address_only"]
        tally["fields"] += 1
        tally["filled"] += bool(present) or room["empty"]
        for stay in present:
            let = stay["kind"] != "owner_occupied"
            # code, industry, people, room; of who rents the end of the lease
            tally["fields"] += 4 + let
            tally["filled"] += 2 + stay["told"] * (1 + let)


def _figures(
    place: str, t: dict[str, Decimal], people: set[int]
) -> dict[tuple[str, str], tuple[Any, ...]]:
    used = (t["used known"], t["used all"])
    known = (t["known"], t["all"])
    seen = (t["seen"], t["all"])
    here, elsewhere = ({p for p in people if p % 3 == kind} for kind in (0, 1))
    filing, abroad = ({p for p in people if p // 2 == kind} for kind in (0, 1))
    below = t["used SP02"] - t["used SP13"]
    return {
        (place, "SP01"): (t["gross"], None, t["grossed"], t["all"]),
        (place, "SP03"): (t["key gross"], None, t["key grossed"], t["key all"]),
        (place, "SP02"): (t["SP02"], None, t["measured"], t["all"]),
        (place, "SP04"): (t["SP04"], None, *known),
        (place, "SP05"): (t["SP05"], None, *known),
        (place, "SP06"): (t["SP06"], None, *known),
        (place, "SP07"): (t["used SP04"] + t["used SP05"], below, *used),
        (place, "SP08"): (t["SP05"], t["SP02"] - t["SP04"], *known),
        (place, "SP09"): (t["used SP06"], below, *used),
        (place, "SP10"): (t["SP10"], None, *known),
        # Every house has the day of its stage, and all of them stood long before.
        **{(place, code): (0, None, t["all"], t["all"]) for code in ("SP12", "SP12B", "SP12C")},
        (place, "SP13"): (t["SP13"], None, t["measured"], t["all"]),
        **_upkeep(place, t),
        (place, "EN01"): (len(people), None, *seen),
        (place, "EN02"): (len(here), None, *seen),
        (place, "EN03"): (len(here), len(here) + len(elsewhere), *seen),
        (place, "EN04"): (len(filing), len(filing) + len(abroad), t["taxed"], t["all"]),
        # No registry tells a list here: nobody is compared (test_matched.py).
        (place, "WK05"): (0, len(people), 0, t["all"]),
    }


def _upkeep(place: str, t: dict[str, Decimal]) -> dict[tuple[str, str], tuple[Any, ...]]:
    parts = {
        "WK02": ("on time", "due"),
        "WK02B": ("in hand", "due"),
        "WK02C": ("first", "looked"),
        "WK02D": ("accepted", "due"),
        "WK03": ("filled", "fields"),
    }
    counted: dict[tuple[str, str], tuple[Any, ...]] = {
        (place, code): (t[part], t[whole], t["due"], t["listed"])
        for code, (part, whole) in parts.items()
    }
    return counted | {(place, "WK04"): (t["right"], t["seen there"], t["sampled"], t["due"])}
