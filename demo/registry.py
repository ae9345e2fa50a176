"""演示登记名单: two months of an invented registry, at odds with the roster here and there.

Most tenants are in it, some under an address written another way; some closed, moved or never
registered here; and firms that only have their address in a building.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

import polars as pl

from demo import codes, words
from demo.accounts import MARKET_BUREAU
from demo.months import Month, month_before
from demo.taxes import deliver
from louyu.journey.matching.models import Registration
from louyu.kernel.merging import LINE, Staging, Write, complete, take_ids
from louyu.registers.buildings.models import Building
from louyu.registers.enterprises.models import EnterpriseStatus
from louyu.registers.occupancy.models import Occupancy

AUTHORITY = "芝罘区市场监督管理局"
# Of a hundred tenants registered here so many are told otherwise by the registry.
MISSING, CLOSED, MOVED, RENAMED = 0.03, 0.01, 0.015, 0.01
ADDRESS_ONLY = 220
NEWLY_REGISTERED = 5
FIRST_SERIAL = 900_000
DIGITS = dict(zip("0123456789", "〇一二三四五六七八九", strict=True))


@dataclass(frozen=True)
class Line:
    code: str
    name: str
    address: str
    founded_on: date
    status: str = EnterpriseStatus.ACTIVE.value

    @property
    def subject(self) -> str:
        return self.code or f"{self.name}|{self.address}"


def build_registry(*, seed: int, base: date) -> None:
    # Of its own: what else the demo draws stays as it was.
    random = Random(f"{seed}:registry")
    earlier, later = month_before(base, 2), month_before(base, 1)
    houses = list(Building.objects.unscoped("demo data").order_by("pk"))
    known = [*_tenants(random, houses, base), *_addresses_only(random, houses, base)]
    before = [line for line in known if line.founded_on <= earlier.last]
    _store(earlier, [one for one in before if random.random() >= 0.01])
    listed = [_a_month_later(one, random) for one in known if random.random() >= 0.005]
    _store(later, [*listed, *_newly_registered(Random(f"{seed}:newly registered"), base)])


def _tenants(random: Random, houses: Sequence[Building], base: date) -> Iterator[Line]:
    stays = Occupancy.objects.unscoped("demo data").filter(
        during__contains=base, enterprise__registration_authority=AUTHORITY, is_primary=True
    )
    rooms = "unit_links__unit__number"
    told = stays.order_by("enterprise_id", "start", rooms).values_list(
        "enterprise_id",
        "enterprise__uscc",
        "enterprise__name",
        "enterprise__founded_on",
        "building",
        rooms,
    )
    of_house = {house.pk: house for house in houses}
    seen: set[int] = set()
    for enterprise, code, name, founded, building, room in told:
        draw = random.random()
        if enterprise in seen or draw < MISSING:
            continue
        seen.add(enterprise)
        house = random.choice(houses) if draw > 1 - MOVED else of_house[building]
        closed = MISSING <= draw < MISSING + CLOSED
        renamed = 0.5 < draw < 0.5 + RENAMED
        yield Line(
            code=code or codes.invented(FIRST_SERIAL - enterprise),
            name=_misspelt(name, random) if not code else _renamed(name) if renamed else name,
            address=_written(house, room or "101", random),
            founded_on=founded or base - timedelta(days=900),
            status=(EnterpriseStatus.DEREGISTERED if closed else EnterpriseStatus.ACTIVE).value,
        )


def _newly_registered(random: Random, base: date) -> Iterator[Line]:
    """Tenants that the roster still tells to be registered elsewhere."""
    stays = Occupancy.objects.unscoped("demo data").filter(
        during__contains=base, is_primary=True, enterprise__uscc__isnull=False
    )
    elsewhere = stays.exclude(enterprise__registration_authority=AUTHORITY)
    told = elsewhere.select_related("enterprise", "building").order_by("enterprise_id", "pk")
    for stay in told.distinct("enterprise_id")[:NEWLY_REGISTERED]:
        yield Line(
            code=stay.enterprise.uscc,
            name=stay.enterprise.name,
            address=_written(stay.building, "101", random),
            founded_on=stay.enterprise.founded_on or base - timedelta(days=900),
        )


def _renamed(name: str) -> str:
    return name.replace("有限公司", "集团有限公司")


def _misspelt(name: str, random: Random) -> str:
    """What no code tells is told by the name: most often equal, else a slip or a shorter form."""
    draw = random.random()
    if draw < 0.3:
        at = random.randrange(2, 4)
        return name[:at] + random.choice(words.SECOND) + name[at + 1 :]
    return name.replace("有限责任公司", "公司").replace("股份", "") if draw < 0.6 else name


def _addresses_only(random: Random, houses: Sequence[Building], base: date) -> Iterator[Line]:
    """Names with a third syllable: no tenant of the demo bears one."""
    for serial in range(ADDRESS_ONLY):
        brand = random.choice(words.FIRST) + random.choice(words.SECOND) + words.FIRST[serial % 28]
        trade, _ = random.choice(words.TRADES)
        yield Line(
            code=codes.invented(FIRST_SERIAL + serial),
            name=f"烟台{brand}{trade}有限公司",
            address=_unclear(random.choice(houses), random)
            if serial % 9 == 0
            else _written(random.choice(houses), f"{random.randint(1, 18)}08", random),
            founded_on=base - timedelta(days=random.randint(5, 2_000)),
        )


def _written(house: Building, room: str, random: Random) -> str:
    """The same place as registers write it: with the building or the door alone."""
    floor = room[:-2] or "1"
    spoken = "".join(DIGITS.get(sign, sign) for sign in floor)
    return random.choice(
        (
            f"山东省{house.address}{room}室",
            f"{house.address}{house.name}{floor}层{room}",
            f"{house.address}{house.name}{room}号",
            f"山东省{house.address}（{house.name}）{spoken}楼{room}室",
            f"烟台市芝罘区{house.name}{room}室",
        )
    )


def _unclear(house: Building, random: Random) -> str:
    """A door whose tower is told otherwise, a name nobody registered, a road of another place."""
    room = f"{random.randint(1, 18)}06室"
    return random.choice(
        (
            f"{house.address}望澜时代{room}",
            f"烟台市芝罘区望澜路{random.randint(900, 990)}号{room}",
            f"烟台市芝罘区{house.name}西侧沿街{room}",
        )
    )


def _a_month_later(line: Line, random: Random) -> Line:
    if line.status == EnterpriseStatus.ACTIVE and random.random() < 0.004:
        return replace(line, status=EnterpriseStatus.DEREGISTERED.value)
    return line


def _store(month: Month, lines: list[Line]) -> None:
    """The file says what the rows say, so that it may be looked at and delivered again."""
    labels = dict(EnterpriseStatus.choices)
    told = ["统一社会信用代码,名称,登记状态,住所,登记机关,成立日期"]
    told += [
        f"{one.code},{one.name},{labels[one.status]},{one.address},{AUTHORITY},{one.founded_on}"
        for one in lines
    ]
    name = f"{month.year}年{month.number}月在册经营主体（演示）.csv"
    delivery = deliver("registrations", MARKET_BUREAU, month, name, told)
    frame = pl.DataFrame(
        {
            LINE: range(len(lines)),
            "id": take_ids(Registration, len(lines)),
            **{
                field: [getattr(one, field) for one in lines]
                for field in ("subject", "code", "name", "address", "founded_on", "status")
            },
        }
    ).with_columns(delivery_id=delivery.pk, line=pl.col(LINE), authority=pl.lit(AUTHORITY))
    Staging([Write(Registration, complete(Registration, frame))]).merge()
