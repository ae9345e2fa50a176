"""演示区划: 芝罘区 with its twelve real streets, two parks, invented communities and clusters."""

from dataclasses import dataclass

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
CLUSTERS = (
    ("中央商务核心区", "商务办公与总部（演示假定）", "金融、商务服务、总部"),
    ("北翼滨海片区", "航运与文旅（演示假定）", "航运物流、文化旅游"),
    ("南翼创新片区", "科技与园区经济（演示假定）", "软件信息、研发设计"),
)
COMMUNITY_WORDS = ("澄湾", "榆海")


@dataclass
class Territory:
    district: Place
    seats: list[tuple[Seat, Place]]
    communities: dict[int, list[Place]]
    clusters: list[Cluster]


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
        Cluster.objects.create(name=name, positioning=what, leading_industries=industries)
        for name, what, industries in CLUSTERS
    ]
    return Territory(district, seats, communities, clusters)
