"""迁出迹象: facts of roster and registry that open a service visit; never a block, never tax.

A lease that runs out, a registration that moved, rooms given up: the street goes and asks what
is needed. Where a firm goes is its own affair.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from louyu.initiatives.local_registration.kinds import DEPARTURE_VISIT
from louyu.initiatives.local_registration.models import DepartureSign, Sign
from louyu.journey.matching.kinds import ChangeKind, DiscrepancyKind
from louyu.journey.matching.models import Change, Discrepancy
from louyu.journey.matching.registrations import lists_in_force
from louyu.kernel.merging import hold
from louyu.kernel.scope import Actor
from louyu.registers.matters.by_the_hundred import Opening, conclude, open_many
from louyu.registers.matters.models import Matter, MatterState
from louyu.registers.occupancy.models import Occupancy, OccupancyKind, OccupancyUnit

WHOLE = "signs are the same whoever asks"
SOON = timedelta(days=90)
# Given up within a quarter, and a third of it: less is a room changed.
LATELY, LEFT = timedelta(days=90), Decimal("0.67")
LETTING = (OccupancyKind.LEASED, OccupancyKind.SUBLET, OccupancyKind.COWORKING)
ASKS = (
    "请上门了解企业的需求和困难，能办的当场办，办不了的逐级上报。"
    "是否续租、迁到哪里、登记在哪里由企业自主决定：不劝留，不设条件，不影响任何手续。"
)
GONE = "迹象已消失（已续租、已迁出或资料已更正），自动办结。"


@dataclass(frozen=True)
class Found:
    kind: Sign
    rests_on: str
    enterprise: int
    name: str
    building: int
    place: int
    words: str

    @property
    def key(self) -> tuple[str, str]:
        return self.kind.value, sha256(self.rests_on.encode()).hexdigest()


@dataclass(frozen=True)
class Looked:
    """How many matters were opened and ended, how many signs were new."""

    opened: int
    ended: int
    signs: int


def look(actor: Actor) -> Looked:
    """At most one open visit per firm: what is seen meanwhile joins it. Run twice, the same."""
    today = timezone.localdate()
    with transaction.atomic():
        hold((DepartureSign,))
        now = {one.key: one for one in (*_leases(today), *_registry(today), *_shrunk(today))}
        rows = DepartureSign.objects.unscoped(WHOLE)
        told = {(one.kind, one.facts): one for one in rows}
        new = [one for key, one in sorted(now.items()) if key not in told]
        gone = [one.pk for key, one in told.items() if key not in now and one.gone_on is None]
        rows.filter(pk__in=gone).update(gone_on=today)
        back = [one.pk for key, one in told.items() if key in now and one.gone_on]
        rows.filter(pk__in=back).update(gone_on=None)
        opened = _open(new, actor)
        ended = conclude(_without_signs(), GONE, actor)
    return Looked(opened, ended, len(new))


def _open(new: list[Found], actor: Actor) -> int:
    waiting = Matter.objects.unscoped(WHOLE).filter(
        kind=DEPARTURE_VISIT.key, state=MatterState.OPEN, enterprise__isnull=False
    )
    of_firm = dict(waiting.order_by("-pk").values_list("enterprise_id", "pk"))
    by_firm: dict[int, list[Found]] = defaultdict(list)
    for one in new:
        by_firm[one.enterprise].append(one)
    unvisited = [signs for firm, signs in by_firm.items() if firm not in of_firm]
    openings = [
        Opening(
            title=f"服务走访：{signs[0].name}",
            text="；".join(one.words for one in signs) + f"。{ASKS}",
            building=signs[0].building,
            place=signs[0].place,
            enterprise=signs[0].enterprise,
        )
        for signs in unvisited
    ]
    matters = open_many(DEPARTURE_VISIT, openings, actor)
    of_firm |= {
        signs[0].enterprise: matter for signs, matter in zip(unvisited, matters, strict=True)
    }
    today = timezone.localdate()
    DepartureSign.objects.bulk_create(
        DepartureSign(
            kind=one.kind,
            facts=one.key[1],
            enterprise_id=one.enterprise,
            building_id=one.building,
            words=one.words,
            matter_id=of_firm[one.enterprise],
            seen_on=today,
        )
        for one in new
    )
    return len(matters)


def _without_signs() -> list[int]:
    """Visits still waiting of which every sign is gone."""
    standing = DepartureSign.objects.unscoped(WHOLE).filter(matter=OuterRef("pk"), gone_on=None)
    waiting = Matter.objects.unscoped(WHOLE).filter(
        kind=DEPARTURE_VISIT.key, state=MatterState.OPEN
    )
    return list(waiting.filter(~Exists(standing)).order_by("pk").values_list("pk", flat=True))


FIELDS = ("enterprise_id", "enterprise__name", "building_id", "building__place_id")


def _leases(today: date) -> Iterator[Found]:
    """Without the day itself: the thread may be handed to somebody who reads no leases."""
    stays = Occupancy.objects.unscoped(WHOLE)
    renewed = stays.filter(
        enterprise=OuterRef("enterprise"),
        building=OuterRef("building"),
        lease_expiry__gt=today + SOON,
        kind__in=LETTING,
        end=None,
    )
    rows = stays.filter(
        ~Exists(renewed),
        during__contains=today,
        end=None,
        kind__in=LETTING,
        lease_expiry__range=(today, today + SOON),
    )
    for pk, expiry, *where, house in rows.order_by("pk").values_list(
        "pk", "lease_expiry", *FIELDS, "building__name"
    ):
        words = f"{house}的租约将在 90 天内到期，名册上没有续租"
        yield _found(Sign.LEASE, f"{pk}|{expiry}", where, words)


def _registry(today: date) -> Iterator[Found]:
    """Registered in another building, or moved out of the district, and still on site here."""
    here = Occupancy.objects.unscoped(WHOLE).filter(
        during__contains=today, enterprise=OuterRef("enterprise")
    )
    moved = Discrepancy.objects.unscoped(WHOLE).filter(
        Exists(here), kind=DiscrepancyKind.MOVED, closed_on=None
    )
    fields = ("enterprise_id", "name", "building_id", "building__place_id")
    seen: set[int] = set()
    for firm, name, building, place, words in moved.order_by("pk").values_list(*fields, "words"):
        if firm not in seen:
            seen.add(firm)
            yield _found(Sign.REGISTRY, f"{firm}|{words}", [firm, name, building, place], words)
    left = Change.objects.unscoped(WHOLE).filter(
        Exists(here),
        kind=ChangeKind.MOVED_OUT,
        delivery__in=lists_in_force(),
        enterprise__isnull=False,
    )
    stays = _seats(left.values_list("enterprise_id", flat=True), today)
    for firm, words in left.order_by("pk").values_list("enterprise_id", "words"):
        if firm in stays and firm not in seen:
            seen.add(firm)
            yield _found(
                Sign.REGISTRY, f"{firm}|{words}", stays[firm], f"登记名单显示已迁出：{words}"
            )


def _seats(firms: Iterable[int | None], today: date) -> dict[int, list[object]]:
    """Firm → the building it mainly sits in today."""
    rows = Occupancy.objects.unscoped(WHOLE).filter(
        during__contains=today, enterprise__in=list(firms)
    )
    told = rows.exclude(kind=OccupancyKind.ADDRESS_ONLY).order_by("is_primary", "-start", "-pk")
    return {where[0]: list(where) for where in told.values_list(*FIELDS)}


def _shrunk(today: date) -> Iterator[Found]:
    """Of what a firm held in the district a quarter ago, at most two thirds are left."""
    then, now = _held(today - LATELY), _held(today)
    fewer = {firm: area for firm, area in now.items() if area <= then.get(firm, area) * LEFT}
    ends = Occupancy.objects.unscoped(WHOLE).filter(
        enterprise__in=list(fewer), end__range=(today - LATELY, today)
    )
    last = dict(ends.order_by("end").values_list("enterprise_id", "end"))
    stays = _seats(last, today)
    for firm, end in sorted(last.items()):
        if firm in stays and fewer[firm] < then[firm]:
            words = "近 90 天退出了部分房源，现有面积不到原来的三分之二"
            yield _found(Sign.SHRUNK, f"{firm}|{end}", stays[firm], words)


def _held(day: date) -> dict[int, Decimal]:
    """㎡ per firm in the rooms it held that day; a firm in no room has no row."""
    links = OccupancyUnit.objects.unscoped(WHOLE).filter(held__contains=day)
    areas = links.order_by().values("enterprise_id")
    told = areas.annotate(held_area=Sum(Coalesce(F("area"), F("unit__area"))))
    return dict(told.values_list("enterprise_id", "held_area"))


def _found(kind: Sign, rests_on: str, where: list[object], words: str) -> Found:
    firm, name, building, place = where
    return Found(kind, rests_on, firm, name, building, place, words[:300])  # type: ignore[arg-type]
