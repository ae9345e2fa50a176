"""着色的种类: by where tenants are registered, and by the year their leases run out in."""

from datetime import date
from functools import cache

from louyu.kernel import figures
from louyu.registers.enterprises.locality import Locality, locality
from louyu.registers.occupancy.colouring import Colour, Colouring, Shade, Viewing, colouring
from louyu.registers.occupancy.leases import Expiry, expiry, years
from louyu.registers.occupancy.stacking import OCCUPIED, State
from louyu.registers.places.queries import districts

REGISTRATION = Colour("registration", "属地注册", "属地")
LEASE = Colour("lease", "租约到期", "到期年份")
MARKS: dict[str, str] = {
    Locality.OUTSIDE: "区外",
    Locality.UNCLEAR: "待核",
    Expiry.EXPIRED: "已到期",
    Expiry.THIS_YEAR: "本年",
    Expiry.NEXT_YEAR: "明年",
    Expiry.YEAR_AFTER: "后年",
    Expiry.LATER: "更晚",
    Expiry.UNDATED: "未登记",
}


@colouring(REGISTRATION, is_for=lambda actor, building: True, order=10)
def by_registration(colour: Colour, viewing: Viewing) -> Colouring:
    """One query."""
    own = districts(viewing.day)
    return Colouring(
        colour,
        tuple(
            Shade(at.value, str(at.label), _of_registration(at), mark=MARKS.get(at, ""))
            for at in Locality
        ),
        OCCUPIED,
        cache(lambda stay: locality(stay.enterprise, own)),
        f"属地：按登记机关和注册地址，截至 {figures.day(viewing.day)}；写明本区的为区内，"
        "写明别的区县的为区外；没有填、只写到市一级或两处不一致的为待核。",
    )


def _of_registration(at: Locality) -> str:
    return "属地待核" if at == Locality.UNCLEAR else str(at.label)


@colouring(LEASE, is_for=lambda actor, building: building.shows_terms, order=20)
def leases(colour: Colour, viewing: Viewing) -> Colouring:
    """Who may not read a lease is not offered its colours either."""
    return by_lease(viewing.day)


def by_lease(day: date) -> Colouring:
    return Colouring(
        LEASE,
        tuple(
            Shade(e.value, str(e.label), _of_lease(e, day), years(e, day), MARKS[e]) for e in Expiry
        ),
        (State.LET,),
        lambda stay: expiry(stay.lease_expiry, day),
        f"到期：在租面积按租约到期日所在年份，截至 {figures.day(day)}；自用没有租约，保持原色。",
    )


def _of_lease(span: Expiry, day: date) -> str:
    if span in (Expiry.EXPIRED, Expiry.UNDATED):
        return {Expiry.EXPIRED: "租约已到期", Expiry.UNDATED: "租约未登记到期日"}[span]
    told = years(span, day)
    return f"租约 {told.replace(' 起', '')} 年{'及以后' if span == Expiry.LATER else ''}到期"
