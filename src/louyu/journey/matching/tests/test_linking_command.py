"""匹配命令: two files in, pairs with reasons out; headings are known by their usual names."""

import csv
import random
from pathlib import Path

import pytest

from louyu.engines.linkage.tests.companies import register
from louyu.kernel.commands import run

HEAD = ("企业名称", "统一社会信用代码", "注册地址", "联系电话")


def written(path: Path, head: tuple[str, ...], rows: list[tuple[str, ...]], **how: str) -> Path:
    lines = [how.get("separator", ",").join(row) for row in (head, *rows)]
    path.write_bytes(("\n".join(lines) + "\n").encode(how.get("encoding", "utf-8")))
    return path


def linked(left: Path, right: Path, *more: str) -> list[dict[str, str]]:
    out = left.with_name("links.csv")
    assert run(["link", str(left), str(right), "-o", str(out), *more]) == 0
    return list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """A register in GB 18030 with numbers, and a roster of half of it without them."""
    rows = register(200).rows()
    half = [(name, place, "" if at % 2 else code) for at, (name, code, place, _) in enumerate(rows)]
    numbered = [(f"R{at}", *row) for at, row in enumerate(rows)]
    right = written(tmp_path / "b.csv", ("编号", *HEAD), numbered, encoding="gb18030")
    left = written(
        tmp_path / "a.csv",
        ("单位名称", "经营地址", "uscc"),
        half,
        encoding="utf-8-sig",
    )
    return left, right


def test_usual_headings_are_matched_and_rows_without_ids_are_numbered(
    files: tuple[Path, Path],
) -> None:
    rows = linked(*files)
    assert list(rows[0]) == ["id_a", "id_b", "decision", "score", "evidence"]
    assert {(row["id_a"], row["id_b"]) for row in rows} == {
        (str(at + 1), f"R{at}") for at in range(200)
    }
    assert {row["decision"] for row in rows} == {"accept"}
    assert all(0 <= float(row["score"]) <= 1 for row in rows)
    assert all(row["evidence"].startswith("支持：") for row in rows)


def test_other_columns_are_compared_where_both_files_have_them(tmp_path: Path) -> None:
    chance = random.Random(3)
    people = [
        (f"{chance.choice('abcdefgh')}{at:03}ane", f"{1940 + at % 60}-0{1 + at % 9}-1{at % 10}")
        for at in range(120)
    ]
    left = written(tmp_path / "a.csv", ("Given", "dob", "x"), [(*row, "1") for row in people])
    right = written(
        tmp_path / "b.csv",
        ("rec_id", "given", "dob", "y"),
        [(f"r{at}", row[0].replace("ane", "anne"), row[1], "2") for at, row in enumerate(people)],
        separator="|",
    )
    rows = linked(left, right)
    right_pairs = [row for row in rows if row["id_b"] == f"r{int(row['id_a']) - 1}"]
    assert len(right_pairs) == len(rows) >= 115


def test_a_file_against_itself_finds_its_repetitions(tmp_path: Path) -> None:
    rows = [row[:1] + row[3:] for row in register(80).rows()]
    sheet = written(tmp_path / "a.csv", ("名称", "电话"), [*rows, *rows[:20]])
    taken = [row for row in linked(sheet, sheet) if row["decision"] == "accept"]
    assert [(row["id_a"], row["id_b"]) for row in taken] == [
        (str(at), str(80 + at)) for at in range(1, 21)
    ]


def test_columns_that_are_not_to_be_compared_are_left_out(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    linked(*files, "--ignore", "uscc", "--rules")
    told = capsys.readouterr().out
    assert "比较的列：名称、地址。" in told
    assert "候选 名称:全称：共" in told


@pytest.mark.parametrize(
    ("head", "told"),
    [(("无关",), "没有同名的列可比较"), (None, "找不到文件")],
)
def test_what_is_wrong_is_said_as_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], head: tuple[str, ...] | None, told: str
) -> None:
    left = written(tmp_path / "a.csv", ("名称",), [("甲",)])
    right = tmp_path / "b.csv"
    if head:
        written(right, head, [("乙",)])
    assert run(["link", str(left), str(right), "-o", str(tmp_path / "out.csv")]) == 1
    assert told in capsys.readouterr().err
    assert not (tmp_path / "out.csv").exists()
