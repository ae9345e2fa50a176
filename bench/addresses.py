"""P7 地址解析: invented addresses read whole, against only finding the same words in them."""

import random
import re
from collections.abc import Iterator

from bench.measure import Pair
from louyu.engines.addresses import cues, parse
from louyu.engines.addresses.signs import folded

COUNT = 20_000
ROADS, DOORS, FLOORS = 300, 400, 30


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
