"""真实的楼宇与地块: every row in or refused with its reason; what contradicts itself is found."""

import csv
import gzip
from collections import Counter
from pathlib import Path

import pytest

from demo import factories
from louyu.engines.measures import Period
from louyu.journey.statistics.computing import compute
from louyu.journey.statistics.models import Figure
from louyu.journey.verification.findings.running import check_everything
from louyu.registers.deliveries.tests.workbooks import imported
from louyu.registers.organizations.actors import console
from louyu.registers.places.models import Place, PlaceLevel
from tests.real.test_registry import DATA

pytestmark = [
    pytest.mark.real,
    pytest.mark.django_db,
    pytest.mark.skipif(not DATA.exists(), reason="real data are not part of the project"),
]
Capture = pytest.CaptureFixture[str]
SHANGHAI = (120.8, 30.6, 122.2, 31.9)  # a box around the city, in degrees


@pytest.fixture
def hanyang() -> Place:
    """汉阳区 with its streets, out of the official codes."""
    district = factories.place("420105", "汉阳区", PlaceLevel.DISTRICT)
    with gzip.open(DATA / "product/admin_streets_all_cn.csv.gz", "rt", encoding="utf-8") as codes:
        for row in csv.DictReader(codes):
            if row["areaCode"] == "420105":
                factories.place(row["code"], row["name"], PlaceLevel.SUBDISTRICT, district)
    return district


def test_forty_five_buildings_of_a_district_without_codes(hanyang: Place, capsys: Capture) -> None:
    path = DATA / "dev/buildings_wuhan_hanyang_snapshotA.geojson"
    options = ("--map", "wuhan", "--period", "2021-06", "--place", hanyang.code)
    told = imported(capsys, "buildings", path, *options)
    assert told.counts == (45, 0, 0, 0, 0)
    codes = Counter(ran.check.code for ran in check_everything() for _ in range(ran.found or 0))
    # 33 rows state an occupancy; 17 of them contradict their vacancy or state none.
    assert codes["stated-occupancy"] + codes["stated-vacancy-missing"] == 17
    assert imported(capsys, "buildings", path, *options).counts == (0, 0, 45, 0, 0)
    compute(period=Period("2021-06"), actor=console("测试"))
    whole = {
        figure.indicator: figure.value
        for figure in Figure.objects.unscoped("test").filter(place=hanyang, building=None)
    }
    assert all(whole[code].is_missing for code in ("SP04", "SP05", "SP08", "EN01"))
    assert not any(whole[code].is_missing for code in ("SP01", "SP06", "SP07", "SP13"))


def test_thirty_five_parcels(hanyang: Place, capsys: Capture) -> None:
    path = DATA / "dev/parcels_wuhan_hanyang.geojson"
    told = imported(capsys, "parcels", path, "--map", "wuhan-parcels", "--place", hanyang.code)
    assert told.counts == (35, 0, 0, 0, 0)


def test_points_outside_the_city_are_found(capsys: Capture, tmp_path: Path) -> None:
    city = factories.place("310000", "上海市", PlaceLevel.DISTRICT)
    west, south, east, north = SHANGHAI
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    city.outline = {"type": "Polygon", "coordinates": [ring]}
    city.save()
    factories.place("310000-P1", "全市", PlaceLevel.PARK, city)
    table = tmp_path / "points.csv"
    with (DATA / "dev/buildings_shanghai_ad_points.csv").open(encoding="utf-8") as source:
        header, *rows = source.read().splitlines()
    named = header.replace("name", "楼宇名称").replace("address", "地址")
    named = named.replace("lng", "经度").replace("lat", "纬度")
    table.write_text("\n".join([named, *rows]), encoding="utf-8")
    told = imported(capsys, "buildings", table, "--place", "310000-P1")
    created, *_, refused, held = told.counts
    assert created + refused + held == 5_057
    outside = next(one for one in check_everything() if one.check.code == "building-outside-place")
    assert outside.found == 643
