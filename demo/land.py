"""演示地块与申报: parcels to be let, and three buildings whose own totals contradict themselves."""

from datetime import date
from decimal import Decimal
from random import Random

from louyu.registers.buildings.models import Building, DeclaredTotals, Parcel
from louyu.registers.places.models import Place

# Name, street, area in 亩, use, what is sought.
PARCELS = (
    ("澄湾北侧地块", "370602001", 32, "商务金融用地", "总部办公、金融服务"),
    ("槐荫路东地块", "370602003", 18, "商业用地", "商业综合体"),
    ("老船厂地块", "370602008", 75, "商业商务混合用地", "海洋经济、文化创意"),
    ("只楚园二期地块", "370602-P1", 120, "新型产业用地", "研发设计、检验检测"),
)
MU = Decimal(10_000) / 15


def build_land(*, base: date, random: Random) -> None:
    places = {place.code: place for place in Place.objects.all()}
    for name, code, mu, use, direction in PARCELS:
        Parcel.objects.create(
            name=name,
            place=places[code],
            area=(mu * MU).quantize(Decimal("0.01")),
            use=use,
            direction=direction,
            description="演示数据，并非真实地块。",
        )
    _state_totals(base, random)


def _state_totals(base: date, random: Random) -> None:
    """As operators' reports come in: the rate of occupancy and the vacancy do not fit."""
    rows = Building.objects.unscoped("demo").exclude(business_area=None).order_by("code")
    period = base.replace(day=1)
    for building in random.sample(list(rows.filter(units__isnull=False).distinct()), 3):
        area = building.business_area
        stated = {
            "area": area,
            "vacant_area": (area / 4).quantize(Decimal("0.01")),
            "occupancy": Decimal("0.9"),
        }
        DeclaredTotals.objects.create(building=building, period=period, **stated)
