"""官方代码: only one's own district is taken, whole, once."""

import gzip
from pathlib import Path

import pytest

from louyu.kernel import commands
from louyu.registers.places.models import Place

pytestmark = pytest.mark.django_db

COUNTIES = "code,name,cityCode,provinceCode\n990101,甲区,9901,99\n990102,乙区,9901,99\n"
STREETS = "code,name,areaCode\n990101001,一街道,990101\n990102001,别区街道,990102\n"
COMMUNITIES = (
    "code,name,level,parent\n9901,某市,2,99\n"
    "990101001001,东社区,5,990101001\n990101001002,西社区,5,990101001\n"
)


def write(folder: Path) -> list[str]:
    (folder / "counties.csv").write_text(COUNTIES, encoding="utf-8-sig")
    with gzip.open(folder / "streets.csv.gz", "wt", encoding="utf-8") as file:
        file.write(STREETS)
    (folder / "rest.csv").write_text(COMMUNITIES, encoding="utf-8")
    return [str(folder / name) for name in ("rest.csv", "streets.csv.gz", "counties.csv")]


def test_a_district_is_loaded_whole_and_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = write(tmp_path)
    assert commands.run(["places", "load", "--district", "990101", *files]) == 0
    assert "新增 4，改名 0，不变 0" in capsys.readouterr().out
    tree = list(Place.objects.values_list("path", "level"))
    assert tree == [
        ("990101/", "district"),
        ("990101/990101001/", "subdistrict"),
        ("990101/990101001/990101001001/", "community"),
        ("990101/990101001/990101001002/", "community"),
    ]
    assert commands.run(["places", "load", "--district", "990101", *files]) == 0
    assert "新增 0，改名 0，不变 4" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("code", "names", "said"),
    [
        ("990199", (0, 1, 2), "没有代码为 990199 的区"),
        ("990101", (0, 2), "没有上级"),
        ("990101", (3,), "核对路径"),
    ],
)
def test_what_cannot_be_loaded_whole_is_not_loaded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], code: str, names: tuple[int, ...], said: str
) -> None:
    files = [*write(tmp_path), str(tmp_path / "nowhere.csv")]
    assert commands.run(["places", "load", "--district", code, *(files[n] for n in names)]) == 1
    assert said in capsys.readouterr().err
    assert not Place.objects.exists()
