"""P7 地址解析: invented addresses read whole, against only finding the same words in them."""

import random
import re
from collections.abc import Iterator

from bench.measure import Pair
from bench.registry import SYLLABLES
from louyu.engines.addresses import Address, Gazetteer, House, cues, parse, read
from louyu.engines.addresses.keys import door_key, name_key
from louyu.engines.addresses.signs import folded

COUNT = 20_000
ROADS, DOORS, FLOORS = 300, 400, 30
BUILDINGS, TO_PLACE = 6_000, 100_000


def pairs() -> Iterator[Pair]:
    addresses = _addresses()
    words = sorted({*cues.KNOWN, *cues.ENDINGS, *cues.ASIDE}, key=len, reverse=True)
    finder = re.compile("|".join(map(re.escape, words)))
    yield Pair(
        promise="P7",
        work=f"解析 {COUNT:,} 条地址，单进程",
        baseline="用正则在同样的地址里找出同样的词",
        omits="数字和单位、切分、标注、先后",
        reach=4.0,
        ours=lambda: [parse(one) for one in addresses],
        theirs=lambda: [finder.findall(folded(one)) for one in addresses],
    )
    yield _placing()


def _placing() -> Pair:
    """Two in ten names have a slip of the pen, three in ten are of no building here."""
    chance = random.Random(2018)
    names = [_name(chance) for _ in range(BUILDINGS)]
    houses = [House(key, (name,), ((f"虚{name}路", "1号"),)) for key, name in enumerate(names)]
    book = Gazetteer(houses)
    known = {name_key(name): key for key, name in enumerate(names)}
    written = [read(f"{_mistaken(chance.choice(names), chance)}5层") for _ in range(TO_PLACE)]

    def looked_up(one: Address) -> tuple[int | None, object]:
        return known.get(name_key(one.building)), door_key(one.road, one.door_number)

    return Pair(
        promise="P7 归楼",
        work=f"{TO_PLACE:,} 条已解析的地址归入 {BUILDINGS:,} 座楼宇",
        baseline="同样的楼名和门牌，只查字典里一字不差的",
        omits="差一个字或有增减的楼名、座号、依据、不能认定的",
        reach=6.0,
        ours=lambda: [book.place(one) for one in written],
        theirs=lambda: [looked_up(one) for one in written],
    )


def _name(chance: random.Random) -> str:
    return "".join(chance.sample(SYLLABLES, 3)) + chance.choice(("大厦", "国际中心", "广场"))


def _mistaken(name: str, chance: random.Random) -> str:
    kind, at = chance.random(), chance.randrange(3)
    if kind < 0.2:
        return name[:at] + chance.choice(SYLLABLES) + name[at + 1 :]
    return name if kind < 0.7 else _name(chance)


def _addresses() -> list[str]:
    chance = random.Random(2017)
    roads = [f"虚{chance.choice('海澄澜汀浦')}{number}路" for number in range(ROADS)]
    houses = ("望澜大厦", "听涛国际广场", "澄湾软件园二期", "观海花园")
    return [
        f"山东省烟台市芝罘区{chance.choice(roads)}{chance.randrange(DOORS)}号"
        f"{chance.choice(houses)}{chance.choice('ABC')}座{chance.randrange(1, FLOORS)}层"
        f"{chance.randrange(101, 3010)}室"
        for _ in range(COUNT)
    ]
