"""演示招商房源: rooms on offer, most verified; some let meanwhile, some taken down again."""

from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

from django.db.models import F

from demo.pictures import EMPTY, INSIDE, OUTSIDE, painted
from louyu.registers.buildings.models import BuildingParty, PartyKind, Unit, UnitUse
from louyu.registers.occupancy.models import (
    FitOut,
    Occupancy,
    Offer,
    OfferPhoto,
    Vacancy,
    VacancyState,
    WithdrawalReason,
)
from louyu.registers.organizations.models import Organization, User
from louyu.registers.pictures.keeping import kept

OPEN, SOON, TAKEN, WITHDRAWN = 36, 3, 2, 3
PER_BUILDING = 3
CONDITIONS = (
    "免租期 2 个月，物业费 4 元/㎡·月",
    "可与相邻房源合并，停车位 2 个",
    "免租期 3 个月，装修期另计",
    "物业费 3.5 元/㎡·月，中央空调按表计费",
    "",
)


def build_offers(*, base: date, random: Random, times: int) -> None:
    most = OPEN * times
    empty = _spread(_empty_rooms(base), random)
    rows = [_offer(gap.unit, gap.start, base, random) for gap in empty[:most]]
    for unit, end in _leaving(base, SOON * times):
        rows.append(_offer(unit, base, base, random, free=end))
    for gap in _let_meanwhile(base, TAKEN * times):
        rows.append(_offer(gap.unit, gap.start, gap.end, random))
    for gap in empty[most : most + WITHDRAWN * times]:
        row = _offer(gap.unit, gap.start, base, random)
        row.withdrawn_on, row.withdrawal_reason = base, WithdrawalReason.TERMS_CHANGED
        rows.append(row)
    _name_contacts(rows, base)
    Offer.objects.bulk_create(rows)
    _photograph(rows, random)


def _photograph(rows: list[Offer], random: Random) -> None:
    """Three of four offers have photos; who verified them came after the photographer."""
    kept_once = cache(
        lambda scene, variant: kept(painted(scene, variant), name="演示照片", owner_id=None)
    )
    photos = []
    for row in rows:
        if random.random() < 0.25:
            continue
        inside = INSIDE if row.fit_out in (FitOut.FITTED, FitOut.FURNISHED) else EMPTY
        shown = [*inside[: random.randint(1, len(inside))], OUTSIDE]
        for position, (scene, words, variants) in enumerate(shown, start=1):
            picture = kept_once(scene, random.randrange(variants))
            photos.append(OfferPhoto(offer=row, position=position, alt=words, **picture))
    OfferPhoto.objects.bulk_create(photos)
    Offer.objects.bulk_update(rows, ["verified_on", "verified_by"])


def _empty_rooms(base: date) -> list[Vacancy]:
    rooms = Vacancy.objects.unscoped("demo").filter(
        end=None, state=VacancyState.VACANT, start__lt=base - timedelta(days=20)
    )
    rooms = rooms.filter(unit__use=UnitUse.BUSINESS, unit__area__gte=40)
    return list(rooms.select_related("unit__building").order_by("unit__building__code", "unit"))


def _spread(gaps: list[Vacancy], random: Random) -> list[Vacancy]:
    """No more than a few of one building, in no order a reader could guess."""
    random.shuffle(gaps)
    taken: dict[int, int] = {}
    chosen = []
    for gap in gaps:
        here = taken.get(gap.unit.building_id, 0)
        if here < PER_BUILDING:
            taken[gap.unit.building_id] = here + 1
            chosen.append(gap)
    return chosen


def _leaving(base: date, most: int) -> list[tuple[Unit, date]]:
    stays = Occupancy.objects.unscoped("demo").filter(
        end=None, kind="leased", lease_expiry__range=(base, base + timedelta(days=80))
    )
    alone = [
        (stay.unit_links.all()[0].unit, stay.lease_expiry)
        for stay in stays.order_by("lease_expiry", "pk").prefetch_related("unit_links__unit")
        if stay.unit_links.count() == 1
    ]
    return alone[:most]


def _let_meanwhile(base: date, most: int) -> list[Vacancy]:
    """Rooms somebody moved into of late while they were on offer."""
    ended = Vacancy.objects.unscoped("demo").filter(
        end__range=(base - timedelta(days=60), base), end__gt=F("start") + timedelta(days=10)
    )
    return list(ended.select_related("unit__building").order_by("-end", "pk")[:most])


def _offer(unit: Unit, since: date, until: Any, random: Random, free: Any = None) -> Offer:
    listed = max(since, until - timedelta(days=random.randint(5, 120)))
    rent = Decimal(random.choice((24, 28, 32, 36, 40, 45, 52, 58, 66, 75)))
    seen = random.random() < 0.85
    return Offer(
        building=unit.building,
        unit=unit,
        area=unit.area,
        rent_yuan=rent if random.random() < 0.85 else None,
        available_from=free + timedelta(days=1) if free else listed,
        minimum_months=random.choice((None, 6, 12, 12, 24)),
        fit_out=random.choice((*FitOut.values, "")),
        conditions=random.choice(CONDITIONS),
        listed_on=listed,
        verified_on=max(listed, until - timedelta(days=random.randint(0, 45))) if seen else None,
    )


def _name_contacts(rows: list[Offer], base: date) -> None:
    """The building's operator or manager with an invented office number."""
    parties = BuildingParty.objects.unscoped("demo").filter(during__contains=base)
    ranked = parties.exclude(kind=PartyKind.OWNER).order_by("-kind")  # the operator comes last
    of_building: dict[int, Organization] = {
        party.building_id: party.organization for party in ranked.select_related("organization")
    }
    office = User.objects.get(username="office")
    for row in rows:
        row.contact = of_building[row.building_id]
        row.contact_phone = row.contact.phone = f"0535-0{row.contact.pk:06d}"
        row.contact.save(update_fields=["phone"])
        row.verified_by = office if row.verified_on else None
