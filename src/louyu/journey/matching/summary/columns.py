"""七列: what each column counts, in which unit and by which 口径."""

from __future__ import annotations

from dataclasses import dataclass

AREA, FIRMS = "㎡", "家"


@dataclass(frozen=True)
class Column:
    """`taxed`: told by the rules of tax alone; `asked`: the column of what is still undecided."""

    key: str
    label: str
    unit: str
    basis: str
    taxed: bool = False
    asked: str = ""

    @property
    def is_area(self) -> bool:
        return self.unit == AREA


_REGISTERED = "登记名单中状态为存续、在本区登记、住所落到该楼宇的市场主体，同一主体只计一次"

COLUMNS = (
    Column(
        "vacant",
        "空置面积",
        AREA,
        "今日已确认空置的商务面积（SP06），含装修待入驻和已预订；规划、在建楼宇不计",
    ),
    Column(
        "uncollected",
        "未采集面积",
        AREA,
        "今日还没有人说明是使用还是空置的商务面积（SP13），不计入空置；规划、在建楼宇不计",
    ),
    Column(
        "registered",
        "入驻已注册",
        FIRMS,
        "今日名册上在驻（虚拟注册除外）、已与登记名单对上且状态存续、在本区登记的市场主体，"
        "登记住所可在别的楼宇；各级去重，各行相加可大于合计；待认定的另列，不计入",
        asked="asked",
    ),
    Column(
        "unregistered",
        "入驻未注册",
        FIRMS,
        "今日名册上在驻，登记名单里没有，或状态不是存续、不在本区登记的市场主体；"
        "各级去重；待认定的另列，不计入",
        asked="asked",
    ),
    Column(
        "taxed",
        "注册有税收",
        FIRMS,
        f"{_REGISTERED}；其中按信用代码对上、当年累计税款减退税大于 0 的",
        taxed=True,
    ),
    Column(
        "untaxed",
        "注册无税收",
        FIRMS,
        f"{_REGISTERED}；其中当年累计没有税款，或税款不多于退税的；没有代码、不能与税款比对的不计",
        taxed=True,
    ),
    Column(
        "virtual",
        "虚拟注册",
        FIRMS,
        f"{_REGISTERED}；其中今日名册上不在该楼宇办公（没有这家，或记为虚拟注册）的；待认定的另列",
        asked="doubtful",
    ),
)
BY_KEY = {column.key: column for column in COLUMNS}
# Beside the columns: neither in them nor left out of sight.
ASKED = {
    "asked": Column(
        "asked", "入驻待认定", FIRMS, "今日名册上在驻，与登记名单中一家可能是同一家、尚待认定"
    ),
    "doubtful": Column(
        "doubtful", "注册待认定", FIRMS, "登记住所在该楼宇，与在驻的一家可能是同一家、尚待认定"
    ),
}
