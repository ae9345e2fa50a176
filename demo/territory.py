"""演示区划: 芝罘区 with its twelve real streets, two parks, invented communities and clusters."""

from dataclasses import dataclass
from typing import Any

from louyu.registers.places.models import Cluster, Place, PlaceLevel

DISTRICT = ("370602", "芝罘区")


@dataclass(frozen=True)
class Seat:
    """A managing place, a rough centre for invented positions, and how many buildings it has."""

    code: str
    name: str
    level: PlaceLevel
    longitude: float
    latitude: float
    buildings: int
    cluster: int


_STREET, _PARK = PlaceLevel.SUBDISTRICT, PlaceLevel.PARK
# Street names and codes are the official ones; parks have no official code (P1, P2 are ours).
# Centres, counts and cluster membership are invented.
SEATS = (
    Seat("370602001", "向阳街道", _STREET, 121.395, 37.540, 11, 0),
    Seat("370602002", "东山街道", _STREET, 121.414, 37.531, 9, 0),
    Seat("370602003", "毓璜顶街道", _STREET, 121.384, 37.531, 9, 0),
    Seat("370602004", "通伸街道", _STREET, 121.361, 37.541, 5, 1),
    Seat("370602005", "凤凰台街道", _STREET, 121.374, 37.521, 6, 0),
    Seat("370602006", "奇山街道", _STREET, 121.393, 37.522, 8, 0),
    Seat("370602007", "白石街道", _STREET, 121.366, 37.531, 5, 1),
    Seat("370602008", "芝罘岛街道", _STREET, 121.372, 37.584, 2, 1),
    Seat("370602009", "黄务街道", _STREET, 121.336, 37.478, 4, 2),
    Seat("370602010", "只楚街道", _STREET, 121.330, 37.531, 4, 2),
    Seat("370602011", "世回尧街道", _STREET, 121.361, 37.506, 5, 2),
    Seat("370602012", "幸福街道", _STREET, 121.343, 37.556, 4, 1),
    Seat("370602-P1", "只楚园", _PARK, 121.324, 37.523, 4, 2),
    Seat("370602-P2", "卧龙园", _PARK, 121.349, 37.494, 4, 2),
)
# 一核两翼 is the plan's word; what each of the three stands for is an assumption of the demo.
# Their outlines are invented: drawn around the buildings that the demo gives to each.
CLUSTERS = (
    ("中央商务核心区", "商务办公与总部（演示假定）", "金融、商务服务、总部"),
    ("北翼滨海片区", "航运与文旅（演示假定）", "航运物流、文化旅游"),
    ("南翼创新片区", "科技与园区经济（演示假定）", "软件信息、研发设计"),
)
CORNERS = (
    """121.3672,37.5160 121.4005,37.5160 121.4215,37.5255 121.4215,37.5365 121.4025,37.5455
       121.3875,37.5455 121.3765,37.5365 121.3740,37.5262 121.3672,37.5262""",
    """121.3592,37.5266 121.3728,37.5266 121.3728,37.5460 121.3795,37.5790 121.3795,37.5890
       121.3650,37.5890 121.3360,37.5620 121.3360,37.5505 121.3535,37.5360 121.3592,37.5330""",
    """121.3165,37.5180 121.3285,37.4730 121.3435,37.4730 121.3565,37.4890 121.3685,37.5010
       121.3685,37.5112 121.3540,37.5112 121.3375,37.5250 121.3375,37.5365 121.3225,37.5365
       121.3165,37.5285""",
)
COMMUNITY_WORDS = ("澄湾", "榆海")


@dataclass
class Territory:
    district: Place
    seats: list[tuple[Seat, Place]]
    communities: dict[int, list[Place]]
    clusters: list[Cluster]


def outline(corners: str) -> dict[str, Any]:
    ring = [[float(part) for part in corner.split(",")] for corner in corners.split()]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def build_territory() -> Territory:
    code, name = DISTRICT
    district = Place.objects.create(code=code, name=name, level=PlaceLevel.DISTRICT)
    seats, communities = [], {}
    for seat in SEATS:
        place = Place.objects.create(
            code=seat.code, name=seat.name, level=seat.level, parent=district
        )
        seats.append((seat, place))
        communities[place.pk] = [
            # Numbers from 901 up: no real community bears them.
            Place.objects.create(
                code=f"{seat.code}{901 + order}",
                name=f"{word}社区",
                level=PlaceLevel.COMMUNITY,
                parent=place,
            )
            for order, word in enumerate(COMMUNITY_WORDS)
        ]
    clusters = [
        Cluster.objects.create(
            name=name, positioning=what, leading_industries=industries, outline=outline(corners)
        )
        for (name, what, industries), corners in zip(CLUSTERS, CORNERS, strict=True)
    ]
    return Territory(district, seats, communities, clusters)
