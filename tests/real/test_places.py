"""真实区划: 芝罘 with its twelve streets and their communities out of the published codes."""

import os
from pathlib import Path

import pytest

from louyu.kernel import commands
from louyu.registers.places.models import Place

CHECKOUT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("LOUYU_REAL_DATA") or CHECKOUT.parent / "shared" / "data") / "product"
CODES = DATA / "admin_yantai_zhifu.csv"
COUNTIES, STREETS = DATA / "admin_counties_all_cn.csv", DATA / "admin_streets_all_cn.csv.gz"

pytestmark = [
    pytest.mark.real,
    pytest.mark.django_db,
    pytest.mark.skipif(not CODES.exists(), reason="the real data are not beside the checkout"),
]


@pytest.mark.parametrize(
    ("files", "streets", "communities"), [((CODES,), 12, 158), ((COUNTIES, STREETS), 12, 0)]
)
def test_the_district_stands_with_its_streets(
    files: tuple[Path, ...], streets: int, communities: int
) -> None:
    assert commands.run(["places", "load", "--district", "370602", *map(str, files)]) == 0
    counted = [Place.objects.filter(level=level).count() for level in ("district", "subdistrict")]
    assert counted == [1, streets]
    assert Place.objects.filter(level="community").count() == communities
