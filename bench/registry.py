"""虚构登记簿: a register of invented companies of any size, the same for the same seed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from stdnum.cn import uscc


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


PLACES = (
    *("烟台市",) * 4,
    *(
        "烟台市芝罘区",
        "烟台市莱山区",
        "烟台市福山区",
        "烟台市牟平区",
        "烟台开发区",
        "山东",
        "山东省烟台市",
    ),
    *("龙口市", "莱州市", "招远市", "蓬莱市", "海阳市", "青岛", "济南", "威海", ""),
)
SYLLABLES = (
    "安邦宝昌诚创达鼎东丰福富钢光广贵国海汉航浩合恒弘宏华辉汇惠吉佳嘉建江杰金锦京精景久聚君凯康科坤兰乐力立利联"
    "良林龙隆鲁绿茂美明铭宁鹏平普齐启千乾强勤青庆荣瑞润森山尚盛胜圣世顺硕泰腾天通同万旺威维伟文祥晓新信兴星旭轩"
    "亚阳耀一亿益逸银英永优友裕元源远悦云运泽展兆振正志智中众卓子"
)
TRADES = _words(
    """
    商贸 贸易 科技 网络科技 信息技术 建筑工程 装饰工程 建材 机械 机电设备 电子
    食品 餐饮管理 酒店管理 物流 运输 国际货运代理 房地产 房地产经纪 物业管理
    企业管理咨询 财务咨询 广告 文化传媒 教育咨询 人力资源 劳务 服装 水产 果蔬
    农业开发 园林绿化 环保科技 新能源 医疗器械 医药 生物科技 化工 塑料制品
    包装材料 汽车销售 汽车服务 旅行社 健身服务 美容 摄影 家政服务 保洁服务
    知识产权代理 投资 融资担保 软件开发 进出口 石材 渔具 葡萄酒
    """
)
FORMS = (
    *("有限公司",) * 14,
    "有限责任公司",
    "股份有限公司",
    "中心(有限合伙)",
    "经营部",
    "商行",
    "事务所",
)
ROADS = _words(
    """
    南大街 北大街 西大街 毓璜顶东路 解放路 青年路 胜利路 海港路 幸福南路
    通世南路 机场路 港城东大街 观海路 迎春大街 长江路 黄河路 珠江路 衡山路
    泰山路 华山路 香山路 大海阳路 环山路 化工路 红旗西路 建设路 文化路 烟大路
    滨海中路
    """
)
BUILDINGS = [
    a + b
    for a in "华海银金国万东阳天振润丰世联"
    for b in ("泰大厦", "信广场", "安国际", "港中心", "润大厦")
]
_CODE = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@dataclass(frozen=True)
class Company:
    uscc: str
    place: str
    brand: str
    trade: str
    form: str
    branch: str
    address: str
    phone: str

    @property
    def name(self) -> str:
        return self.place + self.brand + self.trade + self.form + self.branch


def companies(count: int, seed: int) -> Iterator[Company]:
    """Names repeat as they do: popular 字号, one 字号 in several trades, branches."""
    chance = random.Random(seed)
    brands = [_brand(chance) for _ in range(max(count // 12, 50))]
    seen: set[str] = set()
    last: Company | None = None
    while len(seen) < count:
        company = _company(chance, brands)
        if last is not None and chance.random() < 0.08:
            company = _related(chance, last, company)
        if company.name + company.address in seen:
            continue
        seen.add(company.name + company.address)
        last = company
        yield company


def address(chance: random.Random) -> str:
    road, number = chance.choice(ROADS), chance.randint(1, 399)
    area = chance.choice(
        ("山东省烟台市芝罘区", "烟台市芝罘区", "山东省烟台市莱山区", "芝罘区", "烟台开发区", "")
    )
    # A building stands where it stands: its number follows from its name.
    if chance.random() < 0.6:
        at = chance.randrange(len(BUILDINGS))
        road, number = ROADS[at % len(ROADS)], 10 + at * 3
        floor = chance.randint(1, 28)
        return f"{area}{road}{number}号{BUILDINGS[at]}{floor}层{floor}{chance.randint(1, 24):02d}室"
    tail = chance.choice(
        (
            "",
            f"{chance.randint(1, 9)}号楼",
            f"{chance.randint(101, 999)}室",
            f"内{chance.randint(1, 30)}号",
        )
    )
    return f"{area}{road}{number}号{tail}"


def phone(chance: random.Random) -> str:
    if chance.random() < 0.4:
        return f"0535-6{chance.randint(0, 999_999):06d}"
    return f"1{chance.choice('3578')}{chance.randint(0, 999_999_999):09d}"


def code(chance: random.Random) -> str:
    body = "91370602" + "MA" + "".join(chance.choice(_CODE) for _ in range(7))
    return body + uscc.calc_check_digit(body)


def _company(chance: random.Random, brands: list[str]) -> Company:
    # A popular 字号 is taken a hundred times, most are taken a few times.
    at = int(len(brands) * chance.random() ** 2)
    return Company(
        uscc=code(chance),
        place=chance.choice(PLACES),
        brand=brands[at],
        trade=chance.choice(TRADES),
        form=chance.choice(FORMS),
        branch="",
        address=address(chance),
        phone=phone(chance),
    )


def _related(chance: random.Random, parent: Company, other: Company) -> Company:
    """A branch of the one before, or its sister in another trade at the same address."""
    branch = chance.random() < 0.5 and parent.form.endswith("公司")
    return Company(
        uscc=other.uscc,
        place=parent.place,
        brand=parent.brand,
        trade=parent.trade if branch else other.trade,
        form=parent.form,
        branch=chance.choice(("第一分公司", "第二分公司", "莱山分公司", "开发区分公司"))
        if branch
        else "",
        address=other.address if branch else parent.address,
        phone=parent.phone if chance.random() < 0.5 else other.phone,
    )


def _brand(chance: random.Random) -> str:
    return "".join(
        chance.choice(SYLLABLES) for _ in range(chance.choices((2, 3, 4), (70, 20, 10))[0])
    )
