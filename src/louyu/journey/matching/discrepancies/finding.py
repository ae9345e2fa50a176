"""找差异: every kind of discrepancy by a rule of its own over roster and registry in force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

import polars as pl

from louyu.engines.linkage import written
from louyu.journey.matching.kinds import DiscrepancyKind
from louyu.journey.matching.models import Pairing, Registration
from louyu.journey.matching.roster import Seat
from louyu.registers.enterprises.locality import Locality, locality, tax_locality
from louyu.registers.enterprises.models import Enterprise, EnterpriseStatus
from louyu.registers.places.models import Place, PlaceLevel

WHOLE = "the comparison is the same whoever started it"
GONE = {
    EnterpriseStatus.DEREGISTERED: "已注销",
    EnterpriseStatus.REVOKED: "已吊销",
    EnterpriseStatus.MOVED_OUT: "已迁出",
}


@dataclass(frozen=True)
class Found:
    """One discrepancy as it is now; `subject` and `kind` make it the same one next time."""

    kind: DiscrepancyKind
    subject: str
    rests_on: tuple[str, ...]
    name: str
    words: str
    building: int
    place: int
    enterprise: int | None = None
    registered: str = ""

    @property
    def facts(self) -> str:
        return sha256("\x1f".join(self.rests_on).encode()).hexdigest()


@dataclass
class Picture:
    """Roster and registry in force, joined: a firm's registration is the one taken for it."""

    seats: Sequence[Seat]
    registrations: dict[int, Registration]
    taken: dict[int, Registration]
    # Enterprise → the registration a person is to be asked about.
    asked: dict[int, int]
    districts: list[str]
    names: dict[int, str] = field(default_factory=dict)
    places: dict[int, int] = field(default_factory=dict)

    @property
    def present(self) -> Iterator[Seat]:
        return (seat for seat in self.seats if seat.is_present)


def picture(seats: Sequence[Seat], lists: Sequence[int]) -> Picture:
    rows = Registration.objects.unscoped(WHOLE).filter(delivery__in=lists)
    registrations = {one.pk: one for one in rows.select_related("building").order_by("pk")}
    pairs = list(Pairing.objects.unscoped(WHOLE).order_by("pk"))
    buildings = {one.building.pk: one.building for one in registrations.values() if one.building}
    return Picture(
        seats=seats,
        registrations=registrations,
        taken={
            pair.enterprise_id: registrations[pair.registration_id]
            for pair in pairs
            if pair.state == Pairing.State.TAKEN
        },
        asked={
            pair.enterprise_id: pair.registration_id
            for pair in pairs
            if pair.state == Pairing.State.ASKED
        },
        districts=list(
            Place.objects.filter(level=PlaceLevel.DISTRICT).values_list("name", flat=True)
        ),
        names={pk: one.name for pk, one in buildings.items()},
        places={pk: one.place_id for pk, one in buildings.items()},
    )


def found(now: Picture) -> Iterator[Found]:
    """Without a registry list nothing disagrees but what the roster tells by itself."""
    for rule in RULES if now.registrations else ALONE:
        yield from rule(now)


def _of(
    seat: Seat, kind: DiscrepancyKind, words: str, *rests_on: str, registered: str = ""
) -> Found:
    return Found(
        kind=kind,
        subject=f"{seat.enterprise}@{seat.building}",
        rests_on=(seat.name, *rests_on),
        name=seat.name,
        words=words[:500],
        building=seat.building,
        place=seat.place,
        enterprise=seat.enterprise,
        registered=registered,
    )


def _elsewhere(now: Picture) -> Iterator[Found]:
    for seat in now.present:
        own = now.taken.get(seat.enterprise)
        if own is not None and own.status == EnterpriseStatus.ACTIVE and not own.is_local:
            where = own.address or own.authority
        elif own is None and _own_locality(seat, now) == Locality.OUTSIDE:
            where = seat.registered_address or seat.registration_authority
        else:
            continue
        words = f"在{seat.building_name}办公，登记在“{where}”"
        yield _of(seat, DiscrepancyKind.ELSEWHERE, words, where)


def _own_locality(seat: Seat, now: Picture) -> Locality:
    """As the roster tells it, where no registration was found."""
    told = Enterprise(
        registered_address=seat.registered_address,
        registration_authority=seat.registration_authority,
    )
    return locality(told, now.districts)


def _absent(now: Picture) -> Iterator[Found]:
    """Neither a tenant of the building nor known there as a mere address."""
    at = {
        (now.taken[seat.enterprise].subject, seat.building)
        for seat in now.seats
        if seat.enterprise in now.taken
    }
    elsewhere = {
        now.taken[seat.enterprise].subject for seat in now.present if seat.enterprise in now.taken
    }
    # Who they are is still to be said; until then they are not missing.
    doubted = {now.registrations[pk].subject for pk in now.asked.values()}
    told_elsewhere = elsewhere | doubted
    for own in now.registrations.values():
        if own.building_id is None or own.status != EnterpriseStatus.ACTIVE:
            continue
        # A firm that sits in another building is told of there, as 登记住所不在本楼.
        if (own.subject, own.building_id) in at or own.subject in told_elsewhere:
            continue
        words = f"登记住所“{own.address}”在{now.names[own.building_id]}，名册上没有这家企业"
        yield Found(
            kind=DiscrepancyKind.ABSENT,
            subject=f"{own.subject}@{own.building_id}",
            rests_on=(own.name, own.address),
            name=own.name,
            words=words[:500],
            building=own.building_id,
            place=now.places[own.building_id],
            registered=own.subject,
        )


def _unregistered(now: Picture) -> Iterator[Found]:
    for seat in now.present:
        unknown = seat.enterprise not in now.taken and seat.enterprise not in now.asked
        if unknown and _own_locality(seat, now) != Locality.OUTSIDE:
            words = f"名册上在{seat.building_name}，登记名单里没有它"
            words += "（名册上没有信用代码）" if not seat.uscc else f"（{seat.uscc}）"
            yield _of(seat, DiscrepancyKind.UNREGISTERED, words, seat.uscc)


def _deregistered(now: Picture) -> Iterator[Found]:
    for seat in now.seats:
        own = now.taken.get(seat.enterprise)
        if own is not None and own.status != EnterpriseStatus.ACTIVE:
            words = (
                f"登记状态是{GONE[EnterpriseStatus(own.status)]}，名册上仍在{seat.building_name}"
            )
            yield _of(seat, DiscrepancyKind.DEREGISTERED, words, own.status, registered=own.subject)


def _moved(now: Picture) -> Iterator[Found]:
    """Registered in the district, at a building in which it has no stay."""
    stays = {(seat.enterprise, seat.building) for seat in now.seats}
    for seat in now.present:
        own = now.taken.get(seat.enterprise)
        if own is None or own.status != EnterpriseStatus.ACTIVE or not own.is_local:
            continue
        if own.building_id is not None and (seat.enterprise, own.building_id) not in stays:
            other = now.names[own.building_id]
            words = f"在{seat.building_name}办公，登记住所已是{other}：“{own.address}”"
            yield _of(seat, DiscrepancyKind.MOVED, words, own.address, registered=own.subject)


def _taxed_elsewhere(now: Picture) -> Iterator[Found]:
    """By the name of the authority in the register alone; no amount is read."""
    for seat in now.present:
        told = Enterprise(tax_authority=seat.tax_authority)
        if tax_locality(told, now.districts) == Locality.OUTSIDE:
            words = f"在{seat.building_name}办公，主管税务机关是{seat.tax_authority}"
            yield _of(seat, DiscrepancyKind.TAXED_ELSEWHERE, words, seat.tax_authority)


def _mismatch(now: Picture) -> Iterator[Found]:
    """One firm by a person's word or by its code, under two names or two codes."""
    known = [seat for seat in now.seats if seat.enterprise in now.taken]
    names = written(pl.Series([seat.name for seat in known], dtype=pl.String))
    theirs = [now.taken[seat.enterprise] for seat in known]
    registered = written(pl.Series([own.name for own in theirs], dtype=pl.String))
    for seat, own, name, other in zip(known, theirs, names, registered, strict=True):
        told = []
        if name != other:
            told.append(f"名册上叫“{seat.name}”，登记的名称是“{own.name}”")
        if seat.uscc and own.code and seat.uscc != own.code:
            told.append(f"名册上的代码是 {seat.uscc}，登记的是 {own.code}")
        if told:
            words = "；".join(told)
            yield _of(
                seat, DiscrepancyKind.MISMATCH, words, own.name, own.code, registered=own.subject
            )


def _twice(now: Picture) -> Iterator[Found]:
    """Two enterprises of the roster that are one registration: counted twice in the district."""
    of_subject: dict[str, dict[int, Seat]] = defaultdict(dict)
    for seat in now.present:
        if seat.enterprise in now.taken:
            of_subject[now.taken[seat.enterprise].subject].setdefault(seat.enterprise, seat)
    for subject, firms in of_subject.items():
        first, *others = sorted(firms.values(), key=lambda seat: seat.enterprise)
        for seat in others:
            words = f"与{first.building_name}的“{first.name}”是同一个登记主体，在区里算了两家"
            yield _of(seat, DiscrepancyKind.TWICE, words, str(first.enterprise), registered=subject)


Rule = Callable[[Picture], Iterator[Found]]
ALONE: tuple[Rule, ...] = (_elsewhere, _taxed_elsewhere)
RULES: tuple[Rule, ...] = (
    *ALONE,
    _absent,
    _unregistered,
    _deregistered,
    _moved,
    _mismatch,
    _twice,
)
