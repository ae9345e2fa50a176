"""地址命令: files in, files out; what is wrong with a file is said as a sentence."""

import csv
import json
from pathlib import Path

import pytest

from louyu.journey.matching import commands
from louyu.kernel.commands import run

SHEET = "编号,地址,备注\n1,烟台市芝罘区虚海路18号望澜大厦12层1203室,甲\n2,,乙\n"


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def given(folder: Path, text: str, name: str = "in.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def parsed(path: Path, column: str = "地址") -> list[dict[str, str]]:
    out = path.with_name("out.csv")
    assert run(["addresses", "parse", str(path), "--column", column, "-o", str(out)]) == 0
    return rows_of(out)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_columns_are_added_and_the_rest_stays(tmp_path: Path, encoding: str) -> None:
    first, empty = parsed(given(tmp_path, SHEET, encoding=encoding))
    assert first["编号"] == "1"
    assert first["备注"] == "甲"
    told = [first[name] for name in commands.FIELDS[:-1]]
    assert told == ["虚海路", "18号", "望澜大厦", "", "", "12", "1203"]
    elements = json.loads(first["elements"])
    assert "".join(text for text, _ in elements) == first["地址"]
    assert ["望澜大厦", "building"] in elements
    assert empty["elements"] == "[]"
    assert empty["备注"] == "乙"


def test_json_lines_are_read_too(tmp_path: Path) -> None:
    lines = '{"id": 7, "a": "虚海路9号"}\n\n{"id": 8, "a": null}\n'
    first, second = parsed(given(tmp_path, lines, "in.jsonl"), "a")
    assert (first["id"], first["door_number"], second["a"]) == ("7", "9号", "")


def test_many_rows_keep_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "ALONE", 10)
    doors = [str(number) for number in range(1, 60)]
    sheet = "a\n" + "".join(f"虚海路{door}号\n" for door in doors)
    assert [row["door_number"] for row in parsed(given(tmp_path, sheet), "a")] == [
        f"{door}号" for door in doors
    ]


def test_rows_of_one_building_share_its_number(tmp_path: Path) -> None:
    sheet = "k,a\nx,芝罘区望澜大厦5层\ny,芝罘区听涛公寓3号楼\nz,芝罘区望澜大厦8层\n"
    out = tmp_path / "out.csv"
    path = given(tmp_path, sheet)
    asked = ["addresses", "cluster", str(path), "--column", "a", "--id", "k", "-o", str(out)]
    assert run(asked) == 0
    one, other, same = rows_of(out)
    assert one["id"] == "x"
    assert one["building_name"] == "望澜大厦"
    assert one["evidence"]
    assert one["building_id"] == same["building_id"] != other["building_id"]


@pytest.mark.parametrize(
    ("name", "text", "column", "said"),
    [
        ("in.csv", SHEET, "住所", "没有“住所”这一列。已有的列：编号、地址、备注"),
        ("in.csv", "", "a", "是空的"),
        ("in.jsonl", "{}\n[1]\n", "a", "第 2 行不是一个 JSON 对象"),
        ("in.jsonl", "{\n", "a", "第 1 行不是 JSON"),
        ("missing.csv", None, "a", "找不到文件"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, column: str, said: str
) -> None:
    path = tmp_path / name
    if text is not None:
        given(tmp_path, text, name)
    out = tmp_path / "out.csv"
    assert run(["addresses", "parse", str(path), "--column", column, "-o", str(out)]) != 0
    assert said in capsys.readouterr().err
    assert not out.exists()
    assert not list(tmp_path.glob("*.part"))


def test_a_folder_that_is_not_there_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = given(tmp_path, SHEET)
    out = tmp_path / "none" / "out.csv"
    assert run(["addresses", "parse", str(path), "--column", "地址", "-o", str(out)]) != 0
    assert "写不了" in capsys.readouterr().err
